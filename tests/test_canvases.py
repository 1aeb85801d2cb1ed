"""Canvas files: their JSON with places, their limits, and what a renaming does to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.text import Lines, normalized
from knotwork.site.render import render_note
from knotwork.syntax import canvas_shapes
from knotwork.syntax.json_values import MAX_DEPTH, JsonProblem, JsonValue, json_value
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault

PATH = NotePath("a.canvas")
CARD = {"type": "text", "text": "x", "x": 0, "y": 0, "width": 250, "height": 60}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(value=JSON, ascii=st.booleans(), indent=st.none() | st.just(1))
def test_json_is_read_as_python_reads_it_and_each_value_has_its_place(
    value: Any, ascii: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii, indent=indent)
    read = json_value(text)

    assert plain(read) == value
    assert all(json.loads(text[each.start : each.end]) == plain(each) for each in values(read))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0),
        ("{", 1),
        ('{"a" 1}', 5),
        ('{"a": }', 6),
        ("[1 2]", 3),
        ("[1,]", 3),
        ("NaN", 0),
        ("01", 0),
        ("1" * 301, 0),
        ('"a', 0),
        (r'"\x"', 1),
        ("1 2", 2),
        ("[" * (MAX_DEPTH + 2), MAX_DEPTH + 1),
    ],
)
def test_what_is_no_json_has_its_place(text: str, at: int) -> None:
    with pytest.raises(JsonProblem) as error:
        json_value(text)

    assert error.value.at == at


@given(text=st.text(max_size=30), ascii=st.booleans())
def test_a_link_in_a_card_stands_in_the_file_where_it_says(text: str, ascii: bool) -> None:
    written = f"{text}\n\n[[Pöd 😀]]\n"
    file = normalized(json.dumps({"nodes": [{**CARD, "text": written}]}, ensure_ascii=ascii, indent=1))
    note = read_note(PATH, file)
    lines = Lines(file)

    assert all(link.raw == lines.slice(link.span) for link in note.links)
    in_card = {json.loads(f'"{link.raw}"') for link in note.links}
    assert "[[Pöd 😀]]" in in_card or "<" in text or "%%" in text or "`" in text or "$" in text or ":" in text


@pytest.mark.parametrize("most", [3, 4])
def test_cards_are_limited(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas_shapes, "MAX_CARDS", most)
    note = read(nodes=[{**CARD, "id": str(number)} for number in range(4)])

    assert html(note).count("<li ") == most
    assert [problem.message for problem in note.problems] == (
        ["more than 3 nodes: the rest is not drawn"] if most == 3 else []
    )


@pytest.mark.parametrize(
    ("key", "value", "is_said"),
    [
        ("x", 100_000, False),
        ("x", 100_001, True),
        ("y", -100_001, True),
        ("width", 20_000, False),
        ("width", 20_001, True),
        ("height", 10, False),
        ("height", 9, True),
        ("height", -1, True),
        ("height", "60", True),
        ("height", True, True),
        ("height", 10**299, True),
        ("x", 1e300, True),
    ],
)
def test_numbers_have_bounds(key: str, value: object, is_said: bool) -> None:
    note = read(nodes=[{**CARD, "id": "a", key: value}])

    assert [problem.rule for problem in note.problems] == ["broken-canvas"] * is_said
    assert "e+" not in html(note)


def test_many_cards_in_many_groups_are_drawn() -> None:
    groups = [{**CARD, "id": f"g{at}", "type": "group", "x": at, "width": 9000} for at in range(400)]
    cards = [{**CARD, "id": str(at), "type": "link", "url": "https://a.b", "x": at} for at in range(2000)]
    edges = [{"id": f"e{at}", "fromNode": "0", "toNode": str(at)} for at in range(2000)]
    note = read(nodes=[*groups, *cards], edges=edges)

    assert not note.problems
    assert html(note).count("<path ") == 2000


def test_ids_of_cards_do_not_clash() -> None:
    text = '# A\n\nx[^1]\n\n[^1]: note\n\n=== "t"\n\n    y\n'
    note = read(nodes=[{**CARD, "id": "a", "text": text}, {**CARD, "id": "b", "text": text, "y": 100}])
    ids = note.body.ids

    assert len(ids) > 6
    assert len(set(ids)) == len(ids)


def test_a_card_changes_nothing_of_the_next_one() -> None:
    html_of = html(
        read(nodes=[{**CARD, "id": "a", "text": "<div><b>\n\n```\nopen"}, {**CARD, "id": "b", "y": 99}])
    )

    assert html_of.count("<li ") == html_of.count("</li>") == 2
    assert html_of.index("</b></div>") < html_of.index("</li>")


def read(**canvas: object) -> Note:
    return read_note(PATH, json.dumps(canvas))


def html(note: Note) -> str:
    return render_note(compile_vault(Vault({note.path: note})), note.path)


def plain(value: JsonValue) -> Any:
    match value.value:
        case dict() as members:
            return {key: plain(member) for key, member in members.items()}
        case list() as items:
            return [plain(item) for item in items]
        case other:
            return other


def values(value: JsonValue) -> Iterator[JsonValue]:
    yield value
    inner = value.value
    for below in inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ():
        yield from values(below)
