"""Plugins that stand beside knotwork in one `mkdocs.yml`: each does what it does without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from link_crawl import broken_links
from site_builds import built_site, write_vault

POSTS = {
    "index.md": "# Home\n\nRead [[first]].\n",
    "blog/index.md": "# Journal\n\nWhat happened.\n",
    "blog/posts/first.md": "---\ndate: 2024-03-02\n---\n# First words\n\nBack to [[index]].\n",
    "blog/posts/later.md": "---\ndate: 2024-03-05\ndraft: true\n---\n# Unfinished\n\nxyzzy [[index]]\n",
}


@pytest.mark.parametrize("plugins", ["search, blog, knotwork", "search, knotwork, blog"])
def test_a_blog_is_built_and_its_posts_are_linked_where_they_are(tmp_path: Path, plugins: str) -> None:
    done = built_site(tmp_path, POSTS, f"plugins: [{plugins}]\n")

    assert done.code == 0, done.output
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
    write_vault(tmp_path, {"hook.py": SORTING_HOOK.format(priority=priority)})
    done = built_site(tmp_path, {"a.md": "# A\n\n[[b]] #t\n", "b.md": "# B\n"}, "hooks: [hook.py]\n")

    assert done.code == 0, done.output
    assert broken_links(done.site) == []


REMOVING_HOOK = """
def on_files(files, config):
    files.remove(files.get_file_from_path("guide/gone.md"))
"""


def test_a_note_that_another_plugin_takes_out_is_neither_page_nor_target(tmp_path: Path) -> None:
    write_vault(tmp_path, {"hook.py": REMOVING_HOOK})
    notes = {
        "index.md": "# Home\n\n[[gone]]\n",
        "guide/gone.md": "# Gone\n\n[[index]]\n",
        "guide/b.md": "# B\n",
    }
    done = built_site(tmp_path, notes, "hooks: [hook.py]\n")

    assert done.code == 0, done.output
    assert broken_links(done.site) == []
    assert not (done.site / "guide" / "gone").exists()
    assert ">None<" not in done.page("")


@pytest.mark.parametrize("plugins", ["search, rss, knotwork", "search, knotwork, rss"])
def test_a_feed_of_all_pages_has_the_notes_and_no_generated_page(tmp_path: Path, plugins: str) -> None:
    config = f"site_url: https://example.org/\nplugins: [{plugins}]\n"
    done = built_site(tmp_path, {"index.md": "# Home\n\nHello. #t\n", "x/a.md": "# A\n\nWords.\n"}, config)

    assert done.code == 0, done.output
    feed = done.page("feed_rss_created.xml")
    assert feed.count("<item>") == 2
    assert "https://example.org/x/a/" in feed


LONG_POST = (
    "---\ndate: 2024-03-03\ncategories: [News]\n---\n# Long words\n\nSee [[index|home]]. %%s3cr3t comment%% "
    '<b onclick="alert(1)">bold</b>\n\n<!-- more -->\n\nthe rest of it\n'
)


@pytest.mark.parametrize("plugins", ["search, blog, knotwork", "search, knotwork, blog"])
def test_a_blog_lists_its_posts_as_they_are_compiled(tmp_path: Path, plugins: str) -> None:
    done = built_site(tmp_path, {**POSTS, "blog/posts/long.md": LONG_POST}, f"plugins: [{plugins}]\n")

    assert done.code == 0, done.output
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


WITH_SECRETS = {
    "index.md": "# Home\n\n[[a]] [[locked]]\n",
    "a.md": (
        "# A\n\nPublic words. %% s3cr3t one %% <!-- s3cr3t two -->\n\n%%\ns3cr3t\n\nthree\n%%\n\n"
        "- item\n\n  <!--\n  s3cr3t four\n  -->\n\n<!-- more -->\n\nThe rest of it.\n\n"
        "%% s3cr3t without end\n"
    ),
    "locked.md": "---\npassword: hunter2\ndescription: s3cr3t\n---\n# Locked\n\nThe s3cr3t itself.\n",
}
READING_HOOK = """
import pathlib
from mkdocs.plugins import event_priority

READ = pathlib.Path("site/read.txt")

def keep(*texts):
    READ.parent.mkdir(exist_ok=True)
    with READ.open("a") as file:
        file.write("".join(map(str, texts)))

