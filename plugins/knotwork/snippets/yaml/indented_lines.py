"""Lines whose indentation is off: what they are indented by, and what those around them are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.model.line_offsets import line_below, line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.indent_words import off_by, to_indent_by
from knotwork.snippets.yaml.slips import BrokenLine, Line
from knotwork.snippets.yaml.unnamed_items import text_beside_field

_OPENS_LEVEL = lazy_regex(r":[ \t]*(?:#[^\n]*)?\n")
_WORDS = lazy_regex(r"[ ]*[^\s:\"'\[{|>&*!%@`-][^\n:]*[ ][^\n:]*$", re.MULTILINE)
_WITH_VALUE = lazy_regex(r"[ ]*(?:-[ ]+)*[\w./$-]+:[ ]+[^\s#|>&]")
_KEY_OF = lazy_regex(r"[\w./$-]+:(?:[ ]|$)", re.MULTILINE)
_NEAR = 3
"""So many columns more or less are a slip; more are a level."""


def indentations(text: str, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """The line of the error, or the one above, indented as those around it are."""
    here = lines[index]
    written = text[here.start : line_end(text, here.start)].partition(" #")[0]
    if "[" in written and (written.count("'") % 2 or written.count('"') % 2):
        return  # a quote is not closed
    above = lines[index - 1] if index else None
    if above is not None and above.column == above.indent == here.column and _is_text(text, above.start):
        return  # the line above is no YAML
    if here.column == here.indent and text_beside_field(text, 0, here.start + here.indent) is not None:
        return  # whether that is an item of text is not known
    if (fields := _fields_at_dash(lines, index)) is not None:
        first, column = fields
        change = _moved(text, lines[first], column - lines[first].indent, here.start)
        yield indented(lines[first], column, change)
    if above is not None and _is_among_fields(text, lines, index):
        return  # which of the two belongs elsewhere is not known
    if index == 1 and above is not None and _is_deeper_from(lines, index):
        yield indented(above, here.indent, (above.start, above.start + above.indent, " " * here.indent))
    among_items = _is_among_items(text, lines, index)
    if index > 1 and not among_items and lines[0].indent == 0 and _is_deeper_than_first(lines, here.indent):
        top = lines[0]
        yield indented(top, here.indent, (top.start, top.start, " " * here.indent))
    if above is not None and here.column > here.indent and _OPENS_LEVEL.search(text, above.start, here.start):
        change = _moved(text, here, above.column - here.indent, len(text))
        yield replace(indented(here, above.column, change), is_guess=True)
    if (lost := _between_deeper(lines, index)) is not None:
        yield indented(lost, here.indent)
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
    opens = above is not None and _OPENS_LEVEL.search(text, above.start, here.start) is not None
    below_it = above is not None and opens and of_item == above.column  # it may belong below that key
    is_between = of_item is not None and here.indent - 1 in _levels(lines, index)
    if among_items:
        yield _as_item(here)
    for line, column in likely_moves:
        if 0 < abs(column - line.indent) <= _NEAR:
            is_guess = line is not here or column != of_item or below_it or is_between
            yield replace(indented(line, column), is_guess=is_guess)
    if above is not None and _is_open(text[above.start : here.start]):
        return
    for line, column in sorted(likely_moves, key=lambda move: above is None or move[1] != above.column):
        by = column - line.indent
        too_deep = above is not None and column == above.column < here.indent and not opens
        if line is here and by and (abs(by) <= _NEAR or too_deep) and not (column == 0 and opens):
            yield replace(indented(line, column, _moved(text, line, by, len(text))), is_guess=True)


def indented(line: Line, column: int, change: tuple[int, int, str] | None = None) -> BrokenLine:
    """A line that is to begin in a column; `change`: where others move with it."""
    message = f"this line is indented by {off_by(line.indent - column)} than those around it"
    title = to_indent_by(column - line.indent)
    help_ = f"{title}, unless a line is missing above it."
    at, columns = line.start + line.indent, (line.indent, column)
    return BrokenLine(
        at=at,
        message=message,
        help=help_,
        title=title,
        change=change or (line.start, at, " " * column),
        sureness="slip",
        columns=columns,
    )


def _as_item(line: Line) -> BrokenLine:
    """A field that may be meant as an item of the list it stands in."""
    at, help_ = line.start + line.indent, "Begin the line with `- `, or indent it as what it belongs to."
    message, title = "a list item is expected here", "Write `- `"
    return BrokenLine(at=at, message=message, help=help_, title=title, change=(at, at, "- "), is_guess=True)


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


def _is_among_items(text: str, lines: list[Line], index: int) -> bool:
    """Whether a field begins in the column of a dash above it, whose item has no fields or has this one."""
    here = lines[index]
    above = next((line for line in reversed(lines[:index]) if line.indent <= here.indent), None)
    if above is None or here.column != here.indent or not above.indent == here.indent < above.column:
        return False
    key = _KEY_OF.match(text, above.start + above.column)
    return key is None or text.startswith(key[0], here.start + here.column)


def _is_deeper_from(lines: list[Line], index: int) -> bool:
    """Whether a line and those below it begin deeper than the single line above them."""
    column = lines[index].indent
    alike = sum(line.indent == column for line in lines[index:])
    return (
        column > lines[index - 1].indent
        and alike > 2
        and all(line.indent >= column for line in lines[index:])
    )


def _is_deeper_than_first(lines: list[Line], column: int) -> bool:
    """Whether only the first line begins at the margin, and fields stand below its list in the same column.

    An item has more fields in a column of their own: those below it are none of them.
    """
    item = lines[1]
    fields = sum(line.indent == line.column == column for line in lines)
    of_item = lines[2].indent == lines[2].column == item.column
    is_below = item.indent == column < item.column and all(line.indent >= column for line in lines[1:])
    return is_below and of_item and fields > 1


def _between_deeper(lines: list[Line], index: int) -> Line | None:
    """The line above that begins further left than those on both sides of it, which begin in one column."""
    here = lines[index]
    at = next((n for n in range(index - 1, 0, -1) if lines[n].indent < here.indent), 0)
    if not at or lines[at].indent != lines[at].column:
        return None
    beside = next((line for line in reversed(lines[:at]) if line.indent <= here.indent), None)
    fits = beside is not None and beside.indent == here.indent and lines[at + 1].indent >= here.indent
    return lines[at] if fits and at < index - 1 else None


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


def _fields_at_dash(lines: list[Line], index: int) -> tuple[int, int] | None:
    """The line where fields begin in the column of the dash above them, and where they belong.

    An item below them shows that they are those of an item. None: there are none.
    """
    here = lines[index]
    if here.column == here.indent:
        return None
    first = index
    while (
        first
        and lines[first - 1].indent >= here.indent
        and lines[first - 1].column == lines[first - 1].indent
    ):
        first -= 1
    item = lines[first - 1] if first else here
    if first == index or item.indent != here.indent or lines[first].indent != here.indent:
        return None
    return first, item.column


def _moved(text: str, line: Line, by: int, stop: int) -> tuple[int, int, str]:
    """The change that indents a line otherwise, and by as much those below it that are as deep, up to `stop`.

    Those of a text, too, which have neither key nor dash.
    """
    end, parts, waiting = line.start, list[str](), ""
    start = line.start
    while start < stop:
        written = text[start : line_end(text, start)]
        width = len(written) - len(written.lstrip(" "))
        if written.strip() and (width < line.indent or written.startswith("---")):
            break
        if written.strip():
            parts += [waiting, " " * (width + by)]
            end, waiting = start + width, written[width:] + "\n"
        else:
            waiting += written + "\n"
        start = line_below(text, start)
    return line.start, end, "".join(parts)


def _levels(lines: list[Line], index: int) -> list[int]:
    """The columns at which a line may begin, by those above it."""
    levels: set[int] = set()
    lowest = None
    for line in reversed(lines[max(0, index - 50) : index]):
        levels |= {column for column in (line.column, line.indent) if lowest is None or column < lowest}
        lowest = line.indent if lowest is None else min(lowest, line.indent)
    return sorted(levels)
