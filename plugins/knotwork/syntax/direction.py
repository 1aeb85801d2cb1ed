"""Lists, quotes and tables that begin in Arabic or Hebrew run from right to left, their marks at the right.

The first letter decides, as it does for the direction of a paragraph, which the style sheet gives; code says
nothing.
"""

from __future__ import annotations

import re
from unicodedata import bidirectional

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from knotwork.model.patterns import lazy_regex

_RIGHT_TO_LEFT = lazy_regex(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""What a text without such letters has nowhere."""
_BLOCKS = frozenset(
    ("bullet_list_open", "ordered_list_open", "blockquote_open", "admonition_open", "table_open")
)
_CODE = lazy_regex(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


def direction(md: MarkdownIt) -> None:
    """Register the rule that gives such blocks `dir="rtl"`."""
    md.core.ruler.push("direction", _direction)


def _direction(state: StateCore) -> None:
    if state.src.isascii() or not _RIGHT_TO_LEFT.search(state.src):
        return
    waiting: list[Token] = []
    for token in state.tokens:
        if token.type in _BLOCKS:
            waiting.append(token)
        elif waiting and token.type == "inline" and (side := _side(token.content)):
            if side != "L":
                for block in waiting:
                    block.attrSet("dir", "rtl")
            waiting.clear()
        elif token.type.endswith("_close") and token.type.replace("_close", "_open") in _BLOCKS and waiting:
            waiting.pop()  # a block without letters


def _side(text: str) -> str:
    """The direction of a text's first letter: `L`, `R` or `AL`; empty for a text without letters."""
    sides = (bidirectional(sign) for sign in _CODE.sub("", text))
    return next((side for side in sides if side in ("L", "R", "AL")), "")
