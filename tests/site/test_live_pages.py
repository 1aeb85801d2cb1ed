"""A page that `serve` makes when it is asked for is the page that MkDocs would have written."""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
import random_edits
from site_builds import write_vault
from test_serve import Server, serving, shows, until

NOTES: dict[str, str | bytes] = {
    "index.md": "---\nstatus: new\n---\n# Home\n\n[[a]] [[Под|pod]] [[gone]] ![[a#Part]]\n",
    "a.md": "---\naliases: [first, /old/]\nredirect_from: x/a.html\ntags: [k8s/core]\n---\n"
    "# A\n\n[[index]] #k8stodo\n\n## Part\n\n[[c]]\n",
    "x/Под.md": "# Pod\n\n```yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nwrong: 1\n```\n[[a]]\n",
    "x/c.md": "---\npassword: s3cr3t\n---\n# C\n\nhidden [[a]]\n",
    "draft.md": "# Draft\n\n[[a]]\n",
    "read.md": "# Read by an extension\n\n{++ new ++} [[a]] #k8stodo\n",
    "left.md": "# Left to MkDocs\n\ntext\n",
    "picture.png": b"\x89PNG",
}
CONFIG = (
    "site_name: N\ntheme: {{name: material, font: false, features: [content.tooltips]}}\n"
    "draft_docs: draft.md\nmarkdown_extensions: [pymdownx.critic]\n"
    "repo_url: https://example.com/r\nedit_uri: edit/\n"
    "plugins: [search, {{knotwork: {{serve: {mode}, exclude: [left.md]}}}}]\n"
)
FILES = (
    "search/search_index.json assets/knotwork/search/names.js assets/knotwork/search/words-0.js "
    "sitemap.xml graph.json manifests.json llms.txt feed.xml 404.html "
    "picture.png draft/ nope/ nope.png a/index.md x/c/index.md draft/index.md x old/ old x/a.html"
).split()


def test_a_live_site_is_the_site_that_mkdocs_writes(tmp_path: Path) -> None:
    for mode in ("live", "full"):
        write_vault(tmp_path / mode, {"mkdocs.yml": CONFIG.format(mode=mode)})
        write_vault(tmp_path / mode / "docs", NOTES)
    with (
        serving(tmp_path / "live", "mkdocs", "serve") as live,
        serving(tmp_path / "full", "mkdocs", "serve") as full,
    ):
        pages = [unquote(url) for url in re.findall(f"{full.port}/(.*?)</loc>", full.get("sitemap.xml")[1])]

        assert {"", "a/", "x/Под/", "left/", "wanted/", "x/"} <= set(pages)
        for url in (*pages, *FILES):
            assert seen(live, url) == seen(full, url), url
        assert not list((tmp_path / "live").rglob("*.html"))


def seen(server: Server, url: str) -> tuple[int, str]:
    """Status and text, without what differs from server to server."""
    status, text = server.get(url)
    text = re.sub(r"<script>\s*var livereload.*?</script>", "", text, flags=re.DOTALL)
    return status, text.replace(str(server.port), "PORT")


def test_after_twenty_edits_a_live_site_is_the_one_made_anew(tmp_path: Path) -> None:
    config = "site_name: N\ntheme: {name: material, font: false}\nplugins: [search, knotwork]\n"
    rng = random.Random(20)
    write_vault(tmp_path, {"mkdocs.yml": config})
    folder = write_vault(tmp_path / "docs", random_edits.NOTES)
    with serving(tmp_path, "mkdocs", "serve") as live:
        for number in range(20):
            random_edits.edit(folder, rng)
            (folder / "last.md").write_text(f"# Last\n\nedit {number}\n")
            shows(live, "last/", f"edit {number}")
        time.sleep(0.5)  # an edit may be seen after the note that was written after it
        builds = live.said().count("Detected file changes")
        (folder / "last.md").write_text("# Last\n\nedit 19\n")
        (folder / "last.md~").write_text("a passing copy")
        (folder / "last.md~").unlink()
        time.sleep(0.5)
        assert live.said().count("Detected file changes") == builds
        (folder / "last.md~").write_text("a lasting copy")
        until(lambda: "last.md~:1:1: " in live.said(), live, "the copy is reported")
        (folder / "last.md~").unlink()
        until(lambda: "fixed: last.md~: " in live.said(), live, "the copy is gone")
        pages = random_edits.site_of(live.get, live.port)
        assert "Traceback" not in live.said()
        assert live.said().count("Documentation built") < 10

    with serving(tmp_path, "mkdocs", "serve") as anew:
        assert pages == random_edits.site_of(anew.get, anew.port)


HOOK = "def on_page_markdown(markdown, page, config, files):\n    return markdown + '\\n\\nby the hook\\n'\n"


@pytest.mark.parametrize(
    ("plugins", "reason"),
    [
        ("[search, tags, knotwork]", "'tags' works on pages"),
        ("[search, {social: {enabled: false}}, knotwork]", ""),
        ("[search, knotwork]\nhooks: [hook.py]", "'hook.py' works on pages (on_page_markdown)"),
    ],
)
def test_a_plugin_that_works_on_pages_gets_them_all_and_the_log_says_so(
    tmp_path: Path, plugins: str, reason: str
) -> None:
    config = f"site_name: N\ntheme: {{name: material, font: false}}\nplugins: {plugins}\n"
    write_vault(tmp_path, {"mkdocs.yml": config, "hook.py": HOOK, "docs/a.md": "# A\n\n[[b]]\n"})
    with serving(tmp_path, "mkdocs", "serve") as server:
        assert ("each save makes all pages" in server.said()) is bool(reason)
        assert reason in server.said()
        assert ("by the hook" in server.get("a/")[1]) is ("hooks" in plugins)

        (tmp_path / "docs" / "a.md").write_text("# A\n\nsecond words\n")
        until(lambda: "second words" in server.get("a/")[1], server, "the save")
        assert server.said().count("each save makes all pages") == bool(reason)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_a_note_that_a_link_brings_in_is_read_again(tmp_path: Path) -> None:
    config = CONFIG.format(mode="live").replace("exclude: [left.md]", "extra_roots: [shared]")
    notes = {"docs/index.md": "# Home\n", "shared/index.md": "# Shared\n", "shared/p.png": b"1"}
    write_vault(tmp_path, {"mkdocs.yml": config, **notes})
    (tmp_path / "docs" / "linked").symlink_to(tmp_path / "shared")
    with serving(tmp_path, "mkdocs", "serve") as server:
        (tmp_path / "shared" / "index.md").write_text("# Shared\n\nsecond words ![[p.png]]\n", "utf-8")
        until(lambda: "second words" in server.get("linked/")[1], server, "the note")

        (tmp_path / "shared" / "p.png").write_bytes(b"2")
        until(lambda: server.get("linked/p.png")[1] == "2", server, "the picture")
        assert "second words" in server.get("linked/")[1], "and the note is as it was"
