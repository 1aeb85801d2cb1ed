"""Heading ids are those that the functions of other programs make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions import toc
from pymdownx import slugs

from knotwork.model.heading_ids import HeadingIds
from markdown_strategies import WORDS

_TEXTS = st.lists(st.sampled_from((*WORDS, " ", "  ", "-", "_", ".", "&", "İ", "ß", "ž", "<b>", "/"))).map(
    "".join
)


@given(text=_TEXTS | st.text(max_size=8), separator=st.sampled_from("-_"))
def test_those_of_mkdocs(text: str, separator: str) -> None:
    assert HeadingIds(style="mkdocs", separator=separator).of(text) == toc.slugify(text, separator)


@given(
    text=_TEXTS | st.text(max_size=8),
    case=st.sampled_from(("none", "lower", "lower-ascii", "fold")),
    normalize=st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")),
    percent_encode=st.booleans(),
)
def test_those_of_pymdownx(text: str, case: str, normalize: str, percent_encode: bool) -> None:
    options = {"case": case, "normalize": normalize, "percent_encode": percent_encode}
    text = text.encode("utf-8", "replace").decode("utf-8")

    ids = HeadingIds(style="pymdownx", **options)  # type: ignore[arg-type]

    assert ids.of(text) == slugs.slugify(**options)(text, "-")


@pytest.mark.parametrize(("text", "shown"), [("A  b", "a--b"), ("Über: x", "über-x")])
def test_those_of_github(text: str, shown: str) -> None:
    assert HeadingIds(style="github").of(text) == shown
