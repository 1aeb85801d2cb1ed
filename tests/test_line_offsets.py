"""The line around an offset is the one that the text has when it is cut into lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knotwork.model.line_offsets import is_alone, line_above, line_below, line_end, line_start
from knotwork.model.text import Lines

TEXTS = st.text("a \n", max_size=20)


@given(TEXTS, st.data())
def test_the_lines_around_an_offset(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    lines = Lines(text)
    number = lines.position(at).line
    start, end = lines.starts[number - 1], lines.end(number)

    assert line_start(text, at) == start
    assert line_end(text, at) == end
    assert line_above(text, start) == lines.starts[max(0, number - 2)]
    assert line_below(text, at) == (lines.starts[number] if number < len(lines.starts) else len(text))
    assert is_alone(text, at, at) == (not lines.line(number).strip())


@given(TEXTS, TEXTS, st.data())
def test_a_part_of_a_text_has_no_lines_above_and_below_it(above: str, text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    first, whole = len(above), f"{above}{text}"

    assert line_start(whole, first + at, first) == first + line_start(text, at)
    start = line_start(text, at)
    assert line_above(whole, first + start, first) == first + line_above(text, start)
    end = data.draw(st.integers(at, len(text)))
    assert line_below(text, at, end) == min(line_below(text, at), end)
