"""A parser that tries few rules finds what one that tries all of them finds."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from knotwork.model.dialect import Dialect
from knotwork.syntax.markdown import markdown, slow_markdown
from markdown_strategies import vault_texts

INDENTS = ("", "", "", " ", "  ", "    ", "      ", "\t", "> ", "\u2003")
MARKERS = (
    *("- ", "- ", "* ", "1. ", "2. ", "10) ", "-", "1.", "-   ", "-\t", "-      ", "123456789. "),
    *("", "", "- [ ] ", "* [x] ", "- - "),
)
TEXTS = (
    *("word", "a [[b]] c", "**b** c", "`c` d", "_e_", "[[w", "3 apples", "日本", " x  ", "a | b", "^id"),
    *("", "- x", "1. x", "# h", "---", "===", "***", "> q", "```", "|--|", ": d", "[r]: b", "[^1]: f"),
    *("[a](b.md#c)", "[a](b)[c](d)", "[a [b](c) d](e)", '[a](b "t")', "![x](y)", "[](z)", "[x]()"),
    *("[x](é)", "[x](a%20b)", "[x](//h/p)", "[x](HTTP://A.b)", "[x](<a b>)", "[a_b_](c)", "[x](b\u00a0c)"),
)
lists = st.lists(
    st.tuples(st.sampled_from(INDENTS), st.sampled_from(MARKERS), st.sampled_from(TEXTS)).map("".join)
    | st.sampled_from(("", " ", ">")),
    min_size=2,
    max_size=9,
).map("\n".join)

addresses = st.lists(
    st.sampled_from((*"aZ09._~/?#=-%:", "%20", "%e9", "//", "https://", "a.b", "../", "www.", "A.b", "é")),
    min_size=1,
    max_size=8,
).map("".join)

FOUND = ("references", "ids", "parse_problems", "open_comments", "spaced_links", "too_deep")
"""What a parser leaves beside its tokens."""


@cache
def _slow(dialect: Dialect) -> MarkdownIt:
    return slow_markdown(dialect)


DIALECTS = st.builds(
    Dialect,
    tag_style=st.sampled_from(("strict", "lenient")),
    html=st.sampled_from(("sanitize", "trust")),
    linkify=st.booleans(),
    bracketed_math=st.booleans(),
    symbols=st.sampled_from(((), ("quotes", "dashes", "arrows", "ordinal_numbers"))),
    appended=st.sampled_from(("", "*[a]: b\n*[k8s]: c\n\n[r]: https://x.y\n")),
)


@given(text=vault_texts | lists, dialect=DIALECTS)
def test_no_rule_is_missed(text: str, dialect: Dialect) -> None:
    fast: dict[str, Any] = {}
    slow: dict[str, Any] = {}
    tokens = markdown(dialect).parse(text, fast)

    assert tokens == _slow(dialect).parse(text, slow)
    assert [fast.get(key) for key in FOUND] == [slow.get(key) for key in FOUND]


@given(address=addresses)
@example("https://" + ".".join(["abcdefghij"] * 30) + "/x")
def test_an_address_that_is_normal_stays_as_it_is(address: str) -> None:
    slow: list[Token] = _slow(Dialect()).parse(f"[x]({address})")

    assert markdown(Dialect()).parse(f"[x]({address})") == slow
