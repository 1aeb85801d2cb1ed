"""A long value that a terminal or an editor broke into several lines: a key, a token, an address."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_VALUED = lazy_regex(
    r"[ ]*(?:- +)*(?P<key>[\w./-]+:)[ ]+(?P<value>[^\s\"'#|>&*!{\[]\S*)[ \t]*$", re.MULTILINE
)
_PIECE = lazy_regex(r"[ \t]*(?P<piece>[\w+/=.%?&~-]+)[ \t]*$", re.MULTILINE)
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_ADDRESS = re.compile(r"\w+://")
_LONG = 30
"""A value of so many characters without a space may be broken into lines."""
_LINES = 100
"""The most lines above that are looked at."""


def wrapped_value(text: str, start: int, place: int) -> Cause | None:
    """The cause: the line of a place goes on with the value of a field above; None: it is another."""
    line = line_start(text, place, start)
    piece = _PIECE.match(text, line)
    if piece is None or (field := _field_above(text, start, line)) is None:
        return None
    value, written = field["value"], piece["piece"]
    is_encoded = _ENCODED.fullmatch(value) and _ENCODED.fullmatch(written) and any(map(str.isdigit, value))
    is_address = _ADDRESS.match(value) and ("/" in written or "." in written)
    if len(value) < _LONG or not (is_encoded or is_address):
        return None
    at = piece.start("piece")
    return Cause(
        at, f"the value of `{field['key']}` goes on in this line", "Join it to the line above.", "slip"
    )


def _field_above(text: str, start: int, line: int) -> re.Match[str] | None:
    """The field whose value the lines above an offset may be pieces of."""
    for _ in range(_LINES):
        if line <= start:
            return None
        line = line_above(text, line, start)
        if (field := _VALUED.match(text, line)) is not None:
            return field
        if _PIECE.match(text, line) is None or line_end(text, line) - line < _LONG:
            return None
    return None
