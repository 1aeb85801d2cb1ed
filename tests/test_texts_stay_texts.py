"""A text of the writer is shown as it is written: no title, name or message becomes HTML on any page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from lxml import html

from knotwork.config.settings import Settings
from knotwork.model.failures import described, failure, panel, small_panel
from knotwork.model.names import NotePath
from knotwork.site.bundle import data_file
from knotwork.site.feeds.alternates import with_alternates
from knotwork.site.feeds.rss import rss
from knotwork.site.meta import checked_meta, material_tags, page_meta, without_markup
from knotwork.site.navigation import navigation
from knotwork.site.render import render_note, toc
from knotwork.site.search_titles import indexed_title
from knotwork.site.site_info import SiteInfo
from knotwork.site.views import GeneratedContent, View, breadcrumbs, note_footer
from knotwork.site.views.excerpt import plain_excerpt
from knotwork.site.words import ENGLISH_WORDS
from test_views import EDIT, view

ODD = "<i>\"onx='1' & Co"
"""What would be an element, end an attribute's value, or begin a character's name."""
WRITTEN = ODD.replace("<", "\\<")
"""The same in Markdown, where `<i>` is an element."""
FILE = "f <i>' & g"
"""The same for the name of a file, in which quotes that Windows refuses do not matter here."""

NOTES = {
    f"{FILE}/one.md": (
        f"---\ntitle: {json.dumps(ODD)}\naliases: [{json.dumps(ODD + ' alias')}]\ndate: 2026-01-02\n"
        f"description: {json.dumps(ODD)}\nup: '[[two]]'\nkind: ConfigMap\n---\n"
        f"[[two]] [[two|{ODD}]] [[gone {ODD}]] [[two#{ODD}]] ![[gone {FILE}.png]] ![[p.png|{ODD}]]\n\n"
        "![[two]]\n\nA tag #k8stodo here\n\n- an item #k8stodo\n"
    ),
    f"{FILE}/two.md": (
        f"# Two {WRITTEN}\n\n[[one]]\n\n## Section `{ODD}` #k8stodo\n\n- x `{ODD}`\n\n![[one]]\n\n"
        f"three words {WRITTEN} alias\n"
    ),
    f"{FILE}/three words.md": "# Three words\n",
    "manifests.md": (
        "```yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"<i>'x\"}\ndatta: {a: '<i>'}\n```\n\n"
        '```yaml\napiVersion: v1\nkind: "<i>\'x"\nmetadata: {name: b}\n```\n'
    ),
    "mention.md": f"three words and {WRITTEN} alias\n",
}


@pytest.fixture(scope="module")
def hostile() -> View:
    return view(NOTES, EDIT, security_advice=True)


def pieces(found: View) -> Iterator[tuple[str, str]]:
    """All HTML that is made of the vault, with where it stands."""
    site = GeneratedContent(found)
    for page in site.pages:
        yield page.source, page.html
        yield f"contents of {page.source}", "".join(title for _, _, title in page.headings)
    yield from ((path, site.appended(path)) for path in found.kb.notes)
    for path, note in found.kb.notes.items():
        yield path, render_note(found.kb, path, found.site)
        yield f"footer of {path}", note_footer(found, site.kind_usage, path)
        yield f"breadcrumbs of {path}", breadcrumbs(found, path, "here/")
        yield f"contents of {path}", "".join(title for *_, title in toc(note))


def test_nothing_that_is_written_becomes_an_element_or_an_attribute(hostile: View) -> None:
    for where, piece in pieces(hostile):
        root = html.fromstring(f"<div>{piece}</div>")

        assert not root.xpath("//i[not(@class)]"), where
        assert not root.xpath("//@onx"), where
        assert not root.xpath("//@co | //@*[contains(name(), 'amp')]"), where


def test_titles_are_shown_as_they_are_written(hostile: View) -> None:
    text = {where: html.fromstring(f"<div>{piece}</div>").text_content() for where, piece in pieces(hostile)}
    shown = [where for where, words in text.items() if ODD in words]

    assert {"index.md", "todo.md", "wanted.md", f"{FILE}/one.md", f"{FILE}/two.md"} <= {*shown}
    assert not [where for where, words in text.items() if "&amp;" in words or "&lt;" in words]
    assert f"{FILE}/" in text["index.md"]


def test_properties_are_escaped_for_themes_once(hostile: View) -> None:
    kb = hostile.kb
    note = kb.notes[NotePath(f"{FILE}/one.md")]
    meta = page_meta(note, kb.settings, lambda file: False)

    assert meta["title"] == meta["description"] == "&lt;i&gt;&quot;onx=&#x27;1&#x27; &amp; Co"
    assert meta["date"] == date(2026, 1, 2)
    assert material_tags(hostile, note.path)[0]["name"] == "k8stodo"
    assert without_markup("<i>\"'&amp;") == "&lt;i&gt;&quot;&#x27;&amp;"


def test_properties_that_other_plugins_made_are_escaped_once() -> None:
    checked = checked_meta({"other": ["<i>", {"<b>": "'"}], "title": "&lt;"}, Settings(), lambda file: False)

    assert checked == {"other": ["&lt;i&gt;", {"&lt;b&gt;": "&#x27;"}], "title": "&lt;"}


def test_the_titles_of_the_navigation_s_sections_are_escaped(hostile: View) -> None:
    nav = navigation(hostile.kb.notes, [], 100)

    assert {key for entry in nav if isinstance(entry, dict) for key in entry} == {"f &lt;i&gt;&#x27; &amp; g"}


def test_a_feed_holds_texts_as_xml_and_summaries_as_html_in_it(hostile: View) -> None:
    site, kb = hostile.site, hostile.kb
    info = SiteInfo(f"Notes {ODD}", ODD, "https://example.org/a&b/")

    feed = rss(kb, sorted(kb.notes), info, "feed.xml", site.note, {})

    assert feed is not None
    root = html.etree.fromstring(feed.encode())
    assert root.xpath("channel/title/text()") == [f"Notes {ODD}"]
    assert root.xpath("channel/description/text()") == [ODD]
    assert root.xpath("//item/title/text()") == [ODD]
    assert root.xpath("//item/description/text()") == ["&lt;i&gt;\"onx='1' &amp; Co"]
    assert root.xpath("//item/link/text()")[0].startswith("https://example.org/a&b/f%20%3Ci%3E")


def test_data_for_scripts_ends_no_script_and_no_line() -> None:
    path, content = data_file("x", {"a": "</script><!-- & \u2028\u2029 ü"})

    assert path.endswith("/data/x.js")
    text = content.decode()
    assert not any(sign in text for sign in "<>&\u2028\u2029")
    data = text.partition(",")[2].removesuffix(");\n")
    assert json.loads(data) == {"a": "</script><!-- & \u2028\u2029 ü"}
    assert "ü" in text


def test_what_failed_is_told_as_text() -> None:
    assert "<p>&lt;i&gt; failed</p>" in panel("<i> failed")
    assert small_panel("<i>").startswith('<p class="kw-placeholder">&lt;i&gt;</p>')
    assert failure("a.md", "rendering", ValueError("one\n  two")).message == (
        "rendering failed with ValueError: one two"
    )


@pytest.mark.parametrize(("length", "cut"), [(288, False), (289, True)])
def test_an_error_s_text_is_cut_behind_three_hundred_characters(length: int, cut: bool) -> None:
    text = described(ValueError("x" * length))

    assert text.endswith("x…" if cut else "x")
    assert len(text) == (301 if cut else 300)


def test_a_page_s_head_names_its_markdown_and_the_feed() -> None:
    page = "<head></head><head></head>"

    assert with_alternates(page, "a/", None, feed=False) == page
    found = html.fromstring(with_alternates(page, "a/b/", "a/b & c/index.md", feed=True)).xpath("//link")
    assert [(each.get("rel"), each.get("type"), each.get("href"), each.get("title")) for each in found] == [
        ("alternate source", "text/markdown", "../b%20%26%20c/index.md", "Markdown"),
        ("alternate feed", "application/rss+xml", "../../feed.xml", "RSS"),
    ]


def test_an_excerpt_of_text_marks_what_is_asked_for() -> None:
    text = f"{'a' * 200}<b>{'c' * 300}"

    cut = plain_excerpt(text, 200, 203)
    assert cut.startswith("… a")
    assert cut.endswith("c …")
    assert "<mark>&lt;b&gt;</mark>" in cut
    assert cut.partition("<mark>")[0] == f"… {'a' * 106}"
    assert cut.rpartition("</mark>")[2] == f"{'c' * 210} …"
    assert plain_excerpt("a <b>") == "a &lt;b&gt;"
    assert plain_excerpt("a <b>", 0, 1) == "<mark>a</mark> &lt;b&gt;"


def test_search_knows_a_tag_by_its_parts() -> None:
    assert indexed_title("#a/b", ENGLISH_WORDS) == "Tag: a / b"
    assert indexed_title("<i> &", ENGLISH_WORDS) == "<i> &"
