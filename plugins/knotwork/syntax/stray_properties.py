"""Properties that stand at the top of a note, but not as front matter: `publish: false` closed by `----`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knotwork.note import Property, StrayProperties
from knotwork.text import Lines, Position, Span

_INVISIBLE = dict.fromkeys(
    map(ord, "\ufeff\ufffd\ufffe\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064")
)
_QUOTES = "\"'`*“”‘’«»"
_SIGN = "::|:=|[:=\uff1a\ufe55\ufe13\ua789\u2236\uff1d]"
"""What may stand between a name and its value; some look like a colon and are none."""
_PAIR = re.compile(
    rf"\s*(?:[-*+>]\s+)?[{_QUOTES}]*([^\W\d][\w.\-]*)[{_QUOTES}]*\s*(?:{_SIGN})(.*)", re.DOTALL
)
_FLOW = re.compile(rf"[{{,\[]\s*[{_QUOTES}]*([^\W\d][\w.\-]*)[{_QUOTES}]*\s*(?:{_SIGN})([^,{{}}\[\]]*)")
_WORDS = re.compile(r"\s*([^\W\d][\w.\-]*)\s+(\w+)\s*")
_MARK = re.compile(r"\s*(?:([-=_+*;~.\u2010-\u2015\u2212])(?:\s*\1){2,}\s*[a-z]{0,5}|[{}\[\]],?)\s*(?:#.*)?")
_BELOW = re.compile(r"\s+\S|\s*[-*+]\s|\s*\[[\w.\-]+\]\s*$|\s*#")
"""What stands below a property: a list, an indented line, the head of a table in TOML, a comment."""
_COMMENTS = {"<!--": "-->", "%%": "%%"}

_RULE = re.compile(
    r"^[ \t>]*(?:-{3,}|\+{3,}|\*{3,}|_{3,}|={3,}|\u2014{2,})[ \t]*(?:(?:ya?ml|toml)[ \t]*)?$", re.MULTILINE
)
_FENCE = re.compile(r"(?:```+|~~~+)[ \t]*\w*[ \t]*")
_BELOW_TEXT = "text stands above it"

_MOST_LINES = 200
_LONGEST_MARK = 120
_USUAL = frozenset(
    "title tags tag aliases alias date created updated modified publish published draft private description "
    "author authors permalink slug cssclasses cssclass categories layout".split()
)


def properties_in(lines: Lines, first: int, last: int) -> Iterator[Property]:
    """The properties in some lines, whatever stands around them; lines are 1-based, `last` included."""
    for number in range(first, last + 1):
        for line in _split(lines.line(number)):
            yield from _pairs(line, number, lines)


def stray_properties(lines: Lines, start: int, code: Sequence[Span]) -> StrayProperties | None:
    """The properties at the top of a note's body, which begins at the offset `start`, else those between
    two marks further below that stand in no block of code; None without any.
    """
    first = lines.position(start).line
    head = _head(lines, first)
    if head.properties:
        span, why = _reason(head, lines, first)
        return StrayProperties(span, why, tuple(head.properties), head.is_marked)
    found = list(_blocks(lines, first, code))
    if not found:
        return None
    opened, _ = found[0]
    properties = tuple(each for _, block in found for each in block)
    return StrayProperties(_line(lines, opened), _BELOW_TEXT, properties, True)


def is_usual(stray: StrayProperties) -> bool:
    """Whether the names are those of front matter, so that a person must have meant some."""
    if stray.why == _BELOW_TEXT:  # two rules with a definition between them may be just that
        return False
    usual = any(each.key in _USUAL for each in stray.properties)
    plain = not any(str(each.value).startswith(("#", "[[")) for each in stray.properties)
    return usual and (stray.marked or (plain and len(stray.properties) > 1))


@dataclass(slots=True)
class _Head:
    """What stands at the top of a note, up to the first line that can be no front matter."""

    properties: list[Property] = field(default_factory=list)
    opened: int | None = None
    """The line of the first mark."""
    closed: int | None = None
    late: bool = False
    """Whether a comment or a heading stands above."""
    in_comment: bool = False

    @property
    def is_marked(self) -> bool:
        return self.opened is not None or self.closed is not None or self.in_comment


def _head(lines: Lines, first: int) -> _Head:
    head = _Head()
    number, last = first, min(len(lines.starts), first + _MOST_LINES)
    while number <= last:
        for line in _split(lines.line(number)):
            if not line.strip():
                if head.properties and not head.is_marked:
                    return head
            elif not head.properties and (end := _comment_end(lines, number, line, last)) is not None:
                found = list(properties_in(lines, number, end))
                head.late, number = True, end
                if found and head.opened is None:
                    head.properties, head.in_comment = found, True
                    return head
                break
            elif len(line) <= _LONGEST_MARK and _MARK.fullmatch(line):
                if head.properties:
                    head.closed = number
                    return head
                head.opened = number
            elif found := list(_pairs(line, number, lines, words=head.opened is not None)):
                if head.late and head.opened is None:
                    return head  # `publish: false` below a heading is a sentence
                head.properties += found
            elif head.opened is None and not head.properties and _may_stand_above(line, number, lines):
                head.late = True
            elif not (head.opened is not None and _BELOW.match(line)):
                return head
        number += 1
    return head


def _blocks(lines: Lines, first: int, code: Sequence[Span]) -> Iterator[tuple[int, list[Property]]]:
    """The blocks of nothing but properties between two marks, with the line of the first mark."""
    starts = [span.start.line for span in code]  # in order, and none within another
    opened: int | None = None
    for match in _RULE.finditer(lines.text, lines.starts[first - 1]):
        number = lines.position(match.start()).line
        above = bisect_right(starts, number) - 1
        if above >= 0 and number <= code[above].end.line:
            opened = None
            continue
        if opened is not None and 1 < number - opened <= _MOST_LINES:
            found = _only_properties(lines, opened + 1, number - 1)
            if found:
                yield opened, found
        opened = number


def _only_properties(lines: Lines, first: int, last: int) -> list[Property]:
    """The properties in some lines; none when there is another line among them."""
    found: list[Property] = []
    for number in range(first, last + 1):
        line = lines.line(number).lstrip("> \t").translate(_INVISIBLE)
        pairs = list(_pairs(line, number, lines))
        if not pairs and line.strip() and not (found and _BELOW.match(lines.line(number))):
            return []
        found += pairs
    return found


def _reason(head: _Head, lines: Lines, first: int) -> tuple[Span, str]:
    """The line that keeps the properties from being read, and why."""
    if head.in_comment:
        return head.properties[0].span, "it stands in a comment"
    if head.opened is None:
        return head.properties[0].span, "no line of `---` stands above it"
    opening = lines.line(head.opened)
    if opening.translate(_INVISIBLE) == "---" != opening:
        return _line(lines, head.opened), "characters that nobody sees stand before it"
    if opening.rstrip(" \t") != "---":
        return _line(lines, head.opened), "its first line must be `---`"
    if head.opened != 1:
        why = "it does not begin in the first line" if first == 1 else "it is the second one"
        return _line(lines, head.opened), why
    if head.closed is None:
        return _line(lines, head.opened), "it is never closed by a line of `---`"
    if lines.line(head.closed).rstrip(" \t") not in ("---", "..."):
        return _line(lines, head.closed), "its last line must be `---`"
    return head.properties[0].span, "a blank is missing behind a colon"


def _line(lines: Lines, number: int) -> Span:
    return lines.span(lines.starts[number - 1], lines.end(number))


def _split(line: str) -> list[str]:
    """A line without what nobody sees, and at the breaks that other programs know."""
    return line.translate(_INVISIBLE).splitlines() or [""]


def _may_stand_above(line: str, number: int, lines: Lines) -> bool:
    """Whether people put such a line above front matter: a title, YAML's own head, a fence around it."""
    fence = _FENCE.fullmatch(line) is not None and lines.line(number + 1).strip() == "---"
    return fence or line.startswith(("# ", "%YAML", "#!"))


