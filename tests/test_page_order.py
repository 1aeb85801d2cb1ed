"""In which order pages and files of a site are made, and that one that fails leaves the others."""

from __future__ import annotations

import pytest
from lxml import html

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.dialect import Dialect
from knotwork.model.names import NotePath
from knotwork.site.addresses import addresses, tag_source
from knotwork.site.feeds import files as feeds
from knotwork.site.feeds.files import feed_files
from knotwork.site.minify import minified
from knotwork.site.navigation import navigation
from knotwork.site.site_info import SiteInfo
from knotwork.site.summary import LONGEST, summary
from knotwork.site.views import GeneratedContent, View, folders
from knotwork.site.views.backlinks import linked_from
from knotwork.site.views.excerpt import LONG, excerpt, marked
from knotwork.site.views.folders import breadcrumbs
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault
from test_views import listed, pages, view, words

A = NotePath("a.md")
NOTES = {"b/x.md": "[[gone]] #t", "a/y.md": "[[x]] #s #s/u", "a/c/z.md": "- d #k8stodo", "top.md": ""}


def test_pages_are_made_in_one_order() -> None:
    assert list(pages(NOTES)) == [
        "index.md",
        "todo.md",
        "tags/index.md",
        "wanted.md",
        "health.md",
        "graph.md",
        "a/index.md",
        "a/c/index.md",
        "b/index.md",
        *("tags/k8stodo.md", "tags/s.md", "tags/s/u.md", "tags/t.md"),
    ]


def test_entry_pages_stand_in_the_navigation_behind_the_notes_tags_first() -> None:
    found = view(NOTES)
    made = GeneratedContent(found).entries

    few = navigation(found.kb.notes, made, 4)
    assert few == [
        "index.md",
        "top.md",
        {"a": ["a/y.md", {"c": ["a/c/z.md"]}]},
        {"b": ["b/x.md"]},
        *("tags/index.md", "graph.md", "health.md", "todo.md", "wanted.md"),
    ]
    assert navigation(found.kb.notes, made, 3)[:3] == ["index.md", "a/index.md", "b/index.md"]


def test_a_feed_that_fails_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    kb = view({"a.md": "---\ndate: 2026-01-02\n---\n"}).kb

    def broken(*_: object) -> str:
        raise ValueError("no")

    monkeypatch.setattr(feeds, "rss", broken)
    failed: list[str] = []
    made = feed_files(
        kb, addresses(kb), SiteInfo("N", "", "https://e.x/"), lambda file, *_: failed.append(file)
    )

    made = {name: content.decode() for name, make in made.items() if (content := make()) is not None}
    assert list(made) == ["graph.json", "manifests.json", "llms.txt"]
    assert failed == ["feed.xml"]
    assert made["graph.json"].endswith("}\n")
    assert "feed.xml" not in made["llms.txt"]


def test_tags_that_would_stand_for_a_folder_have_another_file() -> None:
    keys = pages({"a.md": "#index #readme #x/index #Index-tag"})

    assert {"tags/index-tag.md", "tags/readme-tag.md", "tags/x/index-tag.md"} <= {*keys}
    (key,) = (each for each in view({"a.md": "#x"}).kb.tags.occurrences)
    assert tag_source(key) == "tags/x.md"
    assert tag_source(key, 2) == "tags/x/page-2.md"


def test_breadcrumbs_lead_down_from_the_home_page() -> None:
    found = view({"x/y/a.md": "", "x/index.md": "# The x\n"})

    trail = html.fromstring(breadcrumbs(found, "x/y", "x/y/a/"))
    assert [(words(each), each.get("href")) for each in trail.xpath(".//a")] == [
        ("Notes", "../../../"),
        ("x", "../../"),
        ("y", "../"),
    ]
    assert breadcrumbs(found, "", "") == ""


def test_findings_are_counted_in_all_at_home_and_by_severity_on_their_page() -> None:
    notes = {"a.md": "[[gone]] [[lost]] [x]()\n", "b.md": "[[a]]"}
    found = pages(notes)

    assert "4 findings" in listed(found["index.md"], ".//ul[@class='kw-facts']/li")
    facts = listed(found["health.md"], ".//ul[@class='kw-facts']/li")
    assert facts[-3:] == ["2 errors", "1 warning", "1 hint"]
    none = pages({"a.md": "[[b]]", "b.md": "[[a]]"})
    assert "0 findings" in listed(none["health.md"], ".//ul[@class='kw-facts']/li")


# -- excerpts and summaries


