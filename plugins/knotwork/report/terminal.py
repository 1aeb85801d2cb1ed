"""Text for a terminal: without control characters, its width, its colours."""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TextIO

from knotwork.model.patterns import lazy_regex
from knotwork.model.text import LONE_SURROGATE

# Control characters, lone surrogates, line separators and the marks that turn the writing direction.
_TURNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSHOWN = lazy_regex(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_TURNS}\ud800-\udfff]")
_HARMFUL = lazy_regex(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_TURNS}\ud800-\udfff]")
_STYLES = {
    "bold": "1",
    "dim": "2",
    "error": "1;38;5;160",
    "warning": "1;38;5;130",
    "info": "1;38;5;30",
    "fixed": "1;38;5;28",
    "gutter": "38;5;243",
}
"""By SGR codes. The colours are of the 256 that are the same on every terminal, and of a lightness that is
read on black and on white: of the sixteen named ones, blue is lost on black and yellow on white."""


def has_colours(stream: TextIO) -> bool:
    """Whether what is written to a stream is coloured: on a terminal, unless NO_COLOR is set, and with
    FORCE_COLOR. (https://no-color.org, https://force-color.org)
    """
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


def visible(text: str) -> str:
    """The text on one line, with control characters replaced by visible ones."""
    return _UNSHOWN.sub(_picture, text)


def harmless(text: str) -> str:
    """The same, with its line breaks and tabs: for output of another program that a log may show."""
    return _HARMFUL.sub(_picture, text)


def encodable(text: str) -> str:
    """The text without lone surrogates, which no encoding can write."""
    return LONE_SURROGATE.sub("\ufffd", text)


def width(character: str) -> int:
    """How many cells of a terminal a character takes: none, one or two."""
    if character.isascii():
        return 1
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    if "\u1160" <= character <= "\u11ff":  # parts of decomposed Hangul, drawn into the cell before
        return 0
    return int(character == "\xad" or unicodedata.category(character) not in ("Mn", "Me", "Cf"))


def text_width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(map(width, text))


def painted(text: str, style: str, colour: bool) -> str:
    """The text in a colour, if there are colours."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if colour and text else text


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
