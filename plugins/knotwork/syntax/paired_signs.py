r"""Text between two signs: `==marked==`, `^^inserted^^`, `A^T^A`, `H~2~O`.

What is raised or lowered has no space in it but `\ `, and belongs to what it stands beside. So `2^32-2^16`,
`~/bin:~/sbin`, `5:19.03~3-0~ubuntu`, `^foo|^bar` and a footnote that is not there stay text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_inline import StateInline

_ENDS = frozenset(")]}*_`'\"\u2019\u201d")
"""What, beside letters and digits, raised or lowered text may belong to."""


def marks(md: MarkdownIt) -> None:
    """Register `==marked==` beside emphasis; what is marked may hold links, tags and other markup."""
    md.inline.ruler.before("emphasis", "mark", _double("mark", "mark", "="))


def insertions(md: MarkdownIt) -> None:
    """Register `^^inserted^^`, which may hold the same."""
    md.inline.ruler.before("emphasis", "insertion", _double("insertion", "ins", "^"))


def superscripts(md: MarkdownIt) -> None:
    """Register `A^T^A`."""
    md.inline.ruler.before("emphasis", "superscript", _single("superscript", "sup", "^"))


def subscripts(md: MarkdownIt) -> None:
    """Register `H~2~O`; behind a digit only digits are lowered, for `5.4~rc1~dfsg` is a version."""
    md.inline.ruler.before(
        "emphasis",
        "subscript",
        _single("subscript", "sub", "~", lambda before, inside: not before.isdigit() or inside.isdigit()),
    )


def _double(name: str, tag: str, sign: str) -> RuleFuncInlineType:
    one = re.escape(sign)
    # Up to the next two signs and no further, so that a text full of them is read once.
    pattern = re.compile(rf"{one}{one}(?![\s{one}])((?:[^{one}]|{one}(?!{one}))+)(?<!\s){one}{one}(?!{one})")

    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is None:
            return False
        if not silent:
            _write(state, name, tag, sign * 2, match.span(1))
        state.pos = match.end()
        return True

    return rule


def _single(
    name: str, tag: str, sign: str, fits: Callable[[str, str], bool] = lambda before, inside: True
) -> RuleFuncInlineType:
    one = re.escape(sign)
    pattern = re.compile(rf"{one}((?:[^\s\\{one}\[\]/|<>`$%]|\\ ){{1,100}}){one}(?!{one})")

    def rule(state: StateInline, silent: bool) -> bool:
        start = state.pos
        before = state.src[start - 1] if start else ""
        match = pattern.match(state.src, start, state.posMax)
        if match is None or before == sign:
            return False
        inside, after = match[1], state.src[match.end() : match.end() + 1]
        follows, goes_on = before.isalnum() or before in _ENDS, after.isalnum()
        if not (follows or (inside.isalnum() and not goes_on)) or not (inside.isalnum() or not goes_on):
            return False
        if not fits(before, inside):
            return False
        if not silent and "\\ " in inside:
            state.push(f"{name}_open", tag, 1).markup = sign
            state.push("text", "", 0).content = inside.replace("\\ ", " ")
            state.push(f"{name}_close", tag, -1).markup = sign
        elif not silent:
            _write(state, name, tag, sign, match.span(1))
        state.pos = match.end()
        return True

    return rule


def _write(state: StateInline, name: str, tag: str, markup: str, inside: tuple[int, int]) -> None:
    """Write an element around what is read in a stretch."""
    end = state.posMax
    state.pos, state.posMax = inside
    state.push(f"{name}_open", tag, 1).markup = markup
    state.md.inline.tokenize(state)
    state.push(f"{name}_close", tag, -1).markup = markup
    state.posMax = end