@pytest.mark.parametrize(("length", "cut"), [(LONGEST, False), (LONGEST + 1, True)])
def test_a_summary_is_cut_behind_its_longest(length: int, cut: bool) -> None:
    text = "word " * 31 + "x" * (length - 155)
    note = Vault.of({"a.md": f"{text}\n"}).notes[A]

    assert summary(note) == ("word " * 31 + "…" if cut else text)


def test_an_excerpt_shows_a_third_before_its_mark_and_the_rest_behind() -> None:
    assert excerpt("a b c <mark>d</mark> e f g", 6) == "… c <mark>d</mark> e …"
    assert excerpt("a b <mark>d</mark> e", 60) == "a b <mark>d</mark> e"
    assert excerpt("aa bb cc dd", 6) == "aa bb …"
    assert excerpt("<em>aa bb</em> cc", 4) == "<em>aa bb</em> …"
    assert excerpt("<em>aa bb cc</em> dd", 4) == "<em>aa bb …</em>"
    assert LONG == 320


def test_a_name_is_marked_in_prose_and_not_in_code_or_links() -> None:
    assert marked("<code>pod</code> <a>pod</a> pod", "pod") == "<code>pod</code> <a>pod</a> <mark>pod</mark>"
    assert marked("<code><b>pod</b></code>, pod", "pod") == "<code><b>pod</b></code>, <mark>pod</mark>"
    assert marked("pods podium Pod", "pod") == "pods podium <mark>Pod</mark>"
    assert marked("<a>pod</a>", "pod") is None
    assert marked("r &amp; d", "r & d") == "<mark>r &amp; d</mark>"


# -- smaller pages


def test_white_space_goes_around_an_article_and_stays_in_code_and_scripts() -> None:
    page = (
        "<body>\n  <p>\n\n  a</p>\n<pre>\n  b\n</pre>\n  <script>\n  c\n</script>\n  "
        "<article>\n  d\n</article>\n  <p>\n  e</p>\n<pre>\n  f"
    )

    assert minified(page) == (
        "<body>\n<p>\na</p>\n<pre>\n  b\n</pre>\n<script>\n  c\n</script>\n"
        "<article>\n  d\n</article>\n<p>\ne</p>\n<pre>\nf"
    )
    assert minified("<p>\n  a") == "<p>\n  a"


# -- what is shown where


def test_one_finding_of_a_severity_is_one() -> None:
    facts = listed(
        pages({"a.md": "[[gone]] [x]()\n", "b.md": "[[a]]"})["health.md"], ".//ul[@class='kw-facts']/li"
    )

    assert facts[-3:] == ["1 error", "1 warning", "1 hint"]


def test_in_a_quote_a_link_stays_and_a_picture_is_a_word() -> None:
    text = "[[b]] [l](https://e.x/l) ![p](https://e.x/p.png) ![](https://e.x/q.png)\n"
    found = view({"a.md": text, "b.md": ""})

    quoted = html.fromstring(linked_from(found, NotePath("b.md"))).xpath(".//*[@class='kw-context']")[0]
    assert [each.get("href") for each in quoted.xpath(".//a")][-1] == "https://e.x/l"
    assert not quoted.xpath(".//img")
    assert words(quoted) == "b l p q.png"


def test_in_a_quote_of_trusted_html_a_missing_picture_is_its_name() -> None:
    note = read_note(A, '[[b]] <img src="q.png"> <img src="r.png" alt="words">\n', Dialect(html="trust"))
    vault = Vault({A: note, NotePath("b.md"): read_note(NotePath("b.md"), "")})
    kb = compile_vault(vault, Settings(html="trust"))

    quoted = html.fromstring(linked_from(View(kb, addresses(kb)), NotePath("b.md")))
    assert words(quoted.xpath(".//*[@class='kw-context']")[0]) == "b q.png words"


@pytest.mark.parametrize(
    ("text", "said"),
    [("[[gone]]", "1 note that is linked to"), ("[[d]] [[e]]", "2 notes that are linked to")],
)
def test_missing_notes_are_counted(text: str, said: str) -> None:
    assert said in pages({"a.md": text})["wanted.md"].html


def test_folders_whose_pages_fail_are_told_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise ValueError("no")

    monkeypatch.setattr(folders, "contents", broken)
    made = pages(NOTES)

    assert [source for source in made if source.count("/") and not source.startswith("tags/")] == [
        *("a/index.md", "a/c/index.md", "b/index.md")
    ]
    assert all("could not be made" in made[source].html for source in ("a/index.md", "b/index.md"))


def test_the_link_that_begins_a_note_is_one_address() -> None:
    found = view({"a.md": "[[gone]]"}, "https://e.x/a&b/edit/main/")
    (page,) = (each for each in GeneratedContent(found).pages if each.source == "wanted.md")

    assert 'href="https://e.x/a&amp;b/new/main?filename=gone.md"' in page.html
