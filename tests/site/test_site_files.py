"""Which files reach a site: those that check knows, under names that a file system takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from link_crawl import broken_links
from site_builds import Build, built_site, command_result, write_vault

SECRET = "s3cr3t"
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
LINKS = (
    "[[other]] [[more.markdown]] [[Guides]] [[hidden]] ![[acts.svg]] [[demo.html]] [[leak]] ![[plain.svg]]"
)
HOSTILE = {
    "index.md": f"# Home\n\n{LINKS}\n",
    "other.MD": f"# Other\n\n%%{SECRET}%% <img src=x onerror=alert(1)>\n",
    "more.markdown": f"# More\n\n<script>alert(1)</script> %%{SECRET}%%\n",
    "Guides/README.mkd": "# Guides\n\n[[index]]\n",
    "hidden.md": SECRET,
    "private/plan.md": SECRET,
    "private/plan.png": SECRET,
    "other.MD~": SECRET,
    "#other.MD#": SECRET,
    "other (conflicted copy).md": SECRET,
    "templates/t.md": SECRET,
    ".git/config": SECRET,
    "demo.html": "<script>alert(1)</script>",
    "acts.svg": SVG.format("<script>alert(1)</script><rect/>"),
    "plain.svg": SVG.format(f"<!-- {SECRET} --><rect/>"),
    "assets/knotwork/knotwork.css": "mine",
    "sitemap.xml.gz": "mine",
    "404.html": "mine",
    "tags": "mine",
    "robots.txt": "",
    "style/extra.css": "body {}",
}
CONFIG = (
    "site_name: N\ntheme: {name: material, font: false}\nplugins: [search, knotwork]\n"
    "exclude_docs: |\n  private/\n  /hidden.md\nextra_css: [style/extra.css]\n"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Build:
    root = tmp_path_factory.mktemp("hostile")
    docs = write_vault(root / "docs", HOSTILE)
    for name, target in {
        "a": ".",
        "b": ".",
        "Guides/up": "..",
        "leak.md": "private/plan.md",
        "leak.txt": ".git/config",
        "leaks": "private",
        "other.txt": "other.MD",
    }.items():
        (docs / name).symlink_to(target)
    (root / "mkdocs.yml").write_text(CONFIG, "utf-8")
    return command_result(root, "mkdocs", "build", site=root / "site")


def test_a_vault_with_links_in_circles_is_built(hostile: Build) -> None:
    assert hostile.code == 0, hostile.output
    assert broken_links(hostile.site) == []


def test_what_is_private_is_in_no_file(hostile: Build) -> None:
    assert [name for name, content in hostile.files().items() if SECRET.encode() in content] == []


def test_every_ending_of_notes_is_a_page_of_ours(hostile: Build) -> None:
    for url in ("other/", "more/", "Guides/"):
        assert hostile.article(url) is not None
        assert "alert(1)</script>" not in hostile.page(url)
        assert "onerror" not in hostile.page(url)


def test_no_file_of_the_vault_takes_the_place_of_one_of_the_site(hostile: Build) -> None:
    assert [name for name, content in hostile.files().items() if content == b"mine"] == []
    assert "page-collision" in hostile.output


def test_what_browsers_run_is_left_out_but_for_what_mkdocs_yml_names(hostile: Build) -> None:
    files = hostile.files()

    assert "demo.html" not in files
    assert files["acts.svg"] == SVG.format("<rect></rect>").encode()
    assert {"robots.txt", "style/extra.css"} <= files.keys()


@pytest.mark.parametrize("directories", ["true", "false"])
def test_names_that_no_file_system_takes_are_shortened(tmp_path: Path, directories: str) -> None:
    tags = "[con, '../../x', \"a\\0b\", x/index]"
    long = "n" * 251
    links = f"[[{long}]] [[{'w' * 900}]]"
    notes = {
        "index.md": f"# Home #{'t' * 1200} #{'/'.join(['p'] * 300)} #{'ü' * 130}\n\n{links}\n",
        f"{long}.md": f"---\ntags: {tags}\n---\n# Long\n\n[[index]] [[deep]]\n",
        "/".join([*(["g" * 200] * 6), "deep.md"]): f"# Deep\n\n[[{long}]]\n",
    }
    done = built_site(tmp_path, notes, f"use_directory_urls: {directories}\n")

    assert done.code == 0, done.output
    assert broken_links(done.site) == []
    assert not (tmp_path.parent / "x.html").exists()


HOOK = """
from mkdocs.structure.files import File


def on_files(files, config):
    for name, text in {
        "made/open.md": "# Open\\n\\n%%s3cr3t%% [[index]] <script>alert(1)</script>",
        "made/held.md": "---\\npublish: false\\n---\\n# s3cr3t",
        "made/api.md": "# API\\n\\n::: os.path\\n",
        "kept.md": "# s3cr3t",
    }.items():
        files.append(File.generated(config, name, content=text))
    return files
"""


def test_notes_that_a_plugin_makes_are_compiled_and_held_back_like_others(tmp_path: Path) -> None:
    (tmp_path / "hook.py").write_text(HOOK, "utf-8")
    notes = {"index.md": "# Home\n\n[[open]] [[held]]\n", "kept.md": "---\npublish: false\n---\n"}
    done = built_site(tmp_path, notes, "hooks: [hook.py]\n")

    assert done.code == 0, done.output
    assert [name for name, content in done.files().items() if SECRET.encode() in content] == []
    assert not {"made/held/index.html", "kept/index.html"} & done.files().keys()
    assert done.article("made/open/").xpath(".//a[@href='../../']")
    assert "alert(1)</script>" not in done.page("made/open/")
    assert "'made/held.md' is not published" in done.output
    assert ":::" in done.page("made/api/")
    assert broken_links(done.site) == []
