"""List items as a person counts them: marker by marker, line by line, knowing nothing of the reader."""

from __future__ import annotations

import re

_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_RULE = re.compile(r"[ \t]*([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")


def written_items(text: str) -> list[tuple[int, str]]:
    """Line number and text of each list marker that is no code, comment or property."""
    found: list[tuple[int, str]] = []
    reading = _Reading()
    start = _FRONT_MATTER.match(text)
    skipped = text[: start.end()].count("\n") if start else 0
    for number, line in enumerate(text.split("\n"), 1):
        if number > skipped:
            found += [(number, line)] * reading.markers(line.expandtabs(4))
    return found


class _Reading:
    """What the lines so far say about the next one."""

    def __init__(self) -> None:
        self.fence = ""
        self.comment = ""
        self.blank = True
        self.listed = False
        """Whether indented lines may belong to a list item."""

    def markers(self, line: str) -> int:
        """How many list items a line opens."""
        bare = _unquoted(line)
        if self._is_hidden(bare):
            return 0
        if not bare.strip():
            self.blank = True
            return 0
        indent = len(bare) - len(bare.lstrip())
        if indent >= 4 and self.blank and not self.listed:
            return 0
        count, rest = self._count(bare)
        if count:
            self.listed = True
        elif indent == 0 and self.blank:
            self.listed = False
        self.blank = False
        self._open(rest)
        return count

    def _is_hidden(self, line: str) -> bool:
        if self.fence:
            if re.fullmatch(rf"\s*{self.fence}+\s*", line):
                self.fence = ""
            return True
        if self.comment:
            if self.comment in line:
                self.comment = ""
            return True
        return False

    def _count(self, line: str) -> tuple[int, str]:
        rest, count = line.lstrip(), 0
        while not _RULE.match(rest) and (match := _MARKER.match(rest)):
            rest, count = rest[match.end() :], count + 1
        return count, rest

    def _open(self, rest: str) -> None:
        fence = _FENCE.match(rest.strip())
        if fence and not (fence[1][0] == "`" and "`" in fence[2]):
            self.fence = fence[1]
        elif _CODE.sub("", rest).count("%%") % 2:
            self.comment = "%%"
        elif "<!--" in _CODE.sub("", rest) and "-->" not in rest.rpartition("<!--")[2]:
            self.comment = "-->"


def _unquoted(line: str) -> str:
    while match := _QUOTE.match(line):
        line = line[match.end() :]
    return line
