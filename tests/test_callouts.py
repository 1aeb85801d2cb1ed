"""Obsidian's callouts become Material's admonitions, with every title and text in its place."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from knotwork.syntax.admonition import admonition
from knotwork.syntax.callout import callouts
from knotwork.syntax.source_maps import source_maps

_TYPES = {
    "note": "note",
    "abstract": "abstract summary tldr",
    "info": "info todo",
    "tip": "tip hint important",
    "success": "success check done",
    "question": "question help faq",
    "warning": "warning caution attention",
    "failure": "failure fail missing",
    "danger": "danger error",
    "bug": "bug",
    "example": "example",
    "quote": "quote cite",
}


def parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False}).enable("table")
    for syntax in (source_maps, admonition, callouts):
        syntax(md)
    return md


def rendered(text: str) -> str:
    return str(parser().render(text)).replace("\n", "")


def box(classes: str, title: str, content: str = "") -> str:
    return f'<div class="admonition {classes}"><p class="admonition-title">{title}</p>{content}</div>'


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for kind, names in _TYPES.items() for name in names.split()]
)
def test_every_type_and_alias_has_materials_class(name: str, kind: str) -> None:
    assert rendered(f"> [!{name}] T\n> text") == box(kind, "T", "<p>text</p>")
    assert rendered(f"> [!{name.upper()}]") == box(kind, name.capitalize())


@pytest.mark.parametrize(
    ("sentence", "text", "expected"),
    [
        ("an unknown type looks like a note", "> [!my-own] T", box("note my-own", "T")),
        ("its title is the type", "> [!my-own type]", box("note my-own-type", "My own type")),
        ("metadata is ignored", "> [!tip|wide left] T", box("tip", "T")),
        ("no blank is needed before the title", "> [!tip]T", box("tip", "T")),
        ("a title has markup", "> [!tip] *a* `b`", box("tip", "<em>a</em> <code>b</code>")),
        ("blanks around the title are dropped", "> [!tip]   a   \n> b", box("tip", "a", "<p>b</p>")),
        ("lazy lines belong to it", "> [!tip] a\nb", box("tip", "a", "<p>b</p>")),
        (
            "the content is blocks",
            "> [!tip]\n> - a\n>\n> b",
            box("tip", "Tip", "<ul><li>a</li></ul><p>b</p>"),
        ),
        (
            "a line below the title is no underline",
            "> [!tip] T\n> ---\n> a",
            box("tip", "T", "<hr /><p>a</p>"),
        ),
        ("but it is one below text", "> [!tip] T\n> a\n> ---", box("tip", "T", "<h2>a</h2>")),
        ("nested", "> [!tip] a\n> > [!bug] b\n> > c", box("tip", "a", box("bug", "b", "<p>c</p>"))),
        (
            "a quote in it stays a quote",
            "> [!tip]\n> > a",
            box("tip", "Tip", "<blockquote><p>a</p></blockquote>"),
        ),
        ("in a quote", "> > [!tip] a", f"<blockquote>{box('tip', 'a')}</blockquote>"),
        ("in a list", "- > [!tip] a\n  > b", f"<ul><li>{box('tip', 'a', '<p>b</p>')}</li></ul>"),
        (
            "with an admonition",
            "> [!tip] a\n> !!! bug\n>     b",
            box("tip", "a", box("bug", "Bug", "<p>b</p>")),
        ),
    ],
)
def test_a_callout(sentence: str, text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(("sign", "state"), [("-", ""), ("+", ' open="open"')])
def test_a_foldable_callout_is_details(sign: str, state: str) -> None:
    expected = f'<details class="tip"{state}><summary>T</summary><p>a</p></details>'

    assert rendered(f"> [!hint]{sign} T\n> a") == expected


@pytest.mark.parametrize(
    "text",
    ["> text\n> [!note] T", "> [note] T", "> [!] T", "[!note] T", "> `[!note]` T", "> [!note](url) T", ">"],
)
def test_a_quote_without_a_marker_at_its_start_is_no_callout(text: str) -> None:
    assert "admonition" not in rendered(text)


@pytest.mark.parametrize(
    "text",
    [
        "> [!tip]- My *title*\n>   first\n> second",
        "- a\n\n  > > [!tip|x]   My title  \n  > >\t first\n  > second",
        "> [!tip] My title\n> first\n> ===",
        "> [!tip]\n> first\n\nsecond",
    ],
)
def test_title_and_text_know_their_places(text: str) -> None:
    inline = [token for token in parser().parse(text) if token.type == "inline"]

    for token in inline:
        source = token.meta["source"]
        words = token.content.split()
        start, end = source.offset(0), source.end(len(token.content))
        assert text[start:end].split()[0].lower() == words[0].lower()
        assert text[start:end].split()[-1].lower() == words[-1].lower()
        assert token.map is not None
        assert token.map[0] == text.count("\n", 0, start)


def test_levels_are_those_of_nested_tokens() -> None:
    tokens = parser().parse("> [!tip] a\n> b\n> > [!bug]\n>\n> c")

    level = 0
    for token in tokens:
        level -= token.nesting == -1
        assert token.level == level, token
        level += token.nesting == 1
