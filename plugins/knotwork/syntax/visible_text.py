"""What a reader sees of inline content, as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from markdown_it.token import Token

from knotwork.model.names import shown_as
from knotwork.model.note import HIDDEN
from knotwork.model.patterns import lazy_regex
from knotwork.syntax.wikilink import WikilinkParts

_AROUND = frozenset(("link_open", "link_close", "cross_reference_open", "cross_reference_close"))
_NO_PROSE = frozenset(("code_inline", "keys", "math_inline", "math_inline_double"))
_HIDDEN = re.compile(f"{HIDDEN}+")
_WORD = re.compile("[^ ]+")
_BREAKS = frozenset(("softbreak", "hardbreak"))
_RAW_TAG = lazy_regex(r"<(/?)(?:a|code|kbd|pre|samp|script|style|var)\b", re.IGNORECASE)


def visible_text(tokens: Sequence[Token], *, tags: bool = True, breaks: str = " ") -> str:
    """What a reader sees of inline tokens; `tags=False` leaves tags out."""
    return "".join([text for text, _ in _parts(tokens, tags=tags, breaks=breaks)])


def text_and_hidden(tokens: Sequence[Token]) -> tuple[str, tuple[int, ...]]:
    """The visible text without tags on one line; and the start and end of each stretch that is no prose."""
    if len(tokens) == 1 and tokens[0].type == "text":
        text = tokens[0].content
        text = text.strip(" ") if _is_one_line(text) else " ".join(text.split())
        return text, ()
    parts = _parts(tokens, tags=False, breaks=" ")
    whole = "".join([part for part, _ in parts])
    if _is_one_line(whole):
        text = whole.lstrip(" ")
        return text.rstrip(" "), _words(parts, len(text) - len(whole))
    bare = "".join([part if is_prose else _hidden(part) for part, is_prose in parts])
    hidden = _HIDDEN.finditer(" ".join(bare.split()))
    return " ".join(whole.split()), tuple(chain.from_iterable(stretch.span() for stretch in hidden))


def _words(parts: Sequence[tuple[str, bool]], at: int) -> tuple[int, ...]:
    """The start and end of each word in the parts that are no prose; the first of all stands at `at`."""
    hidden: list[int] = []
    for part, is_prose in parts:
        for word in () if is_prose else _WORD.finditer(part):
            start, end = word.span()
            if hidden and hidden[-1] == at + start:
                hidden[-1] = at + end
            else:
                hidden += (at + start, at + end)
        at += len(part)
    return tuple(hidden)


def shown(written: WikilinkParts) -> str:
    """What a wikilink shows when it is drawn without knowing its target."""
    return written.display or shown_as(written.target, written.subpath)


def _is_one_line(text: str) -> bool:
    """Whether all space in a text is single blanks."""
    return text.isprintable() and "  " not in text


def _hidden(text: str) -> str:
    """The text with `HIDDEN` for each character; space in it is one space."""
    words = " ".join([HIDDEN * len(word) for word in text.split()])
    if not words:
        return text
    before, behind = " " * text[0].isspace(), " " * text[-1].isspace()
    return f"{before}{words}{behind}"


def _parts(tokens: Sequence[Token], *, tags: bool, breaks: str) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it is prose: no code, no formula, no image, no link."""
    around = 0
    parts: list[tuple[str, bool]] = []
    for token in tokens:
        kind = token.type
        if kind == "text" or kind == "emoji":
            parts.append((token.content, not around))
        elif kind in _AROUND:
            around += token.nesting
        elif kind in _NO_PROSE:
            parts.append((token.content, False))
        elif kind in _BREAKS:
            parts.append((breaks, True))
        elif kind == "wikilink":
            parts.append((shown(token.meta["written"]), False))
        elif kind == "tag":
            if tags:
                parts.append((f"#{token.content}", False))
        elif kind == "image":
            parts.append((visible_text(token.children or [], tags=tags, breaks=breaks), False))
        elif kind == "html_inline":
            raw = _RAW_TAG.match(token.content)
            if raw and "</" not in token.content[1:]:
                around = max(0, around - 1) if raw[1] else around + 1
    return parts
