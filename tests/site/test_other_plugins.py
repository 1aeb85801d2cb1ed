"""Plugins that stand beside knotwork in one `mkdocs.yml`: each does what it does without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl import broken_links
from sites import built, vault

POSTS = {
    "index.md": "# Home\n\nRead [[first]].\n",
    "blog/index.md": "# Journal\n\nWhat happened.\n",
    "blog/posts/first.md": "---\ndate: 2024-03-02\n---\n# First words\n\nBack to [[index]].\n",
    "blog/posts/later.md": "---\ndate: 2024-03-05\ndraft: true\n---\n# Unfinished\n\nxyzzy [[index]]\n",
}


@pytest.mark.parametrize("plugins", ["search, blog, knotwork", "search, knotwork, blog"])
def test_a_blog_is_built_and_its_posts_are_linked_where_they_are(tmp_path: Path, plugins: str) -> None:
    done = built(tmp_path, POSTS, f"plugins: [{plugins}]\n")

    assert done.code == 0, done.said
    assert broken_links(done.site) == []
    assert "../../../../../" in done.page("blog/2024/03/02/first-words/")
    assert 'href="blog/2024/03/02/first-words/"' in done.page("")


SORTING_HOOK = """
from mkdocs.plugins import event_priority

@event_priority({priority})
def on_files(files, config):
    assert all(open(file.abs_src_path, "rb") for file in files)
    return type(files)(sorted(files, key=lambda file: file.abs_src_path))

def on_page_content(html, page, config, files):
    assert page.file.abs_src_path.endswith(".md")
"""


@pytest.mark.parametrize("priority", [100, 0, -100])
def test_every_file_has_a_path_that_plugins_can_open(tmp_path: Path, priority: int) -> None:
    vault(tmp_path, {"hook.py": SORTING_HOOK.format(priority=priority)})
    done = built(tmp_path, {"a.md": "# A\n\n[[b]] #t\n", "b.md": "# B\n"}, "hooks: [hook.py]\n")

    assert done.code == 0, done.said
    assert broken_links(done.site) == []


REMOVING_HOOK = """
def on_files(files, config):
    files.remove(files.get_file_from_path("guide/gone.md"))
"""


def test_a_note_that_another_plugin_takes_out_is_neither_page_nor_target(tmp_path: Path) -> None:
    vault(tmp_path, {"hook.py": REMOVING_HOOK})
    notes = {
        "index.md": "# Home\n\n[[gone]]\n",
        "guide/gone.md": "# Gone\n\n[[index]]\n",
        "guide/b.md": "# B\n",
    }
    done = built(tmp_path, notes, "hooks: [hook.py]\n")

    assert done.code == 0, done.said
    assert broken_links(done.site) == []
    assert not (done.site / "guide" / "gone").exists()
    assert ">None<" not in done.page("")


@pytest.mark.parametrize("plugins", ["search, rss, knotwork", "search, knotwork, rss"])
def test_a_feed_of_all_pages_has_the_notes_and_no_generated_page(tmp_path: Path, plugins: str) -> None:
    config = f"site_url: https://example.org/\nplugins: [{plugins}]\n"
    done = built(tmp_path, {"index.md": "# Home\n\nHello. #t\n", "x/a.md": "# A\n\nWords.\n"}, config)

    assert done.code == 0, done.said
    feed = done.page("feed_rss_created.xml")
    assert feed.count("<item>") == 2
    assert "https://example.org/x/a/" in feed


LONG_POST = (
    "---\ndate: 2024-03-03\ncategories: [News]\n---\n# Long words\n\nSee [[index|home]]. %%s3cr3t comment%% "
    '<b onclick="alert(1)">bold</b>\n\n<!-- more -->\n\nthe rest of it\n'
)


@pytest.mark.parametrize("plugins", ["search, blog, knotwork", "search, knotwork, blog"])
def test_a_blog_lists_its_posts_as_they_are_compiled(tmp_path: Path, plugins: str) -> None:
    done = built(tmp_path, {**POSTS, "blog/posts/long.md": LONG_POST}, f"plugins: [{plugins}]\n")

    assert done.code == 0, done.said
    for url in ("blog/", "blog/archive/2024/", "blog/category/news/"):
        listing = done.article(url).text_content() if url == "blog/" else done.page(url)
        assert "Long words" in listing, url
        assert "the rest of it" not in listing, url
    assert "What happened." in done.page("blog/")
    assert 'href="../"' in done.page("blog/")
    assert "the rest of it" in done.page("blog/2024/03/03/long-words/")
    assert "md-post__meta" in done.page("blog/2024/03/03/long-words/") or "2024-03-03" in done.page(
        "blog/2024/03/03/long-words/"
    )
    assert [file for file, content in done.files().items() if b"s3cr3t" in content] == []
    assert [
        file for file, content in done.files().items() if file.endswith(".html") and b"onclick" in content
    ] == []
    assert "[[index" not in done.page("blog/")
    assert broken_links(done.site) == []
