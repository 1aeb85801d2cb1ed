"""One page that cannot be made, at whatever stage: it says so, and all others are as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from link_crawl import broken_links
from site_builds import Build, built_site, command_result, visible_text, write_vault

NOTES = {
    "index.md": "# Home\n\n[[bad]] [[good]] #t\n",
    "bad.md": "# Bad\n\nwords of bad [[good]] #t\n\n- later #k8stodo\n",
    "good.md": "# Good\n\nwords of good [[index]]\n",
}
PANEL = "This page could not be made"


def hook(event: str, arguments: str, page: str = "page") -> str:
    """A hook that fails on one page."""
    return (
        f"def on_{event}({arguments}, **more):\n"
        f"    if {page}.file.src_uri == 'bad.md':\n"
        "        raise ValueError('quoted: s3cr3t')\n"
    )


def patch(module: str, name: str, broken: str = "'bad.md' in map(str, given)") -> str:
    """A hook that makes a function of ours fail on one page."""
    return (
        f"import {module} as module\n"
        f"plain = getattr(module.{name.rpartition('.')[0] or '__dict__'}, '{name.rpartition('.')[2]}', None)"
        f" or module.{name}\n"
        "def broken(*given, **more):\n"
        f"    if {broken}:\n"
        "        raise ValueError('quoted: s3cr3t')\n"
        "    return plain(*given, **more)\n"
        f"module.{name} = broken\n"
        "def on_shutdown(**more): pass\n"
    )


_TEMPLATE_OF = (
    "def on_page_content(html, page, **more):\n"
    "    if page.file.src_uri == 'bad.md':\n"
    "        page.meta['template'] = {!r}\n"
)
STAGES = {
    "pre_page": hook("pre_page", "page"),
    "page_read_source": hook("page_read_source", "page"),
    "page_markdown": hook("page_markdown", "markdown, page"),
    "page_content": hook("page_content", "html, page"),
    "page_context": hook("page_context", "context, page"),
    "post_page": hook("post_page", "output, page"),
    "a template that is not there": _TEMPLATE_OF.format("gone.html"),
    "a template that is not Jinja": _TEMPLATE_OF.format("broken.html"),
    "a template that fails": _TEMPLATE_OF.format("fails.html"),
    "a template that is no name": _TEMPLATE_OF.format(["x"]),
    "our front matter": patch("knotwork.site.note_page", "page_meta", "given[0].path == 'bad.md'"),
    "our rendering": patch("knotwork.site.note_page", "render_around_title"),
    "our frame": patch("knotwork.site.note_page", "with_empty_section_marks", "given[0].path == 'bad.md'"),
    "our tags": patch("knotwork.site.note_page", "material_tags"),
    "our Markdown copy": patch(
        "knotwork.mkdocs_plugin.adapting", "published_markdown", "given[0].path == 'bad.md'"
    ),
    "our head": patch("knotwork.mkdocs_plugin.page_events", "with_alternates", "given[1] == 'bad/'"),
}
TEMPLATES = {
    "over/broken.html": "{% if %}",
    "over/fails.html": '{% extends "main.html" %}{% block content %}{{ 1 // 0 }}{% endblock %}',
}
CONFIG = (
    "site_name: N\ntheme: {name: material, font: false, custom_dir: over}\n"
    "plugins: [search, knotwork]\nhooks: [hook.py]\n"
)


def made(root: Path, code: str, *arguments: str, notes: dict[str, str] = NOTES) -> Build:
    write_vault(root, {"hook.py": code, **TEMPLATES})
    return built_site(root, notes, CONFIG, *arguments)


def others_are_there(done: Build) -> None:
    assert "words of good" in visible_text(done.article("good/"))
    for url in ("", "tags/", "tags/t/", "todo/", "graph/", "health/"):
        assert PANEL not in done.page(url), url
    assert [link for link in broken_links(done.site) if "bad/#" not in link] == []


@pytest.mark.parametrize("stage", STAGES)
def test_what_one_page_raises_stays_with_that_page(tmp_path: Path, stage: str) -> None:
    done = made(tmp_path, STAGES[stage])

    assert done.code == 0, done.output
    assert PANEL in done.page("bad/")
    assert "words of bad" not in done.page("bad/")
    assert "<title>" in done.page("bad/")
    assert "s3cr3t" not in done.page("bad/"), "an error's text may quote what no reader should see"
    assert len([line for line in done.output.splitlines() if "bad.md" in line and "failed with" in line]) == 1
    assert "Traceback" not in done.output
    others_are_there(done)


@pytest.mark.parametrize("stage", ["page_content", "a template that fails", "our rendering"])
def test_it_fails_a_strict_build(tmp_path: Path, stage: str) -> None:
    for arguments in (["--strict"], ["--strict", "-q"]):
        done = made(tmp_path, STAGES[stage], *arguments)

        assert done.code == 1
        assert "Traceback" not in done.output
        assert PANEL in done.page("bad/"), "it is built to the end"


def test_a_page_that_failed_is_not_published_as_markdown(tmp_path: Path) -> None:
    done = made(tmp_path, STAGES["page_markdown"])

    assert not (done.site / "bad" / "index.md").exists()
    assert (done.site / "good" / "index.md").exists()


def test_a_plugin_that_ends_the_build_ends_it_when_all_pages_are_written(tmp_path: Path) -> None:
    code = hook("page_content", "html, page").replace("ValueError", "PluginError")
    done = made(tmp_path, f"from mkdocs.exceptions import PluginError\n{code}")

    assert done.code == 1
    assert "Traceback" not in done.output
    assert PANEL in done.page("bad/")
    others_are_there(done)


def test_what_fails_on_every_page_is_no_page_s_fault(tmp_path: Path) -> None:
    done = made(tmp_path, "def on_page_content(html, **more):\n    raise ValueError('x')\n")

    assert done.code == 1
    assert "no page could be made" in done.output


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "MemoryError", "SystemExit(3)"])
def test_what_is_about_the_whole_process_ends_it(tmp_path: Path, error: str) -> None:
    code = hook("page_content", "html, page").replace("ValueError('quoted: s3cr3t')", error)

    assert made(tmp_path, code).code != 0


def test_endless_recursion_is_one_page_s_failure(tmp_path: Path) -> None:
    code = "def on_page_content(html, page, **more):\n    if page.file.src_uri == 'bad.md':\n"
    done = made(tmp_path, f"{code}        on_page_content(html, page)\n")

    assert done.code == 0, done.output
    assert PANEL in done.page("bad/")
    others_are_there(done)


def test_a_page_that_mkdocs_renders_itself_can_fail_alone(tmp_path: Path) -> None:
    code = (
        "from mkdocs.structure.pages import Page\nplain = Page.render\n"
        "def broken(page, *more):\n"
        "    if page.file.src_uri == 'left/bad.md':\n        raise ValueError('x')\n"
        "    plain(page, *more)\nPage.render = broken\ndef on_shutdown(**more): pass\n"
    )
    write_vault(tmp_path, {"hook.py": code})
    config = "plugins: [search, {knotwork: {exclude: [left/]}}]\nhooks: [hook.py]\n"
    notes = {"a.md": "# A\n", "left/bad.md": "# Bad\n", "left/good.md": "# Good\n\nwords of good\n"}
    done = built_site(tmp_path, notes, config)

    assert done.code == 0, done.output
    assert PANEL in done.page("left/bad/")
    assert "words of good" in done.page("left/good/")


def test_a_page_that_no_file_can_hold_is_left_out(tmp_path: Path) -> None:
    done = built_site(tmp_path, {"a.md": "# A\n", "c.md": "# C\n", "a": "a file in the place of a folder"})

    assert "Traceback" not in done.output
    assert "a.md" in done.output
    assert (done.site / "c" / "index.html").exists()


# -- our own lists and files


PARTS = {
    "health": ("knotwork.site.views.health", "_shown_findings", "health/"),
    "graph": ("knotwork.site.views.graph", "_groups", "graph/"),
    "todo": ("knotwork.site.views.todo", "_sections", "todo/"),
    "wanted": ("knotwork.site.views.wanted", "_entry", "wanted/"),
    "tags": ("knotwork.site.views.tags", "_children", "tags/t/"),
    "folders": ("knotwork.site.views.folders", "_counts", "x/"),
    "snippets": ("knotwork.site.views.snippets", "badge", "snippets/"),
    "backlinks": ("knotwork.site.views.backlinks", "_intro", "linked-from/good/"),
}
MORE_NOTES = {
    **NOTES,
    "x/deep.md": "# Deep\n\n[[bad]] [[good]] [[not written]]\n\n```yaml\napiVersion: v1\nkind: Pod\n```\n",
}
ONE_BACKLINK = CONFIG.replace("knotwork]", "{knotwork: {backlinks_shown: 1}}]")


@pytest.mark.parametrize("part", PARTS)
def test_a_list_that_cannot_be_made_loses_its_page_alone(tmp_path: Path, part: str) -> None:
    module, name, url = PARTS[part]
    write_vault(tmp_path, {"hook.py": patch(module, name, "True"), **TEMPLATES})
    done = built_site(tmp_path, MORE_NOTES, ONE_BACKLINK)

    assert done.code == 0, done.output
    assert PANEL in done.page(url)
    assert "s3cr3t" not in done.page(url)
    assert "failed with ValueError" in done.output
    assert "Traceback" not in done.output
    assert "words of good" in visible_text(done.article("good/"))
    assert "words of bad" in visible_text(done.article("bad/"))
    assert [link for link in broken_links(done.site) if "#" not in link] == []


ENTRIES = {
    "an entry of a list": patch("knotwork.site.views.folders", "summary", "given[0].path == 'x/deep.md'"),
    "who links here": patch("knotwork.site.views", "linked_from", "True"),
    "the graph around": patch("knotwork.site.views", "local_graph", "True"),
    "the feed of links": patch("knotwork.site.feeds.files", "site_graph", "True"),
    "the data of the graph": patch("knotwork.site.views.graph_data", "graph_data", "True"),
    "a rule": (
        "import knotwork.rules as module\nfrom dataclasses import replace\n"
        "def broken(kb, link):\n    raise ValueError('x')\n    yield\n"
        "module.RULES = tuple(\n"
        "    replace(r, of_link=broken) if r.code == 'missing-note' else r for r in module.RULES)\n"
        "def on_shutdown(**more): pass\n"
    ),
    "the links of a note": (
        "import knotwork.knowledge.resolve as module\nplain = module.Resolver.resolve\n"
        "def broken(self, path, link):\n"
        "    if path == 'x/deep.md':\n        raise ValueError('x')\n"
        "    return plain(self, path, link)\n"
        "module.Resolver.resolve = broken\ndef on_shutdown(**more): pass\n"
    ),
}


@pytest.mark.parametrize("part", ENTRIES)
def test_a_part_of_a_page_that_cannot_be_made_leaves_the_rest(tmp_path: Path, part: str) -> None:
    for arguments, code in (([], 0), (["--strict"], 1)):
        write_vault(tmp_path, {"hook.py": ENTRIES[part], **TEMPLATES})
        done = built_site(tmp_path, MORE_NOTES, CONFIG, *arguments)

        assert done.code == code, done.output
        assert "Traceback" not in done.output
        assert "ValueError" in done.output
        assert "words of good" in visible_text(done.article("good/"))
        assert "words of bad" in visible_text(done.article("bad/"))
        assert broken_links(done.site) == []


# -- the search


def test_headings_in_lists_are_found_by_search_and_end_no_build(tmp_path: Path) -> None:
    notes = {
        "a.md": "- edit\n1. # First\n    # Second\n> - # Third\n\nlast words\n",
        "b.md": "# B\n\n[[a]]\n",
    }
    done = built_site(tmp_path, notes, "", "--strict")

    assert done.code == 0, done.output
    entries = done.searched()
    assert {"First", "Second", "Third", "B"} <= {entry["title"] for entry in entries}
    assert [entry["location"] for entry in entries if "last words" in entry["text"]] == ["a/#third"]
    assert PANEL not in done.page("a/")


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_a_search_that_fails_on_every_attempt_costs_that_page_alone(tmp_path: Path, theme: str) -> None:
    code = (
        "def on_files(files, config):\n    index = config.plugins['SEARCH'].search_index\n"
        "    plain = index.create_entry_for_section\n"
        "    def broken(section, toc, url, *more):\n"
        "        if url == 'bad/': raise ValueError('x')\n        plain(section, toc, url, *more)\n"
        "    index.create_entry_for_section = broken\n"
    ).replace("SEARCH", "material/search" if theme == "material" else "search")
    write_vault(tmp_path, {"hook.py": code})
    config = f"site_name: N\ntheme: {{name: {theme}}}\nplugins: [search, knotwork]\nhooks: [hook.py]\n"
    if theme == "material":
        config = config.replace("material}", "material, font: false}")
    done = built_site(tmp_path, NOTES, config)

    assert done.code == 0, done.output
    assert PANEL in done.page("bad/")
    locations = {entry["location"] for entry in done.searched()}
    assert "good/" in locations
    assert not [each for each in locations if each.startswith("bad/")]


def test_properdocs_goes_on_too(tmp_path: Path) -> None:
    write_vault(tmp_path, {"hook.py": STAGES["a template that fails"], "mkdocs.yml": CONFIG, **TEMPLATES})
    write_vault(tmp_path / "docs", NOTES)
    done = command_result(tmp_path, "properdocs", "build", "-f", "mkdocs.yml", site=tmp_path / "site")

    assert done.code == 0, done.output
    assert PANEL in done.page("bad/")
    others_are_there(done)
