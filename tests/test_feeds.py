"""The site's files for programs: what the handbook shows is what they are, and nothing hidden is in them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.mkdocs_plugin.adapting import body_text
from knotwork.model.names import NotePath
from knotwork.model.text import normalized
from knotwork.site.addresses import addresses
from knotwork.site.feeds.alternates import with_alternates
from knotwork.site.feeds.files import feed_files, markdown_of
from knotwork.site.feeds.markdown import published_markdown
from knotwork.site.site_info import SiteInfo
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault

PAGE = (Path(__file__).parent.parent / "notes" / "handbook" / "machine-readable.md").read_text("utf-8")
TOP = SiteInfo("My notes", "What I know of Kubernetes", "https://example.com/k8s/")
_FENCE = re.compile(r'^(`{3,})\w+ title="([^"]+)"\n(.*?)^\1$', re.MULTILINE | re.DOTALL)


def files(
    texts: Mapping[str, str],
    top: SiteInfo = TOP,
    settings: Settings | None = None,
    attachments: tuple[str, ...] = (),
    *,
    directories: bool = True,
) -> dict[str, str]:
    kb = compile_vault(Vault.of(texts, attachments), settings)
    makers = feed_files(kb, addresses(kb, directories=directories), top)
    return {name: made.decode() for name, make in makers.items() if (made := make()) is not None}


def published(text: str, *, html_comments: bool = False) -> str:
    start = len(normalized(text)) - len(body_text(text))
    return published_markdown(read_note(NotePath("a.md"), text), text, start, html_comments=html_comments)


# -- the handbook

SHOWN = {title: text for _, title, text in _FENCE.findall(PAGE)}
NOTES = {name.removeprefix("notes/"): text for name, text in SHOWN.items() if name.startswith("notes/")}


@pytest.mark.parametrize("name", ["graph.json", "manifests.json"])
def test_the_json_of_the_handbook_is_what_is_published(name: str) -> None:
    shown, real = json.loads(SHOWN[name]), json.loads(files(NOTES)[name])

    assert real == shown
    assert json.dumps(real) == json.dumps(shown), "the keys come in the order that is shown"


@pytest.mark.parametrize("name", ["llms.txt", "feed.xml"])
def test_the_text_of_the_handbook_is_what_is_published(name: str) -> None:
    assert files(NOTES)[name] == SHOWN[name]


def test_the_markdown_of_the_handbook_is_what_is_published() -> None:
    assert published(NOTES["workloads/pods.md"]) == SHOWN["workloads/pods/index.md"]


# -- Markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a %%x%% b\n", "a  b\n"),
        ("one\n%% x %%\ntwo\n", "one\ntwo\n"),
        ("one\n\n%%\nx\n%%\n\ntwo\n", "one\n\n\n\ntwo\n"),
        ("one  %%x%%\ntwo\n", "one\ntwo\n"),
        ("one\n<!-- x -->\ntwo\n", "one\n\ntwo\n"),
        ("- a <!-- x -->\n- b\n", "- a\n- b\n"),
        ("<div>\n<!-- x\ny -->\n</div>\n", "<div>\n\n</div>\n"),
        ("`%%x%%` <code>%%\n", "`%%x%%` <code>"),
        ('[[c|a %%x%% b]] [c](d "e %%x%%")\n', '[[c|a  b]] [c](d "e ")\n'),
        ("a %% b\n\nc %% d\n", "a d\n"),
        ("a <!-- b\n\nc\n", "a"),
        ("```\n%% x %%\n<!-- x -->\n```\n", "```\n%% x %%\n<!-- x -->\n```\n"),
        ("[//]: # (x)\n\na [b][c]\n\n[c]: d.md\n", "\na [b][c]\n\n[c]: d.md\n"),
        ("![a %%x%% b](c.png)\n", "![a  b](c.png)\n"),
        ("a[^1]\n\n[^1]: one %%x%%\n[^1]: two\n", "a[^1]\n\n[^1]: one\n[^1]: two\n"),
        ("| a %%x%% | b |\n|-|-|\n", "| a  | b |\n|-|-|\n"),
        ("> %%\n> x\n> %%\n> b\n", ">\n> b\n"),
        ("a\r\n%%x%%\r\nb", "a\nb"),
    ],
)
def test_comments_are_left_out_and_all_else_stays(text: str, expected: str) -> None:
    assert published(text) == expected


def test_trusted_html_keeps_its_comments_as_the_page_does() -> None:
    assert published("a <!-- x --> %%y%% b\n", html_comments=True) == "a <!-- x -->  b\n"


def test_only_properties_that_a_page_shows_are_published() -> None:
    text = '---\ntitle: "A: b"\ntags: c, d\nsecret: x\nup: "[[e]]"\ncreated: 2024-01-02\n---\nF\n'

    assert published(text) == "---\ntitle: 'A: b'\ntags: [c, d]\ncreated: 2024-01-02\n---\nF\n"


@pytest.mark.parametrize(
    ("path", "directories", "expected"),
    [
        ("a/b.md", True, "a/b/index.md"),
        ("a/b.md", False, "a/b.md"),
        ("a/index.md", True, "a/index.md"),
        ("a/README.md", False, "a/index.md"),
        ("index.md", True, "index.md"),
    ],
)
def test_the_markdown_stands_beside_the_page(path: str, directories: bool, expected: str) -> None:
    kb = compile_vault(Vault.of({path: ""}))

    assert markdown_of(kb, addresses(kb, directories=directories), NotePath(path)) == expected


def test_a_folder_of_that_name_stays() -> None:
    notes = {"graph.json/a.md": "", "a.md": "", "a/index.md.md": ""}
    kb = compile_vault(Vault.of(notes))

    assert "graph.json" not in files(notes)
    assert markdown_of(kb, addresses(kb), NotePath("a.md")) is None


# -- the others


def test_where_no_markdown_is_published_llms_txt_leads_to_the_pages() -> None:
    found = files({"a b.md": ""}, SiteInfo(), Settings(publish_markdown=False))

    assert "- [a b](a%20b/)\n" in found["llms.txt"]


def test_a_title_is_no_markup_in_llms_txt() -> None:
    found = files({"a.md": '---\ntitle: "x](y) <b> *c*\\n# d"\n---\n'}, SiteInfo())

    assert r"- [x\](y) \<b\> \*c\* # d](a/index.md)" in found["llms.txt"]


def test_a_readme_without_a_page_is_in_no_list() -> None:
    found = files({"README.md": "---\ndate: 2024-01-01\n---\n# Hidden", "index.md": "# Home"})

    assert "Hidden" not in found["llms.txt"]
    assert "feed.xml" not in found


def test_a_feed_has_the_notes_with_a_day_newest_first() -> None:
    notes = {
        "a.md": "---\ntitle: A & <b>\ndate: 2024-01-02\n---\nThe first. Second.",
        "b.md": "---\nupdated: '2024-03-01T10:00'\ntags: [x]\n---\n",
        "c.md": "---\ndate: soon\n---\n",
        "d.md": "---\ndate: 2024-01-02\n---\n",
    }
    channel = ElementTree.fromstring(files(notes)["feed.xml"])[0]

    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == ["b", "A & <b>", "d"]
    assert items[0].findtext("link") == "https://example.com/k8s/b/"
    day = parsedate_to_datetime(items[0].findtext("pubDate") or "")
    assert day.isoformat() == "2024-03-01T00:00:00+00:00"
    assert items[1].findtext("description") == "The first."


def test_no_feed_without_the_address_of_the_site() -> None:
    assert "feed.xml" not in files({"a.md": "---\ndate: 2024-01-02\n---\n"}, SiteInfo())


def test_a_feed_is_well_formed_whatever_a_title_holds() -> None:
    text = '---\ntitle: "\\x01 \\uFFFE </title><x> &amp; \\U0001F600"\ndate: 2024-01-02\n---\n'

    feed = ElementTree.fromstring(files({"a.md": text})["feed.xml"])

    [title] = [each.text or "" for each in feed.findall("channel/item/title")]
    assert title.endswith("</title><x> &amp; \U0001f600")


def test_what_only_a_comment_asks_for_is_in_no_published_graph() -> None:
    notes = {"a.md": "%% [[secret plan]] [[b]] %%", "b.md": ""}
    found = files(notes, settings=Settings(comments="count"))

    assert "secret plan" not in found["graph.json"]
    assert json.loads(found["graph.json"])["edges"][0]["target"] == "b.md"


def test_attachments_have_their_address_in_the_graph() -> None:
    graph = json.loads(files({"a.md": "![[x y.png]]"}, attachments=("p/x y.png",))["graph.json"])
    [node] = [node for node in graph["nodes"] if node["kind"] == "attachment"]

    assert (node["id"], node["url"]) == ("p/x y.png", "p/x%20y.png")


def test_the_links_stand_in_the_head() -> None:
    html = with_alternates("<head><title>a</title></head><p></head>", "a/b/", "a/b/index.md", feed=True)

    assert html.count("<link ") == 2
    assert html.index("<link ") < html.index("</head>")
    assert 'href="index.md"' in html
    assert 'href="../../feed.xml"' in html
