"""Limits of what is read in running text."""

from __future__ import annotations

import pytest

from knotwork.model.dialect import Dialect
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.syntax.abbreviations import MOST
from knotwork.syntax.bare_address import LONGEST
from knotwork.syntax.reader import read_note
from knotwork.syntax.symbols import LONGEST_QUOTED
from plain_html import plain_html


def read(text: str) -> Note:
    return read_note(NotePath("a.md"), text)


@pytest.mark.parametrize(("length", "links"), [(LONGEST, 1), (LONGEST + 1, 0)])
@pytest.mark.parametrize("start", ["https://x.y/", "www.x.y/"])
def test_a_longer_address_is_text(start: str, length: int, links: int) -> None:
    address = start + "a" * (length - len(start))

    note = read(f"see {address} there")

    assert len(note.urls) == links
    assert f">{address}</a>" in plain_html(note) if links else f"see {address} there" in plain_html(note)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("+".join(["a"] * 10).join(["++", "++"]), True),
        ("+".join(["a"] * 11).join(["++", "++"]), False),
        ('++"' + "a" * 40 + '"++', True),
        ('++"' + "a" * 41 + '"++', False),
        ("x^" + "a" * 100 + "^", True),
        ("x^" + "a" * 101 + "^", False),
        ("x~" + "a" * 100 + "~", True),
        ("x~" + "a" * 101 + "~", False),
        ("`#!" + "a" * 40 + " x`", False),
        ("A\n\n*[A]: " + "a" * 2001, True),
        ("A\n\n*[A]: " + "a" * 2002, False),
        ("A" * 200 + "\n\n*[" + "A" * 200 + "]: b", True),
        ("A" * 201 + "\n\n*[" + "A" * 201 + "]: b", False),
        ("\\(x^2 + " + "y" * 3990 + "\\)", True),
        ("\\(x^2 + " + "y" * 3991 + "\\)", False),
    ],
)
def test_what_is_longer_is_text(text: str, drawn: bool) -> None:
    html = plain_html(read(text))

    assert any(tag in html for tag in ("<kbd", "<sup", "<sub", "<abbr", "<math", "kw-tex")) is drawn


@pytest.mark.parametrize(("more", "drawn"), [(0, True), (1, False)])
def test_a_note_has_so_many_abbreviations_and_further_definitions_are_text(more: int, drawn: bool) -> None:
    names = [f"A{number}" for number in range(MOST + more)]
    note = read("".join(f"*[{name}]: b\n" for name in names) + f"\n{names[-1]}\n")

    assert (f'<abbr title="b">{names[-1]}</abbr>' in plain_html(note)) is drawn
    assert (f"*[{names[-1]}]: b" in plain_html(note)) is not drawn


@pytest.mark.parametrize(
    ("length", "quotes"), [(LONGEST_QUOTED, "“a”"), (LONGEST_QUOTED + 1, "&quot;a&quot;")]
)
def test_quotes_of_a_longer_paragraph_stay(length: int, quotes: str) -> None:
    text = '"a" ' + "b" * (length - 4)

    assert quotes in plain_html(read_note(NotePath("a.md"), text, Dialect(symbols=("quotes",))))
