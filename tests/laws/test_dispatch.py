"""A parser that tries few rules finds what one that tries all of them finds."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from knotwork.model.dialect import Dialect
from knotwork.syntax.markdown import markdown, slow_markdown
from markdown_strategies import vault_texts

FOUND = ("references", "ids", "parse_problems", "open_comments", "spaced_links", "too_deep")
"""What a parser leaves beside its tokens."""


@cache
def _slow(dialect: Dialect) -> MarkdownIt:
    return slow_markdown(dialect)


DIALECTS = st.builds(
    Dialect, tag_style=st.sampled_from(("strict", "lenient")), html=st.sampled_from(("sanitize", "trust"))
)


@given(text=vault_texts, dialect=DIALECTS)
def test_no_rule_is_missed(text: str, dialect: Dialect) -> None:
    fast: dict[str, Any] = {}
    slow: dict[str, Any] = {}
    tokens = markdown(dialect).parse(text, fast)

    assert tokens == _slow(dialect).parse(text, slow)
    assert [fast.get(key) for key in FOUND] == [slow.get(key) for key in FOUND]
