"""A text of JSON as Markdown reads it, with the place of each character in the file."""

from __future__ import annotations

import re
from bisect import bisect_right

from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Position, Span
from knotwork.syntax.json_values import JsonValue

_ESCAPED = lazy_regex(
    r"\\r\\n|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|\r\n?",
    re.DOTALL,
)
_SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\n", "t": "\t"}
_LOST = lazy_regex("[\0\ud800-\udfff]")


class EscapedText:
    """What a text between double quotes says; line breaks are `\\n`."""

    def __init__(self, file: Lines, value: JsonValue) -> None:
        self._file = file
        parts, self._plain, self._written = [], [0], [value.start + 1]
        length, at = 0, value.start + 1
        for escape in _ESCAPED.finditer(file.text, at, value.end - 1):
            sign = _sign(escape[0])
            parts += [file.text[at : escape.start()], sign]
            length += escape.start() - at + len(sign)
            at = escape.end()
            self._plain.append(length)
            self._written.append(at)
        plain = "".join((*parts, file.text[at : value.end - 1]))
        self.lines = Lines(_LOST.sub("\ufffd", plain.replace("\ufeff", " ")))

    def span(self, span: Span) -> Span:
        """The place in the file of a stretch of the text."""
        start = self.lines.offset(span.start)
        end = max(start, self.lines.offset(span.end))
        # an end belongs to the character before it: what is escaped behind it is not part of the stretch
        return self._file.span(
            self._offset(start), self._offset(end - 1, behind=True) if end > start else self._offset(start)
        )

    def line(self, line: int) -> int:
        """The line of the file on which a line of the text begins."""
        return self._file.position(self._offset(self.lines.offset(Position(line, 1)))).line

    def _offset(self, at: int, *, behind: bool = False) -> int:
        """Where a character is written, or what follows it."""
        index = bisect_right(self._plain, at) - 1
        start = self._written[index] + at - self._plain[index]
        if not behind:
            return start
        is_last = index + 1 < len(self._plain) and at + 1 == self._plain[index + 1]
        return self._written[index + 1] if is_last else start + 1


def _sign(escape: str) -> str:
    if escape[0] == "\r" or escape == "\\r\\n":
        return "\n"
    if escape[1] != "u":
        return _SIGNS.get(escape[1], escape[1])
    if len(escape) == 6:
        return chr(int(escape[2:], 16))
    high, low = int(escape[2:6], 16), int(escape[8:], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
