"""A note's facts become bytes and the same facts again, whatever its front matter holds."""

from __future__ import annotations

import datetime
import re
from math import isnan
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from knotwork.model.names import NotePath
from knotwork.model.note import Property
from knotwork.model.text import FILE_START
from knotwork.syntax.reader import read_note
from knotwork.vault.note_encoding import decoded, encoded

PATH = NotePath("folder/a note.md")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=2**63)
    | st.floats(allow_nan=False)
    | TEXTS
    | st.binary(max_size=10)
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(datetime.UTC)).map(lambda moment: moment.replace(fold=0))
)
KEYS = SCALARS | st.tuples(SCALARS, SCALARS)
VALUES = st.recursive(
    SCALARS | st.sets(KEYS, max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(TEXTS, inner, max_size=3)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=3))
@example({"day": datetime.date(2024, 2, 29), "moment": datetime.datetime(2024, 2, 29, 1, 2, 3, 4)})
@example({"big": [2**64, 2**64 - 1, -(2**63), -(2**63) - 1]})
def test_every_value_of_a_property_survives(values: dict[str, Any]) -> None:
    declared = tuple(Property(name, value, FILE_START) for name, value in values.items())
    note = replace(read_note(PATH, "# A"), front_matter=values, declared=declared)

    data = encoded(note)

    assert data is not None
    again = decoded(data)
    assert again == note
    assert again is not None
    assert _typed(again.front_matter) == _typed(values)
    assert [_typed(prop.value) for prop in again.declared] == [*map(_typed, values.values())]


def _typed(value: Any) -> Any:
    """The value with the types in it: `True` is no 1, a date no text."""
    match value:
        case dict():
            return [(_typed(name), _typed(item)) for name, item in value.items()]
        case set():
            return "set", sorted(map(repr, value))
        case list() | tuple():
            return type(value).__name__, [*map(_typed, value)]
        case _:
            return type(value).__name__, repr(value)


NOTES = (
    "---\na: .nan\nb: 2024-01-01\nc: 2024-01-01T10:00:00+02:00\nd: !!set {x, y}\ne: !!binary aGk=\n"
    "f: {1: a, 2024-01-01: b}\ng: !!omap [a: 1]\nh: 0x10000000000000000000\n---\n# A\n",
    "private: true\n---\n# A\n",
    "# A #tag\n\n![[b#c|300]] [x](y.md) <b id='i'>b</b> ^id\n\n- [ ] a\n  - b\n\n```yaml\na: 1\n```\n\n"
    '| a | b |\n|---|---|\n| c | [[d]] |\n\nx[^1]\n\n[^1]: y\n\n=== "Tab"\n\n    z\n\n%% c %%\n',
)


def _shown(note: object) -> str:
    """What a note is written as, the members of its sets in one order."""
    return re.sub(r"\{('\w'(?:, '\w')+)\}", lambda members: str(sorted(members[1].split(", "))), repr(note))


@pytest.mark.parametrize("text", NOTES)
def test_a_note_survives(text: str) -> None:
    note = read_note(PATH, text)

    again = decoded(encoded(note) or b"")

    assert _shown(again) == _shown(note)
    assert again is not None
    assert again.body.pieces == note.body.pieces


def test_not_a_number_survives() -> None:
    note = decoded(encoded(read_note(PATH, NOTES[0])) or b"")

    assert note is not None
    assert isnan(note.front_matter["a"])


def test_a_value_that_bytes_cannot_hold_is_not_encoded() -> None:
    note = read_note(PATH, '---\na: "\\ud800"\n---\n')

    assert encoded(replace(note, front_matter={"a": "\ud800"})) is None
    assert encoded(replace(note, front_matter={"a": object()})) is None


@given(st.binary(max_size=60))
def test_other_bytes_are_no_note(data: bytes) -> None:
    assert decoded(data) is None


@given(st.data())
def test_half_a_note_is_no_note(data: st.DataObject) -> None:
    whole = encoded(read_note(PATH, NOTES[2])) or b""

    assert decoded(whole[: data.draw(st.integers(0, len(whole) - 1))]) is None
