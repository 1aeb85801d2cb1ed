"""What a reader sees of inline content, as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from knotwork.model.names import shown_as
from knotwork.model.note import HIDDEN
from knotwork.syntax.wikilink import WikilinkParts

_RAW_TAG = re.compile(r"<(/?)(?:a|code|kbd|pre|samp|script|style|var)\b", re.IGNORECASE)


def visible_text(tokens: Sequence[Token], *, tags: bool = True, breaks: str = " ") -> str:
    """What a reader sees of inline tokens; `tags=False` leaves tags out."""
    return "".join([text for text, _ in _parts(tokens, tags=tags, breaks=breaks)])


def text_and_prose(tokens: Sequence[Token]) -> tuple[str, str]:
    """The visible text without tags on one line; and the same, `HIDDEN` for each character of no prose."""
    if len(tokens) == 1 and tokens[0].type == "text":
        text = tokens[0].content
        text = text.strip(" ") if _is_one_line(text) else " ".join(text.split())
        return text, text
    parts = list(_parts(tokens, tags=False, breaks=" "))
    text = "".join([part for part, _ in parts])
    one_line = _is_one_line(text)
    text = text.strip(" ") if one_line else " ".join(text.split())
    if all(is_prose for _, is_prose in parts):
        return text, text
    prose = "".join([part if is_prose else _hidden(part) for part, is_prose in parts])
    return text, prose.strip(" ") if one_line else " ".join(prose.split())


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


def _parts(tokens: Sequence[Token], *, tags: bool, breaks: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, each with whether it is prose: no code, no formula, no image, no link."""
    around = 0
    for token in tokens:
        match token.type:
            case "text" | "emoji":
                yield token.content, not around
            case "code_inline" | "keys" | "math_inline" | "math_inline_double":
                yield token.content, False
            case "softbreak" | "hardbreak":
                yield breaks, True
            case "wikilink":
                yield shown(token.meta["written"]), False
            case "tag" if tags:
                yield f"#{token.content}", False
            case "image":
                yield visible_text(token.children or [], tags=tags, breaks=breaks), False
            case "link_open" | "link_close" | "cross_reference_open" | "cross_reference_close":
                around += token.nesting
            case "html_inline" if (raw := _RAW_TAG.match(token.content)) and "</" not in token.content[1:]:
                around = max(0, around - 1) if raw[1] else around + 1
