"""The line that makes a document no YAML: a colon, a space or a quote is missing, or its indentation is off.

A parser stops where it cannot go on, which is often a line or more below the cause. A cause is believed when
the document can be read, or much more of it, once that line alone is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, takewhile

from msgspec.structs import replace

from knotwork.model.line_offsets import line_below, line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Sureness
from knotwork.snippets.yaml.brackets import is_within_brackets
from knotwork.snippets.yaml.clear_slips import clear_slips, indented
from knotwork.snippets.yaml.slips import BrokenLine, Line

StopsAt = Callable[[str], int | None]
"""The offset at which a parser stops in a text; None: it reads it all."""

_LONGEST = 20_000
"""Longer documents are not read again and again."""
_TRIES = 18
"""The most causes that are tried for one error."""
_HEAD = r"(?P<head>[ ]*(?:-[ ]+)*)"
_KEY = r"(?P<key>[A-Za-z][A-Za-z0-9_./-]{0,80})"
_STUCK = lazy_regex(rf"{_HEAD}(?:{_KEY}|(?P<quoted>\"[^\"\n]+\"))(?P<colon>:)(?=[^\s\\:/]|/(?!/))")
_STUCK_MARK = lazy_regex(rf"^{_HEAD}{_KEY}(?P<colon>:)(?=[|>][-+0-9]{{0,2}}[ \t]*$)", re.MULTILINE)
_VALUE = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[\[{][^\n]*|[^\s#\"'|>-]\S*)"
_NO_COLON = lazy_regex(rf"{_HEAD}{_KEY}(?:[ ]+(?P<value>{_VALUE}))?[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_EQUALS = lazy_regex(rf"{_HEAD}{_KEY}(?P<sign>[ ]*=[ ]*)(?=[^\s=]+[ \t]*$)", re.MULTILINE)
_TWO_COLONS = lazy_regex(
    rf"{_HEAD}{_KEY}:[ ]+(?P<value>[^\s:#\"'\[{{|>-][^\s:#]*)(?P<colon>:)[ \t]*$", re.MULTILINE
)
_OPENS = lazy_regex(rf"^{_HEAD}(?:{_KEY}:[ ]+)?(?P<quote>[\"'])(?P<text>[^\n]*)$", re.MULTILINE)
_OPENS_LEVEL = lazy_regex(r":[ \t]*(?:#[^\n]*)?\n")
_LINE = lazy_regex(r"(?P<indent>[ ]*)(?P<dashes>(?:-[ ]+)*)[^\s#-]")
_WORDS = lazy_regex(r"[ ]*[^\s:\"'\[{|>&*!%@`-][^\n:]*[ ][^\n:]*$", re.MULTILINE)
_WITH_VALUE = lazy_regex(r"[ ]*(?:-[ ]+)*[\w./$-]+:[ ]+[^\s#|>&]")
_PLAIN_KEY = lazy_regex(r"\"?[a-z][\w.-]*\"?")
_KEY_OF = lazy_regex(r"[\w./$-]+:(?:[ ]|$)", re.MULTILINE)
_NEAR = 3
"""So many columns more or less are a slip; more are a level."""
_KEPT = 4
"""The most causes that are compared."""
_PROGRESS = 2
"""So many lines more must be read than before, if not all."""


def likely_causes(text: str, start: int, end: int, place: int, stops_at: StopsAt) -> list[BrokenLine]:
    """What may be the cause of an error at a place, in the document between two offsets, likely ones first.

    With each of them corrected a parser comes further; empty: it is not known.
    """
    if end - start > _LONGEST:
        return []
    lines = _lines(text, start, end)
    index = max((n for n, line in enumerate(lines) if line.start <= place), default=None)
    if index is None:
        return []
    needed = _start_of_line(text, place, end, _PROGRESS)
    causes = chain(
        _block_texts(text, start, place),
        clear_slips(text, start, end, lines, index),
        _quotes(text, start, place),
        _colons(text, lines, index),
        _all_colons(text, start, end),
        () if is_within_brackets(text, start, place + 1) else _indents(text, lines, index),
    )
    likely: dict[tuple[int, int, str], BrokenLine] = {}
    for cause in islice(causes, _TRIES):
        first, last, new = cause.change
        if cause.change in likely:
            continue
        stop = stops_at(text[start:first] + new + text[last:end])
        if stop is None or start + stop - len(new) + (last - first) >= needed:
            likely[cause.change] = cause
        if len(likely) == _KEPT:
            break
    return [*likely.values()]


def _block_texts(text: str, start: int, place: int) -> Iterator[BrokenLine]:
    """The mark of a text on the lines below that is stuck to its key: `note:|`."""
    for stuck in _STUCK_MARK.finditer(text, start, line_end(text, place)):
        at, name = stuck.end("colon"), f"`{stuck['key']}:`"
        message, title = f"a space is missing after {name}", f"Write a space after {name}"
        yield BrokenLine(
            stuck.start("key"), message, "Write `key: |`.", title, (at, at, " "), _of_space(stuck["key"])
        )


def _lines(text: str, start: int, end: int) -> list[Line]:
    lines = []
    at = start
    while at < end:
        match = _LINE.match(text, at, end)
        if match is not None:
            indent = len(match["indent"])
            lines.append(Line(at, indent, indent + len(match["dashes"])))
        at = line_below(text, at, end)
    return lines


def _start_of_line(text: str, place: int, end: int, below: int) -> int:
    """The offset of a line below a place; after the end when there is none."""
    at = place
    for _ in range(below):
        at = text.find("\n", at, end) + 1
        if not at:
            return end + 1
    return at


def _quotes(text: str, start: int, place: int) -> Iterator[BrokenLine]:
    """The first quote that is not closed in its line."""
    for match in _OPENS.finditer(text, start, line_end(text, place)):
        quote, inner = match["quote"], match["text"].rstrip(" \t")
        escaped = inner.replace("\\\\", "").replace('\\"', "") if quote == '"' else inner
        if escaped.count(quote) % 2 == 0:
            at = match.start("quote")
            last = match.start("text") + len(inner)
            change = (last, last, quote)
            yield BrokenLine(
                at, "a quote is not closed", "Close it.", f"Write `{quote}` at its end", change, "slip"
            )
            return


def _colons(text: str, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """A colon, or the space after one, that is missing in the line of the error or the one above."""
    for line in (*lines[max(0, index - 1) : index], lines[index]):
        if stuck := _STUCK.match(text, line.start):
            at = stuck.end("colon")
            group = "key" if stuck["key"] else "quoted"
            name = f"`{stuck[group]}:`"
            message = f"a space is missing after {name}"
            title = f"Write a space after {name}"
            yield BrokenLine(
                stuck.start(group),
                message,
                "Write `key: value`.",
                title,
                (at, at, " "),
                _of_space(stuck[group]),
            )
        if double := _TWO_COLONS.match(text, line.start):
            at = double.start("colon")
            message = f"a colon too many behind `{double['value']}`"
            yield BrokenLine(at, message, "Remove it.", "Remove the colon", (at, at + 1, ""))
        if equals := _EQUALS.match(text, line.start):
            name, change = f"`{equals['key']}`", (equals.start("sign"), equals.end("sign"), ": ")
            message = f"a colon is missing after {name}: `=` is not YAML"
            yield BrokenLine(
                equals.start("key"),
                message,
                "Write `key: value`.",
                "Write `: `",
                change,
                _of_colon(equals["key"]),
            )
        if (bare := _NO_COLON.match(text, line.start)) and (bare["value"] or _has_fields(lines, line)):
            at = bare.end("key")
            name = f"`{bare['key']}`"
            message = f"a colon is missing after {name}"
            help_ = "Write `key: value`; a text of several lines needs `|` after its key."
            yield BrokenLine(
                bare.start("key"),
                message,
                help_,
                f"Write `:` after {name}",
                (at, at, ":"),
                _of_colon(bare["key"]),
            )


def _of_space(key: str) -> Sureness:
    return "likely" if _PLAIN_KEY.fullmatch(key) else "vague"


def _of_colon(key: str) -> Sureness:
    return "slip" if _PLAIN_KEY.fullmatch(key) else "vague" if key.endswith("/") else ""


def _all_colons(text: str, start: int, end: int) -> Iterator[BrokenLine]:
    """What is missing in many lines: the space after the colons, or colons where there is `=`."""
    for pattern, group in ((_STUCK, "colon"), (_EQUALS, "sign")):
        matches = list(_matches(pattern, text, start, end))
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
        yield BrokenLine(at, message, "Write `key: value`.", "Write `: `", change, sureness)


def _matches(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The lines of a document that a pattern describes."""
    at = start
    while at < end:
        if match := pattern.match(text, at, end):
            yield match
        at = line_below(text, at, end)


