"""What is true of places: offsets, lines and columns, and the maps of inline content."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from knotwork.model.text import Lines, Position, SourceMap, Span, normalized
from knotwork.syntax.markdown import markdown
from markdown_strategies import vault_texts


@given(vault_texts)
def test_offset_and_position_are_inverse(text: str) -> None:
    lines = Lines(normalized(text))

    for offset in range(len(lines.text) + 1):
        position = lines.position(offset)
        assert lines.offset(position) == offset
        assert lines.span(offset, offset) == Span(position, position)
        assert (
            lines.line(position.line)[position.column - 1 :] == lines.text[offset : lines.end(position.line)]
        )


@given(vault_texts)
def test_lines_make_the_text(text: str) -> None:
    lines = Lines(normalized(text))

    assert "\n".join(lines.line(n) for n in range(1, len(lines.starts) + 1)) == lines.text
    assert all("\n" not in lines.line(n) for n in range(1, len(lines.starts) + 1))
    assert lines.line(0) == lines.line(len(lines.starts) + 1) == ""


@given(vault_texts, st.integers(1, 50), st.integers(1, 50))
def test_a_place_past_the_end_is_the_end(text: str, line: int, column: int) -> None:
    lines = Lines(normalized(text))

    assert 0 <= lines.offset(Position(line, column)) <= len(lines.text)


@given(vault_texts)
def test_inline_content_is_where_its_map_says(text: str) -> None:
    text = normalized(text)
    tokens = markdown().parse(text, {})

    for before, token in pairwise([Token("", "", 0), *tokens]):
        source = token.meta.get("source") if token.type == "inline" else None
        if source is None:
            continue
        for at, character in enumerate(token.content):
            there = text[source.offset(at)]
            # a tab may have become blanks, and an escaped bar has lost its backslash
            assert (
                there == character
                or (character, there) in ((" ", "\t"), ("|", "\\"))
                or (
                    # `!!! note` is titled "Note", `> [!my-own]` is titled "My own"
                    before.type == "admonition_title_open" and character.lower() in (there.lower(), " ")
                )
            )
            assert source.offset(at) < source.end(at + 1)


@given(vault_texts)
def test_a_shifted_map_is_the_map_of_the_rest(text: str) -> None:
    for token in markdown().parse(normalized(text), {}):
        source = token.meta.get("source") if token.type == "inline" else None
        if source is None:
            continue
        for by in range(len(token.content)):
            rest = source.shifted(by)
            assert [rest.offset(at) for at in range(len(token.content) - by)] == [
                source.offset(at) for at in range(by, len(token.content))
            ]


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_straight_map_only_adds(start: int, at: int) -> None:
    assert SourceMap.straight(start).offset(at) == start + at
