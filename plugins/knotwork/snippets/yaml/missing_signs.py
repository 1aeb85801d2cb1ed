"""Signs that are missing in a line, or there once too often: a quote, a colon, the space behind one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knotwork.model.line_offsets import line_end, line_indent
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Sureness
from knotwork.snippets.yaml.block_texts import lines_outside_texts
from knotwork.snippets.yaml.slips import BrokenLine, Line

_HEAD = r"(?P<head>[ ]*(?:-[ ]+)*)"
_KEY = r"(?P<key>[A-Za-z][A-Za-z0-9_./-]{0,80})"
_STUCK = lazy_regex(rf"{_HEAD}(?:{_KEY}|(?P<quoted>\"[^\"\n]+\")(?=:[^/]))(?P<colon>:)(?=[^\s\\:/]|/(?!/))")
_STUCK_MARK = lazy_regex(rf"^{_HEAD}{_KEY}(?P<colon>:)(?=[|>][-+0-9]{{0,2}}[ \t]*$)", re.MULTILINE)
_VALUE = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[\[{][^\n]*|[^\s#\"'|>-]\S*)"
_NO_COLON = lazy_regex(rf"{_HEAD}{_KEY}(?:[ ]+(?P<value>{_VALUE}))?[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_STUCK_NUMBER = lazy_regex(
    rf"{_HEAD}(?P<key>[a-z][A-Za-z]*[a-z])(?P<value>\d+)[ \t]*(?:#[^\n]*)?$", re.MULTILINE
)
"""A key with its number, and nothing between them: `replicas3`."""
_EQUALS = lazy_regex(rf"{_HEAD}{_KEY}(?P<sign>[ ]*=[ ]*)(?=[^\s=]+[ \t]*$)", re.MULTILINE)
_TWO_COLONS = lazy_regex(
    rf"{_HEAD}{_KEY}:[ ]+(?P<value>[^\s:#\"'\[{{|>-][^\s:#]*)(?P<colon>:)[ \t]*$", re.MULTILINE
)
_COLON_FIRST = lazy_regex(rf"{_HEAD}{_KEY}:[ ]+(?P<colon>:[ ]+)(?=[^\s#])")
_OPENS = lazy_regex(rf"^{_HEAD}(?:{_KEY}:[ ]+)?(?P<quote>[\"'])(?P<text>[^\n]*)$", re.MULTILINE)
_PLAIN_KEY = lazy_regex(r"\"?[a-z][\w.-]*\"?")
_KEYS = lazy_regex(r"^[ ]*(?:-[ ]+)*([A-Za-z][A-Za-z0-9_./-]{0,80}):(?:[ ]|$)", re.MULTILINE)
_CURLY = ("\u201c", "\u201d", "\u201e", "\u2018", "\u2019", "\u00ab", "\u00bb", "\uff02", "\uff07")
"""Quotes of books, which editors write for those of a keyboard."""


def stuck_marks(text: str, start: int, place: int) -> Iterator[BrokenLine]:
    """The mark of a text on the lines below that is stuck to its key: `note:|`."""
    for stuck in _STUCK_MARK.finditer(text, start, line_end(text, place)):
        at, name = stuck.end("colon"), f"`{stuck['key']}:`"
        message, title = f"a space is missing after {name}", f"Write a space after {name}"
        yield BrokenLine(
            at=stuck.start("key"),
            message=message,
            help="Write `key: |`.",
            title=title,
            change=(at, at, " "),
            sureness=_of_space(stuck["key"]),
        )


def open_quotes(text: str, start: int, place: int) -> Iterator[BrokenLine]:
    """The first quote that is not closed in its line."""
    for match in _OPENS.finditer(text, start, line_end(text, place)):
        quote, inner = match["quote"], match["text"].rstrip(" \t")
        escaped = inner.replace("\\\\", "").replace('\\"', "") if quote == '"' else inner
        if escaped.count(quote) % 2 == 0:
            at = match.start("quote")
            last = match.start("text") + len(inner)
            curly = inner[-1:] in _CURLY and inner[-1]
            message = f"`{curly}` does not close this quote" if curly else "a quote is not closed"
            yield BrokenLine(
                at=at,
                message=message,
                help=f"Write `{quote}` in its place." if curly else "Close it.",
                title=f"Write `{quote}` at its end",
                change=(last - 1 if curly else last, last, quote),
                sureness="slip",
            )
            return


def missing_colons(text: str, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """A colon, or the space after one, that is missing in the line of the error or the one above."""
    for line in (*lines[max(0, index - 1) : index], lines[index]):
        if stuck := _STUCK.match(text, line.start):
            at = stuck.end("colon")
            group = "key" if stuck["key"] else "quoted"
            name = f"`{stuck[group]}:`"
            message = f"a space is missing after {name}"
            title = f"Write a space after {name}"
            yield BrokenLine(
                at=stuck.start(group),
                message=message,
                help="Write `key: value`.",
                title=title,
                change=(at, at, " "),
                sureness=_of_space(stuck[group]),
            )
        if double := _TWO_COLONS.match(text, line.start):
            at = double.start("colon")
            message = f"a colon too many behind `{double['value']}`"
            yield BrokenLine(
                at=at, message=message, help="Remove it.", title="Remove the colon", change=(at, at + 1, "")
            )
        if first := _COLON_FIRST.match(text, line.start):
            at, end = first.span("colon")
            message = f"a colon too many behind `{first['key']}:`"
            yield BrokenLine(
                at=at, message=message, help="Remove it.", title="Remove the colon", change=(at, end, "")
            )
        if equals := _EQUALS.match(text, line.start):
            name, change = f"`{equals['key']}`", (equals.start("sign"), equals.end("sign"), ": ")
            message = f"a colon is missing after {name}: `=` is not YAML"
            yield BrokenLine(
                at=equals.start("key"),
                message=message,
                help="Write `key: value`.",
                title="Write `: `",
                change=change,
                sureness=_of_colon(equals["key"]),
            )
        if number := _STUCK_NUMBER.match(text, line.start):
            at = number.end("key")
            field = f"`{number['key']}: {number['value']}`"
            yield BrokenLine(
                at=number.start("key"),
                message=f"a colon is missing after `{number['key']}`",
                help=f"Write {field}.",
                title=f"Write {field}",
                change=(at, at, ": "),
                sureness="likely",
            )
        bare = None if _goes_on(text, lines, line) else _NO_COLON.match(text, line.start)
        if bare and (bare["value"] or _has_fields(lines, line)):
            at = bare.end("key")
            name = f"`{bare['key']}`"
            message = f"a colon is missing after {name}"
            help_ = "Write `key: value`; a text of several lines needs `|` after its key."
            yield BrokenLine(
                at=bare.start("key"),
                message=message,
                help=help_,
                title=f"Write `:` after {name}",
                change=(at, at, ":"),
                sureness=_of_colon(bare["key"]),
            )


def _of_space(key: str) -> Sureness:
    return "likely" if _PLAIN_KEY.fullmatch(key) else "vague"


def _of_colon(key: str) -> Sureness:
    return "slip" if _PLAIN_KEY.fullmatch(key) else "vague" if key.endswith("/") else ""


def repeated_colons(text: str, start: int, end: int) -> Iterator[BrokenLine]:
    """What is missing in many lines: the space after the colons, or colons where there is `=`."""
    for pattern, group in ((_STUCK, "colon"), (_EQUALS, "sign")):
        matches = _matches(pattern, text, start, end)
        if len(matches) < 2:
            continue
        first, last = matches[0].start(group), matches[-1].end(group)
        parts, at = [], first
        for match in matches:
            parts += [text[at : match.start(group)], ": "]
            at = match.end(group)
        of_key = "key" if matches[0]["key"] else "quoted"
        key = matches[0][of_key]
        what = f"a space is missing after `{key}:`"
        if pattern is _EQUALS:
            what = f"a colon is missing after `{key}`: `=` is not YAML"
        message = f"{what}, and {len(matches) - 1} more below"
        change = (first, last, "".join(parts))
        sureness = _of_colon(key) if pattern is _EQUALS else _of_space(key)
        at = matches[0].start(of_key)
        yield BrokenLine(
            at=at,
            message=message,
            help="Write `key: value`.",
            title="Write `: `",
            change=change,
            sureness=sureness,
        )


def _matches(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[re.Match[str]]:
    """The lines of a document that a pattern describes, without those of texts, which are as they should be.

    An item of one line may be a text, too (`- nginx:1.28`), unless another line has its key.
    """
    part = text[start:end]
    lines = [(start + first, start + last) for first, last in lines_outside_texts(part)]
    matches: list[re.Match[str]] = []
    alone: list[re.Match[str]] = []
    for number, (first, last) in enumerate(lines):
        if (match := pattern.match(text, first, last)) is None:
            continue
        below = lines[number + 1][0] if number + 1 < len(lines) else end
        is_alone = "-" in match["head"] and line_indent(text, below) != len(match["head"])
        (alone if is_alone else matches).append(match)
    names = {match["key"] for match in matches} | set(_KEYS.findall(part))
    matches += (match for match in alone if match["key"] in names)
    return sorted(matches, key=lambda match: match.start())


def _goes_on(text: str, lines: list[Line], line: Line) -> bool:
    """Whether a line may go on with the remark of the line above, or at the margin with its long text."""
    index = lines.index(line)
    if not index:
        return False
    above = text[lines[index - 1].start : line_end(text, lines[index - 1].start)]
    value, hash_, remark = above.partition(" #")
    if hash_ and len(remark.split()) > 2:
        return True
    return line.column == 0 < lines[index - 1].indent and len(value.split()) > _WORDS


_WORDS = 5
"""A value of more words may have been broken into lines."""


def _has_fields(lines: list[Line], line: Line) -> bool:
    """Whether the line below has what belongs to a key."""
    index = lines.index(line) + 1
    return index < len(lines) and (
        lines[index].indent > line.column
        or (lines[index].indent == line.column and lines[index].column > lines[index].indent)
    )
