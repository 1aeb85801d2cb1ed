"""What is true of the sections below every note: mentions, excerpts, and the graph around it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html

from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.mentions import is_whole
from knotwork.model.names import NotePath
from knotwork.model.note import HIDDEN
from knotwork.site.addresses import addresses
from knotwork.site.render import render_context
from knotwork.site.views.excerpt import excerpt, marked
from knotwork.site.views.graph_label import short, width
from knotwork.site.views.local_graph import MOST, SIZE, Drawing, _label, drawing, local_graph
from knotwork.site.views.page import View
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault
from markdown_strategies import LINKS, WORDS, clean_texts, vault_texts

NAMED = ("Note.md", "Pod Spec.md", "größe.md", "日本語.md", "k8s.md", "Note x.md")
EMPTY = dict.fromkeys(NAMED, "")
NO_PROSE = "a|code|kbd|pre|samp|script|style|var|math"


# -- mentions


@given(vault_texts)
@example("[[a|\u2028b]] `c\x1c`")
def test_prose_is_the_text_with_what_is_none_hidden(text: str) -> None:
    for context in read_note(NotePath("a.md"), text).contexts:
        assert len(context.prose) == len(context.text)
        for said, shown in zip(context.prose, context.text, strict=True):
            assert said in (shown, HIDDEN)


@given(clean_texts)
@example("Note[[a|b]]")
@example("**Note** [Note](b.md) `Note` <code>Note</code> Note-x Notes\n\nPod Spec")
@example("größe [[größe]] <a href='x'>k8s</a> x")
def test_a_mention_is_a_name_outside_links_and_code(text: str) -> None:
    kb = compile_vault(Vault.of({**EMPTY, "a.md": text}))
    site = addresses(kb)

    for target, found in kb.mentions.items():
        for each in found:
            note = kb.notes[each.source]
            context = note.contexts[each.context]
            name = context.text[each.start : each.end]
            assert name.lower() == kb.notes[target].title.lower()
            assert is_whole(context.text, each.start, each.end)
            shown = render_context(kb, note.path, context.cut, site, site.note(target))
            assert name in _prose(shown)


@given(
    st.lists(st.sampled_from((*WORDS, *LINKS, " ", "\n\n", "note ", "pod spec")), max_size=20).map("".join)
)
def test_no_note_is_mentioned_where_it_is_linked(text: str) -> None:
    kb = compile_vault(Vault.of({**EMPTY, "a.md": text}))

    for target, found in kb.mentions.items():
        linking = {edge.source for edge in kb.graph.backlinks.get(target, ())}
        assert not linking & {each.source for each in found}
        assert target not in {each.source for each in found}


def _prose(shown: str) -> str:
    """What stands in HTML outside links and code, as a browser reads it."""
    tree = html.fragment_fromstring(shown, create_parent="div")
    texts = tree.xpath(f".//text()[not(ancestor::*[contains('|{NO_PROSE}|', concat('|', name(), '|'))])]")
    return " ".join("".join(texts).split())


# -- excerpts

INLINE = st.recursive(
    st.sampled_from(("word ", "a & b ", "Note ", "ü", " ", "x" * 40, "&lt;b&gt; ")).map(
        lambda text: text.replace("& ", "&amp; ")
    )
    | st.just("<br>"),
    lambda inner: st.tuples(st.sampled_from(("em", "strong", "code", "a", "span")), st.lists(inner)).map(
        lambda each: f"<{each[0]}>{''.join(each[1])}</{each[0]}>"
    ),
    max_leaves=30,
)


@given(st.lists(INLINE).map("".join), st.lists(INLINE).map("".join))
def test_an_excerpt_is_balanced_holds_the_mark_and_is_short(before: str, after: str) -> None:
    cut = excerpt(f"{before}<mark>Here</mark>{after}", 60)

    assert "<mark>Here</mark>" in cut
    assert _balance(cut) == []
    # the last word may be longer, and marks stand where something is left out
    assert len(html.fragment_fromstring(cut, create_parent="div").text_content()) <= 60 + 50 + len("…  …")


def test_a_long_word_is_cut_and_no_character_reference_is() -> None:
    assert excerpt("a" * 500, 60) == f"{'a' * 110} …"
    assert excerpt(f"{'a' * 108}&amp;{'a' * 500}", 60) == f"{'a' * 108} …"
    assert excerpt(f"{'a' * 105}&amp;{'a' * 500}", 60) == f"{'a' * 105}&amp; …"
    assert excerpt(f"word {'a' * 105}", 60) == f"word {'a' * 105}"


@given(st.lists(INLINE).map("".join))
def test_only_prose_is_marked_and_nothing_else_changes(text: str) -> None:
    found = marked(text, "note")

    if found is None:
        assert not re.search(r"\bNote\b", _prose(text)) or "<" in text
    else:
        assert found.count("<mark>") == 1
        assert found.replace("<mark>", "").replace("</mark>", "") == text
        tree = html.fragment_fromstring(found, create_parent="div")
        assert not tree.xpath("//mark[ancestor::a or ancestor::code]")
        assert tree.xpath("string(//mark)") == "Note"


def _balance(text: str) -> list[str]:
    """The elements that are left open, or closed without being open."""
    left: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "br":
                left.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if left and left[-1] == tag:
                left.pop()
            else:
                left.append(f"/{tag}")

    Reader().feed(text)
    return left


# -- the graph around a note

PATHS = st.integers(0, 60).map(lambda number: NotePath(f"n{number}.md"))
FAR_ONES = st.dictionaries(
    st.integers(0, 150).map(lambda n: NotePath(f"f{n}.md")), st.integers(0, 99), max_size=120
)


@given(st.lists(PATHS, min_size=1, max_size=40, unique=True), FAR_ONES)
def test_all_spots_lie_in_the_box_and_none_on_another(near: list[NotePath], far: dict[NotePath, int]) -> None:
    parents = {path: near[index % len(near)] for path, index in far.items()}
    drawn = drawing(near, parents)

    assert drawn == drawing(near, parents)
    spots = [*drawn.near, *drawn.far]
    assert {spot.path for spot in spots} == {*near, *far}
    assert all(abs(spot.x) <= 210 and abs(spot.y) <= drawn.half_height - 8 for spot in spots)
    assert len({(spot.x, spot.y) for spot in (*drawn.near, *drawn.far[:50])} | {(0, 0)}) == 1 + len(
        spots[: len(near) + 50]
    )


TITLES = st.text("iWm 日本<&\"'", min_size=1, max_size=60)


@given(
    st.lists(TITLES, min_size=1, max_size=40, unique_by=lambda title: " ".join(title.split())), st.booleans()
)
def test_no_label_lies_on_another_or_leaves_the_box(titles: list[str], ringed: bool) -> None:
    notes = {
        f"n{number}.md": f"---\ntitle: {_quoted(title)}\n---\n[[a]]" for number, title in enumerate(titles)
    }
    kb = compile_vault(Vault.of({"a.md": "", "f.md": "", **notes}))
    near = [path for path in kb.notes if path.startswith("n")]
    drawn = drawing(near, {NotePath("f.md"): near[0]} if ringed else {})
    boxes = [_box(View(kb, addresses(kb)), drawn, index) for index in range(len(near))]

    for index, (left, top, right, bottom) in enumerate(boxes):
        assert -220 <= left < right <= 220
        assert -drawn.half_height <= top < bottom <= drawn.half_height
        for other in boxes[:index]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def _box(view: View, drawn: Drawing, index: int) -> tuple[float, float, float, float]:
    """Where a neighbour's label stands, as its attributes say: left, top, right, bottom."""
    spot = drawn.near[index]
    given = dict(re.findall(r'(\w+)="([^"]*)"', _label(view, spot, drawn)))
    wide = width(short(" ".join(view.kb.notes[spot.path].title.split())[:120], drawn.room))
    x, y = spot.x + int(given.get("x", 0)), spot.y + int(given["y"])
    left = {"kw-start": x, "kw-end": x - wide}.get(given.get("class", ""), x - wide / 2)
    return left, y - 11, left + wide, y + 4