def _has_fields(lines: list[Line], line: Line) -> bool:
    """Whether the line below has what belongs to a key."""
    index = lines.index(line) + 1
    return index < len(lines) and (
        lines[index].indent > line.column
        or (lines[index].indent == line.column and lines[index].column > lines[index].indent)
    )


def _indents(text: str, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """The line of the error, or the one above, indented as those around it are."""
    here = lines[index]
    written = text[here.start : line_end(text, here.start)].partition(" #")[0]
    if "[" in written and (written.count("'") % 2 or written.count('"') % 2):
        return  # a quote is not closed
    above = lines[index - 1] if index else None
    if above is not None and above.column == above.indent == here.column and _is_text(text, above.start):
        return  # the line above is no YAML
    if above is not None and _is_among_fields(text, lines, index):
        return  # which of the two belongs elsewhere is not known
    if index == 1 and above is not None and _is_deeper_from(lines, index):
        yield indented(above, here.indent, (above.start, above.start + above.indent, " " * here.indent))
    moves = [(here, column) for column in _levels(lines, index)]
    if above is not None:
        moves += [(above, column) for column in {here.indent, *_levels(lines, index - 1)}]
    around = lines[max(0, index - 20) : index + 20]
    of_item = _item_column(lines, index)

    def likely(move: tuple[Line, int]) -> tuple[bool, int, bool, int, int]:
        line, column = move
        by = abs(column - line.indent)
        alike = sum(other.column == column for other in around if other is not line)
        same = sum(other.column == line.column for other in around if other is not line)
        in_item = line is here and column == of_item
        return not in_item, by, by > 1 and line is not here, same - alike, -(line.indent % 2)

    likely_moves = sorted(moves, key=likely)
    for line, column in likely_moves:
        if 0 < abs(column - line.indent) <= _NEAR:
            yield replace(indented(line, column), is_guess=line is not here or column != of_item)
    below = _run(lines, index)
    if above is not None and _is_open(text[above.start : here.start]):
        return
    opens = above is not None and _OPENS_LEVEL.search(text, above.start, here.start) is not None
    for line, column in sorted(likely_moves, key=lambda move: above is None or move[1] != above.column):
        by = column - line.indent
        too_deep = above is not None and column == above.column < here.indent and not opens
        if line is here and by and (abs(by) <= _NEAR or too_deep) and not (column == 0 and opens):
            yield replace(indented(line, column, _moved(text, (line, *below), by)), is_guess=True)


def _is_among_fields(text: str, lines: list[Line], index: int) -> bool:
    """Whether a line begins an item where a field with a value stands, and no item above has its key."""
    here, above = lines[index], lines[index - 1]
    if here.column == here.indent or above.column != here.indent:
        return False
    if _WITH_VALUE.match(text, above.start) is None:
        return False
    key = _KEY_OF.match(text, here.start + here.column)
    items = (line for line in lines[:index] if line.indent < here.indent and line.column > line.indent)
    return not any(key and text.startswith(key[0], line.start + line.column) for line in items)


def _is_deeper_from(lines: list[Line], index: int) -> bool:
    """Whether a line and those below it begin deeper than the single line above them."""
    column = lines[index].indent
    alike = sum(line.indent == column for line in lines[index:])
    return (
        column > lines[index - 1].indent
        and alike > 2
        and all(line.indent >= column for line in lines[index:])
    )


def _is_text(text: str, start: int) -> bool:
    """Whether a line has no colon, and more than a word."""
    return _WORDS.match(text, start) is not None


def _item_column(lines: list[Line], index: int) -> int | None:
    """Where the fields of the item begin whose dash stands above a line, in the same column or before it."""
    above = (line for line in reversed(lines[:index]) if line.indent <= lines[index].indent)
    item = next(above, None)
    if item is None or not item.indent <= lines[index].indent < item.column:
        return None
    return item.column


def _is_open(text: str) -> bool:
    """Whether a bracket is not closed in a text."""
    return text.count("[") > text.count("]") or text.count("{") > text.count("}")


def _run(lines: list[Line], index: int) -> list[Line]:
    """The lines below one that are indented as it is, or more."""
    return list(takewhile(lambda line: line.indent >= lines[index].indent, lines[index + 1 :]))


def _moved(text: str, lines: Sequence[Line], by: int) -> tuple[int, int, str]:
    """The change that indents lines by more columns, or fewer."""
    start, end = lines[0].start, lines[-1].start + lines[-1].indent
    parts, at = [], start
    for line in lines:
        parts += [text[at : line.start], " " * (line.indent + by)]
        at = line.start + line.indent
    return start, end, "".join(parts)


def _levels(lines: list[Line], index: int) -> list[int]:
    """The columns at which a line may begin, by those above it."""
    levels: set[int] = set()
    lowest = None
    for line in reversed(lines[max(0, index - 50) : index]):
        if lowest is None or line.column < lowest:
            levels |= {line.column, line.indent}
            lowest = line.indent
    return sorted(levels)