def _comment_end(lines: Lines, number: int, line: str, last: int) -> int | None:
    """The last line of the comment that a line opens with; None when there is none."""
    for opening, closing in _COMMENTS.items():
        if line.lstrip().startswith(opening):
            if closing in line.lstrip()[len(opening) :]:
                return number
            return next((n for n in range(number + 1, last + 1) if closing in lines.line(n)), last)
    return None


def _pairs(line: str, number: int, lines: Lines, *, words: bool = False) -> Iterator[Property]:
    flow = line.lstrip().startswith(("{", "[", '"')) and not line.lstrip().startswith(("{{", "{%", "{:"))
    matches = (
        list(_FLOW.finditer(line if line.lstrip().startswith(("{", "[")) else "{" + line)) if flow else []
    )
    whole = matches or [match for match in (_PAIR.match(line),) if match]
    if not whole and words:
        whole = [match for match in (_WORDS.fullmatch(line),) if match]
    for match in whole:
        value = match[2].partition(" #")[0].strip().rstrip(",;").rstrip()
        yield Property(match[1], value, _place(lines, number, match[1], value))


def _place(lines: Lines, number: int, key: str, value: str) -> Span:
    """Where a value stands in its line, which may hold more than what was read of it."""
    line = lines.line(number)
    at = line.find(value, line.find(key) + len(key)) if value else -1
    start = at + 1 if at >= 0 else len(line.rstrip()) + 1
    return Span(Position(number, start), Position(number, start + (len(value) if at >= 0 else 0)))