@event_priority({priority})
def on_page_markdown(markdown, page, config, files):
    keep(markdown, page.markdown, page.meta.get("description"))

@event_priority({priority})
def on_page_content(html, page, config, files):
    keep(page.markdown, page.content, page.meta.get("description"))

@event_priority({priority})
def on_post_page(output, page, config):
    keep(page.markdown, page.content)
"""


def _with_secret(files: dict[str, bytes]) -> list[str]:
    return [name for name, content in files.items() if b"s3cr3t" in content or b"hunter2" in content]


@pytest.mark.parametrize("order", ["rss{}, knotwork", "knotwork, rss{}"])
@pytest.mark.parametrize("options", ["", ": {abstract_chars_count: -1}", ": {abstract_chars_count: 4000}"])
def test_a_feed_of_another_plugin_has_no_comment_and_nothing_of_a_protected_note(
    tmp_path: Path, order: str, options: str
) -> None:
    entries = ", ".join(f"{{{each}}}" if ":" in each else each for each in order.format(options).split(", "))
    done = built_site(
        tmp_path, WITH_SECRETS, f"site_url: https://example.org/\nplugins: [search, {entries}]\n"
    )

    assert done.code == 0, done.output
    assert _with_secret(done.files()) == []
    for feed in ("feed_rss_created.xml", "feed_json_created.json"):
        assert "Public words." in done.page(feed)
        assert "https://example.org/locked/" in done.page(feed)


def test_a_feed_of_another_plugin_ends_at_its_mark(tmp_path: Path) -> None:
    done = built_site(tmp_path, WITH_SECRETS, "site_url: https://example.org/\nplugins: [rss, knotwork]\n")

    assert "Public words." in done.page("feed_rss_created.xml")
    assert "The rest of it." not in done.page("feed_rss_created.xml")


@pytest.mark.parametrize("priority", [100, 0, -100])
def test_a_plugin_that_reads_pages_finds_what_is_published(tmp_path: Path, priority: int) -> None:
    write_vault(tmp_path, {"hook.py": READING_HOOK.format(priority=priority)})
    done = built_site(tmp_path, WITH_SECRETS, "hooks: [hook.py]\nplugins: [search, knotwork]\n")

    assert done.code == 0, done.output
    assert "Public words." in done.page("read.txt")
    assert _with_secret(done.files()) == []


WRITING_HOOK = """
def on_page_markdown(markdown, page, config, files):
    return markdown + "\\n\\nAdded by a plugin. [[index]] %% s3cr3t %%\\n" if page.url == "a/" else None

def on_page_content(html, page, config, files):
    assert "s3cr3t" not in page.markdown
    assert page.url != "a/" or "Added by a plugin" in page.markdown
"""


def test_two_notes_with_one_address_are_a_finding_and_no_warning_of_mkdocs(tmp_path: Path) -> None:
    done = built_site(tmp_path, {"a.md": "# A\n", "a/index.md": "# B\n", "index.md": "# Home\n"})

    assert "[page-collision]" in done.output
    assert "DeprecationWarning" not in done.output
    assert (done.site / "a" / "index.md").read_text() == "# B\n"


def test_a_plugin_that_changes_many_texts_is_one_line_in_the_log(tmp_path: Path) -> None:
    hook = "def on_page_markdown(markdown, page, config, files):\n    return markdown + '\\n\\nadded'\n"
    write_vault(tmp_path, {"hook.py": hook})
    done = built_site(tmp_path, {f"{name}.md": f"# {name}\n" for name in "abcd"}, "hooks: [hook.py]\n")

    assert "another plugin changed the text of 4 notes (a.md, b.md, c.md …); what it" in done.output
    assert done.output.count("another plugin") == 1


def test_what_a_plugin_adds_to_a_text_is_compiled_and_its_comments_are_not_published(tmp_path: Path) -> None:
    write_vault(tmp_path, {"hook.py": WRITING_HOOK})
    done = built_site(tmp_path, WITH_SECRETS, "hooks: [hook.py]\n")

    assert done.code == 0, done.output
    assert "a.md: another plugin changed the text" in done.output
    assert "index.md: another plugin" not in done.output
    assert "Added by a plugin." in done.article("a/").text_content()
    assert _with_secret(done.files()) == []
