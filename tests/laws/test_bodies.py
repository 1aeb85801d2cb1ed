"""A Body gives the pieces it was made of, whole or a stretch of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotwork.model.body import (
    Body,
    EmbedSlot,
    FenceSlot,
    FragmentHref,
    HeadingEnd,
    Id,
    Piece,
    RawHtml,
    TabAttribute,
    TagSlot,
)
from knotwork.model.names import Anchor

PIECES: st.SearchStrategy[list[Piece]] = st.lists(
    st.sampled_from(("", "<p>", "é" * 40, Id(Anchor("a")), TagSlot(0), EmbedSlot(1, block=True))), max_size=70
)


@given(PIECES, st.data())
def test_a_stretch_of_a_body_is_that_of_its_pieces(pieces: list[Piece], data: st.DataObject) -> None:
    body = Body.of(pieces)
    start = data.draw(st.integers(0, len(pieces)))
    end = data.draw(st.integers(start, len(pieces)))

    assert body.pieces == tuple(pieces)
    assert body.stretch((start, end)) == tuple(pieces[start:end])
    assert body.embeds == tuple((at, 1) for at, piece in enumerate(pieces) if isinstance(piece, EmbedSlot))


@pytest.mark.parametrize("count", [14, 15, 16, 30, 31, 45, 46, 65_535, 65_536])
def test_a_body_may_have_any_number_of_pieces(count: int) -> None:
    pieces = [str(number) for number in range(count)]
    body = Body.of(pieces)

    assert body.pieces == tuple(pieces)
    assert body.stretch((count - 2, count)) == tuple(pieces[-2:])
    assert body.stretch((0, count)) == tuple(pieces)


def test_an_outline_has_the_size_of_each_piece_and_the_ids() -> None:
    heading = HeadingEnd(2, Anchor("b"))
    pieces: list[Piece] = [
        *("", "<h2", Id(Anchor("b")), ">é", heading, RawHtml("<b>"), FenceSlot(0), TagSlot(0)),
        *(TabAttribute("id", "1_1"), TabAttribute("for", "1_1"), FragmentHref(Anchor("c")), FenceSlot(1)),
    ]
    body = Body.of(pieces)

    assert body.ids == ("b", "__tabbed_1_1")
    assert body.sizes == (
        *(0, 3, len(' id="b"'), 2, len(heading.html), 3, -1, None),
        *(len(' id="__tabbed_1_1"'), len(' for="__tabbed_1_1"'), len(' href="#c"'), -2),
    )
    assert (Body().sizes, Body().ids) == ((), ())