def _quoted(title: str) -> str:
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'


@settings(max_examples=30)
@given(st.integers(1, 90), st.integers(0, 60), TITLES)
@example(90, 60, "日" * 60)
@example(14, 60, '"' * 60)
def test_a_graph_is_small_whatever_the_vault(near: int, far: int, title: str) -> None:
    notes = {"a.md": " ".join(f"[[n{number}]]" for number in range(near))}
    for number in range(near):
        links = " ".join(f"[[f{number} {other} {'x' * (number % 40)}]]" for other in range(min(far, 14)))
        notes[f"n{number}.md"] = f"---\ntitle: {_quoted(f'{number} {title}')}\n---\n{links}"
        notes |= {f"f{number} {other} {'x' * (number % 40)}.md": "" for other in range(min(far, 14))}
    kb = compile_vault(Vault.of(notes))
    drawn = local_graph(View(kb, addresses(kb)), NotePath("a.md"))
    tree = html.fragment_fromstring(drawn)

    assert len(drawn.encode()) <= SIZE
    links = [link.get("xlink:href") for link in tree.iter("a")]
    assert 1 <= len(links) == len(set(links)) < MOST
    assert len(tree.xpath(".//circle")) == 1 + len(links)
    assert tree.xpath(".//a[not(normalize-space())]") == []


def test_a_note_without_links_has_no_graph() -> None:
    kb = compile_vault(Vault.of({"a.md": "[[a]] [[nowhere]] [[b.png]]", "b.md": ""}, ["b.png"]))

    assert local_graph(View(kb, addresses(kb)), NotePath("a.md")) == ""
