"""Lines that read as properties, `key: value` in the spellings of many programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knotwork.model.note import Property
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import INVISIBLE, Lines, Position, Span

QUOTES = "\"'`*“”‘’«»"
_SIGN = "::|:=|[:=\uff1a\ufe55\ufe13\ua789\u2236\uff1d]"
"""What may stand between a name and its value; some look like a colon and are none."""
_BEFORE = r"[-*+>]\s+|[-\u2010-\u2015]{2,}\s*|#\+|:|//+\s*|\[[^\]\n]{0,20}\]:\s*#?\s*[(\"']"
"""What may stand before a name: marks of lists and front matter, comments and keywords of other formats."""
_AFTER = lazy_regex(r"(?<=\w)(?:\s+-{2,}|[)\]\"'])$")
_PAIR = re.compile(rf"\s*(?:{_BEFORE})?[{QUOTES}]*([^\W\d][\w.\-]*)[{QUOTES}]*\s*(?:{_SIGN})(.*)", re.DOTALL)
_FLOW = lazy_regex(rf"[{{,\[]\s*[{QUOTES}]*([^\W\d][\w.\-]*)[{QUOTES}]*\s*(?:{_SIGN})([^,{{}}\[\]]*)")
_WORDS = lazy_regex(r"\s*([^\W\d][\w.\-]*)\s+(\w+)\s*")


def properties_in(lines: Lines, first: int, last: int) -> Iterator[Property]:
    """The properties in some lines, whatever stands around them; lines are 1-based, `last` included."""
    for number in range(first, last + 1):
        for line in visible_lines(lines.line(number)):
            yield from properties_of(line, number, lines)


def visible_lines(line: str) -> list[str]:
    """A line without invisible characters, cut where other programs see a line break."""
    return INVISIBLE.sub("", line).splitlines() or [""]


def properties_of(line: str, number: int, lines: Lines, *, words: bool = False) -> Iterator[Property]:
    """The properties in a line, whose number is 1-based: one, or several in `{a: 1, b: 2}`.

    With `words`, two words with nothing between them are a property as well: `publish false`.
    """
    flow = line.lstrip().startswith(("{", "[", '"')) and not line.lstrip().startswith(("{{", "{%", "{:"))
    matches = (
        list(_FLOW.finditer(line if line.lstrip().startswith(("{", "[")) else "{" + line)) if flow else []
    )
    whole = matches or [match for match in (_PAIR.match(line),) if match]
    if not whole and words:
        whole = [match for match in (_WORDS.fullmatch(line),) if match]
    for match in whole:
        value = _AFTER.sub("", match[2].partition(" #")[0].strip().rstrip(",;").rstrip())
        yield Property(match[1], value, value_span(lines, number, match[1], value))


def value_span(lines: Lines, number: int, key: str, value: str) -> Span:
    """The span of a property's value in its line; where there is none, the end of its key or of the line."""
    line = lines.line(number)
    at = line.find(value, line.find(key) + len(key)) if value else -1
    start = at + 1 if at >= 0 else len(line.rstrip()) + 1
    return Span(Position(number, start), Position(number, start + (len(value) if at >= 0 else 0)))
