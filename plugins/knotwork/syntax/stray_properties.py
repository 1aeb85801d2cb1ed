"""Properties that are not read as front matter: `publish: false` closed by `----`, or as an inline field."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct, field

from knotwork.model.note import Property, StrayProperties
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import INVISIBLE, Lines, Span
from knotwork.syntax.property_lines import QUOTES, properties_in, properties_of, value_span, visible_lines

_DASH = r"\\?[-=+~\u2010-\u2015\u2212\uff0d\u30fc]"
_MARK = re.compile(
    rf"\s*(?:([-=_+*;~.\u2010-\u2015\u2212])(?:\s*\1){{2,}}\s*[a-z]{{0,5}}|{_DASH}{_DASH}(?:{_DASH})*"
    r"|[{}\[\]],?)\s*(?:#.*)?"
)
_BELOW = lazy_regex(r"\s+\S|\s*[-*+]\s|\s*\[[\w.\-]+\]\s*$|\s*#")
"""What stands below a property: a list, an indented line, the head of a table in TOML, a comment."""
_COMMENTS = {"<!--": "-->", "%%": "%%"}

_RULE = r"[ \t>]*(?:-{3,}|\+{3,}|\*{3,}|_{3,}|={3,}|\.{3}|\u2014{2,})[ \t]*(?:(?:ya?ml|toml)[ \t]*)?$"
_FIRST_RULE, _LATER_RULE = re.compile(_RULE, re.MULTILINE), re.compile(f"\n{_RULE}", re.MULTILINE)
"""A line break at the front makes the search several times as fast."""
_FENCE = re.compile(r"(?:```+|~~~+)[ \t]*\w*[ \t]*")
_ITEM = r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?"
_IN_ITEM = lazy_regex(rf"[ \t>]*{_ITEM}")
_FIELD = lazy_regex(
    rf"[ \t>]*(?:{_ITEM})?[{QUOTES}_]{{0,3}}([^\W\d][\w.\-]{{0,60}})"
    rf"[{QUOTES}_]{{0,3}}[ \t]*::(?!:)(.*)"
)
_BRACKETED_FIELD = lazy_regex(r"[\[(][ \t]*([^\W\d][\w.\-]{0,60})[ \t]*::(?!:)([^\])\n]{0,60})[\])]")
_BELOW_TEXT = "there is text above it"
_INLINE = "it is an inline field"
_UNMARKED = "there is no line of `---` above it"

_MOST_LINES, _MOST_FIELDS = 200, 20
_LONGEST_MARK = 120
_USUAL = frozenset(
    "title tags tag aliases alias date created updated modified publish published draft private description "
    "author authors permalink slug cssclasses cssclass categories layout hidden unlisted public".split()
)


def stray_properties(lines: Lines, start: int, code: Sequence[Span]) -> tuple[StrayProperties, ...]:
    """The properties outside of front matter, in a note whose body begins at the offset `start`.

    Those at the top come first; then those further below, that stand in no block of code: between two
    marks, right above one, below the title, and in inline fields.
    """
    first = lines.position(start).line
    strays: list[StrayProperties] = []
    head = _head(lines, first)
    if head.properties:
        span, why = _reason(head, lines, first)
        strays.append(StrayProperties(span, why, tuple(head.properties), head.is_marked))
    elif start == 0 and code and (fenced := _fenced(lines, code[0])):
        why = "it is in a block of code"
        strays.append(StrayProperties(_line(lines, code[0].start.line), why, tuple(fenced), True))
    rules = list(_rules(lines, first, code))
    for opened, block in _blocks(lines, rules):
        strays.append(StrayProperties(_line(lines, opened), _BELOW_TEXT, tuple(block), True))
    strays += [_unmarked(block) for block in _above_rules(lines, first, rules)]
    if below := _below_title(lines, first):
        strays.append(_unmarked(below))
    fields = _fields(lines, first, code)
    strays += [StrayProperties(inline.span, _INLINE, (inline,), False) for inline in fields]
    return tuple(strays)


def is_usual(stray: StrayProperties) -> bool:
    """Whether the names are those of front matter, so that a person must have meant some."""
    if stray.why in (_BELOW_TEXT, _INLINE):  # two rules with a definition between them may be just that
        return False
    usual = any(property_.key in _USUAL for property_ in stray.properties)
    plain = not any(str(property_.value).startswith(("#", "[[")) for property_ in stray.properties)
    return usual and (stray.marked or (plain and len(stray.properties) > 1))


class _Head(Struct):
    """What stands at the top of a note, up to the first line that can be no front matter."""

    properties: list[Property] = field(default_factory=list)
    opened: int | None = None
    """The line of the first mark."""
    closed: int | None = None
    late: bool = False
    """Whether a comment or a heading stands above."""
    in_comment: bool = False
    in_lines: bool = False
    """Whether that comment has several lines."""

    @property
    def is_marked(self) -> bool:
        return self.opened is not None or self.closed is not None or self.in_lines


def _head(lines: Lines, first: int) -> _Head:
    head = _Head()
    number, last = first, min(len(lines.starts), first + _MOST_LINES)
    while number <= last:
        for line in visible_lines(lines.line(number)):
            if not line.strip():
                if head.properties and not head.is_marked:
                    return head
            elif not head.properties and (end := _comment_end(lines, number, line, last)) is not None:
                properties = list(_in_comment(lines, number, end))
                head.late, in_lines, number = True, end > number, end
                if properties and head.opened is None:
                    head.properties, head.in_comment, head.in_lines = properties, True, in_lines
                    return head
                break
            elif len(line) <= _LONGEST_MARK and _MARK.fullmatch(line):
                if head.properties:
                    head.closed = number
                    return head
                head.opened = number
            elif properties := list(properties_of(line, number, lines, words=head.opened is not None)):
                if head.late and head.opened is None:
                    return head  # `publish: false` below a heading is a sentence
                head.properties += properties
            elif head.opened is None and not head.properties and _may_stand_above(line, number, lines):
                head.late = True
            elif not (head.opened is not None and _BELOW.match(line)):
                return head
        number += 1
    return head


def _fenced(lines: Lines, fence: Span) -> list[Property]:
    """The properties in a block of code at the very top that holds nothing else, with usual names only."""
    if lines.text[: lines.starts[fence.start.line - 1]].strip():
        return []
    first, last = fence.start.line + 1, fence.end.line - 1
    bare = {number for number in range(first, last + 1) if _MARK.fullmatch(lines.line(number))}
    properties: list[Property] = []
    for number in sorted(set(range(first, min(last, first + _MOST_LINES) + 1)) - bare):
        pairs = _only_properties(lines, number, number)
        line = lines.line(number)
        if not pairs and line.strip() and not _BELOW.match(line):
            return []
        if not (properties and line[:1].isspace() and not bare):
            properties += pairs
    return properties if all(property_.key.lower() in _USUAL for property_ in properties) else []


def _rules(lines: Lines, first: int, code: Sequence[Span]) -> Iterator[tuple[int, bool]]:
    """The lines that are marks, and whether they stand in a block of code."""
    starts = [span.start.line for span in code]  # in order, and none within another
    start = lines.starts[first - 1]
    if _FIRST_RULE.match(lines.text, start):
        yield first, _is_code(first, starts, code)
    for match in _LATER_RULE.finditer(lines.text, start):
        number = lines.position(match.start() + 1).line
        yield number, _is_code(number, starts, code)


def _is_code(number: int, starts: Sequence[int], code: Sequence[Span]) -> bool:
    above = bisect_right(starts, number) - 1
    return above >= 0 and number <= code[above].end.line


def _blocks(lines: Lines, rules: Sequence[tuple[int, bool]]) -> Iterator[tuple[int, list[Property]]]:
    """The blocks of nothing but properties between two marks, with the line of the first mark."""
    opened: int | None = None
    for number, in_code in rules:
        if in_code:
            opened = None
            continue
        if opened is not None and 1 < number - opened <= _MOST_LINES:
            properties = _only_properties(lines, opened + 1, number - 1)
            if properties:
                yield opened, properties
        opened = number


def _above_rules(lines: Lines, first: int, rules: Sequence[tuple[int, bool]]) -> Iterator[list[Property]]:
    """The properties in the lines right above a mark: of the mark before them something is left."""
    for number, in_code in rules:
        properties: list[Property] = []
        above = number - 1
        while not in_code and above >= first and (pairs := list(properties_in(lines, above, above))):
            properties = [*pairs, *properties]
            above -= 1
        if properties:
            yield properties


def _below_title(lines: Lines, first: int) -> list[Property]:
    """The properties below the title, as Notion exports them: a paragraph of several, and of nothing else."""
    number, last = first, len(lines.starts)
    while number <= last and not lines.line(number).strip():
        number += 1
    if number > last or not lines.line(number).startswith("# "):
        return []
    number += 1
    while number <= last and not lines.line(number).strip():
        number += 1
    end = number
    while end <= last and end - number < _MOST_LINES and lines.line(end).strip():
        end += 1
    properties = _only_properties(lines, number, end - 1)
    return properties if len(properties) > 1 else []


def _fields(lines: Lines, first: int, code: Sequence[Span]) -> Iterator[Property]:
    """Dataview's and Logseq's inline fields: `name:: value` as a line, `[name:: value]` within one.

    In an item of a list `[draft:: true]` is about the item; `[publish:: false]` may be about the note.
    """
    starts = [span.start.line for span in code]
    at = lines.text.find("::", lines.starts[first - 1])
    while at >= 0:
        number = lines.position(at).line
        line = lines.line(number)
        if not _is_code(number, starts, code):
            matches = [match for match in (_FIELD.match(line),) if match]
            for match in [*matches, *islice(_BRACKETED_FIELD.finditer(line), _MOST_FIELDS)]:
                of_item = _IN_ITEM.match(line) is not None and "publish" not in match[1].lower()
                if line.count("`", 0, match.start(1)) % 2 == 0 and not of_item:
                    value = match[2].strip()
                    yield Property(match[1], value, value_span(lines, number, match[1], value))
        at = lines.text.find("::", max(at + 2, lines.end(number)))


def _unmarked(properties: list[Property]) -> StrayProperties:
    return StrayProperties(properties[0].span, _BELOW_TEXT, tuple(properties), False)


def _only_properties(lines: Lines, first: int, last: int) -> list[Property]:
    """The properties in some lines; none when there is another line among them."""
    properties: list[Property] = []
    for number in range(first, last + 1):
        line = INVISIBLE.sub("", lines.line(number).lstrip("> \t"))
        pairs = list(properties_of(line, number, lines))
        if not pairs and line.strip() and not (properties and _BELOW.match(lines.line(number))):
            return []
        properties += pairs
    return properties


def _reason(head: _Head, lines: Lines, first: int) -> tuple[Span, str]:
    """The line that keeps the properties from being read, and why."""
    if head.in_comment:
        return head.properties[0].span, "it is in a comment"
    if head.opened is None:
        return head.properties[0].span, _UNMARKED
    opening = lines.line(head.opened)
    if INVISIBLE.sub("", opening) == "---" != opening:
        return _line(lines, head.opened), "there are invisible characters before it"
    if opening.rstrip(" \t") != "---":
        return _line(lines, head.opened), "its first line must be `---`"
    if head.opened != 1:
        why = "it does not begin in the first line" if first == 1 else "it is the second one"
        return _line(lines, head.opened), why
    if head.closed is None:
        return _line(lines, head.opened), "it is never closed by a line of `---`"
    if lines.line(head.closed).rstrip(" \t") not in ("---", "..."):
        return _line(lines, head.closed), "its last line must be `---`"
    return head.properties[0].span, "a space is missing after a colon"


def _line(lines: Lines, number: int) -> Span:
    return lines.span(lines.starts[number - 1], lines.end(number))


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


def _in_comment(lines: Lines, first: int, last: int) -> Iterator[Property]:
    """The properties in the lines of a comment, also in the one that opens it."""
    for number in range(first, last + 1):
        for line in visible_lines(lines.line(number)):
            text = line.strip()
            for opening, closing in _COMMENTS.items():
                text = text.removeprefix(opening).removesuffix(closing)
            yield from properties_of(text, number, lines)
