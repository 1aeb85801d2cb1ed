"""Slips that a line shows by itself, which are looked for before its indentation is doubted.

-server auth                # a space is missing after `-`
emptyDir: {}                # closed, with fields below it
- "echo "$NAME""            # quotes within quotes
resources: {}i              # a letter behind the bracket
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from knotwork.model.line_offsets import line_above, line_below
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.block_texts import lines_outside_texts
from knotwork.snippets.yaml.indented_lines import indented
from knotwork.snippets.yaml.missing_dashes import without_dashes
from knotwork.snippets.yaml.slips import BrokenLine, Line
from knotwork.snippets.yaml.unnamed_items import unnamed_item

_STUCK_DASH = lazy_regex(r"([ ]*)-(?=[A-Za-z0-9./_])[^\n]*$", re.MULTILINE)
_ITEM_OR_KEY = lazy_regex(r"([ ]*)(?:- .*|[\w./\"'-]+:[ \t]*(?:#.*)?)")
_TITLE = lazy_regex(
    r"\s*(?!apiVersion\b|kind\b|[-#\"'{\[|>&*!%@`])(\S[^:\n]*)\n(?:[ \t]*\n)*"
    r"(?=(?:kind:[^\n]*\n)?apiVersion:[ \t])"
)
"""A line of words above a manifest."""
_OF_METADATA = lazy_regex(r"[ ]+(?:name|generateName|namespace|labels|annotations):(?:[ \t]|$)", re.MULTILINE)
_HEAD = lazy_regex(r"(?:kind|apiVersion):[ \t]+\S")
_METADATA = lazy_regex(r"^[ ]*metadata:", re.MULTILINE)
_CLOSED = lazy_regex(r"[ ]*(?:-[ ]+)*([\w./-]+:)([ ]+(\{\}|\[\]))[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_BEHIND = lazy_regex(
    r"[ ]*(?:-[ ]+)*[\w./-]+:[ ]+(?:\{[^{}\n]*\}|\[[^\[\]\n]*\])([A-Za-z0-9`;.]{1,3})[ \t]*$", re.MULTILINE
)
_WITHIN = lazy_regex(
    r"[ ]*(?:-[ ]+)*(?:[\w./-]+:[ ]+)?\"(?P<text>[^\"\n]*\"[^\s,:\]}#\"][^\n]*)\"[ \t]*$",
    re.MULTILINE,
)
_BARE = lazy_regex(r"[ ]*(?:-[ ]+)*([a-z]+(?:[A-Z][a-z]+)+)[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_EMPTY = lazy_regex(r"[ ]*[\w./-]+:[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_VALUE = lazy_regex(r"[ ]*[\w./-]+:[ ]+[^\s#|>&]")
_FIRST_KEY = lazy_regex(r"[\w./-]+:")
_NOTHING = lazy_regex(r"[ ]*(\{\}|\[\])[ \t]*$", re.MULTILINE)
_ABOVE = 3
"""So many lines above the place of an error may be its cause."""


def clear_slips(text: str, start: int, end: int, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """What may be wrong with the line of an error, or with one above it."""
    here = lines[index]
    if (title := _TITLE.match(text, start, end)) is not None:
        at, help_ = title.start(1), "Remove it, or make it a comment: `# `."
        message = "this line above the manifest is no field"
        yield BrokenLine(at=at, message=message, help=help_, title="Make it a comment", change=(at, at, "# "))
    yield from _dashes(text, start, end, here.start)
    for line in reversed(lines[max(0, index - _ABOVE) : index + 1]):
        yield from _in_line(text, line)
    if index:
        yield from _between(text, start, end, lines, index)
        yield from _too_far_left(text, lines, index)
        yield from _without_dash(text, lines, index)
        yield from without_dashes(text, lines, index)
        yield from _empty_below(text, lines, index)
    for line in reversed(lines[max(0, index - 1) : index + 2]):
        if (unnamed := unnamed_item(text, lines, line)) is not None:
            yield unnamed
        elif (bare := _BARE.match(text, line.start)) and _is_beside(lines, line):
            name = f"`{bare[1]}`"
            help_, title_ = f"Write `{bare[1]}:` and its value.", f"Write `:` after {name}"
            message, change = f"a colon is missing after {name}", (bare.end(1), bare.end(1), ":")
            yield BrokenLine(
                at=bare.start(1), message=message, help=help_, title=title_, change=change, sureness="slip"
            )


def _dashes(text: str, start: int, end: int, at: int) -> Iterator[BrokenLine]:
    """Items without a space after their dash, where the line above is an item or the key of a list."""
    first = at
    for _ in range(_ABOVE):
        first = line_above(text, first, start)
    last = at
    for _ in range(_ABOVE):
        last = line_below(text, last, end)
    outside = {start + line for line, _ in lines_outside_texts(text[start:last])}
    above, stuck_at = "", list[int]()
    for line in text[first:last].splitlines(keepends=True):
        stuck, before = _STUCK_DASH.match(line.rstrip("\n")), _ITEM_OR_KEY.fullmatch(above)
        if stuck and before and first in outside and len(before[1]) <= len(stuck[1]):
            stuck_at.append(first + len(stuck[1]) + 1)
            above = f"{stuck[1]}- x"
        elif line.strip():
            above = line.rstrip("\n")
        first += len(line)
    if not stuck_at:
        return
    more = f", and {len(stuck_at) - 1} more below" if len(stuck_at) > 1 else ""
    new = " " + "".join(f"{text[one:other]} " for one, other in pairwise(stuck_at))
    message, help_ = f"a space is missing after `-`{more}", "An item of a list begins with `- `."
    yield BrokenLine(
        at=stuck_at[0] - 1,
        message=message,
        help=help_,
        title="Write `- `",
        change=(stuck_at[0], stuck_at[-1], new),
        sureness="slip",
    )


def _in_line(text: str, line: Line) -> Iterator[BrokenLine]:
    if (behind := _BEHIND.match(text, line.start)) is not None:
        message = f"`{behind[1]}` stands behind the closing bracket"
        title = "Remove it"
        yield BrokenLine(
            at=behind.start(1), message=message, help=f"{title}.", title=title, change=(*behind.span(1), "")
        )
    within = _WITHIN.match(text, line.start)
    if within is not None and "\\" not in within["text"] and within["text"].count('"') % 2 == 0:
        message = "the first quote within this text ends it"
        help_ = 'Write `\\"` for a quote within double quotes, or put single quotes around the text.'
        change = (*within.span("text"), within["text"].replace('"', '\\"'))
        at = text.index('"', within.start("text"))
        yield BrokenLine(at=at, message=message, help=help_, title='Write `\\"`', change=change)


def _between(text: str, start: int, end: int, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """What is wrong between a line and the one above: that this is closed, or that `metadata:` is missing."""
    above, here = lines[index - 1], lines[index]
    closed = _CLOSED.match(text, above.start)
    if closed is not None and here.indent > above.column:
        message = f"`{closed[1]} {closed[3]}` is closed, and what is below it belongs to nothing"
        help_ = f"Remove `{closed[3]}`, or what is below it; or indent that as `{closed[1]}` is."
        yield BrokenLine(
            at=closed.start(3),
            message=message,
            help=help_,
            title=f"Remove `{closed[3]}`",
            change=(*closed.span(2), ""),
        )
    is_left_out = _HEAD.match(text, above.start) and _OF_METADATA.match(text, here.start)
    if is_left_out and not _METADATA.search(text, start, end):
        message, title = "`metadata:` is missing above this line", "Write `metadata:` above it"
        change = (here.start, here.start, "metadata:\n")
        yield BrokenLine(
            at=here.start + here.indent, message=message, help=f"{title}.", title=title, change=change
        )


def _empty_below(text: str, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """Empty brackets on the line below their key, and no deeper than it."""
    for line, key in ((lines[n], lines[n - 1]) for n in (index, index - 1) if n > 0):
        brackets = _NOTHING.match(text, line.start)
        if brackets is None or line.indent > key.column or not _EMPTY.match(text, key.start):
            continue
        at, name = line.start + line.indent, text[key.start + key.column : line.start].partition(":")[0]
        message, title = (
            f"`{brackets[1]}` is not indented deeper than `{name}:`",
            "Indent it by 2 more spaces",
        )
        help_, change = f"Write `{name}: {brackets[1]}`.", (line.start, line.start, "  ")
        yield BrokenLine(at=at, message=message, help=help_, title=title, change=change, sureness="slip")


def _without_dash(text: str, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """The first item of a list without its dash, above the item where a parser stops."""
    here = lines[index]
    if here.column == here.indent:
        return
    first = index
    while first and lines[first - 1].indent >= here.column:
        first -= 1
    if first in (0, index) or lines[first].indent != lines[first].column != here.column:
        return
    key, line = lines[first - 1], lines[first]
    if line.indent != here.column or key.indent > here.indent or not _EMPTY.match(text, key.start):
        return
    if any((other.indent, other.column) == (here.indent, here.column) for other in lines[:first]):
        return  # the list begins above
    name = _FIRST_KEY.match(text, here.start + here.column)
    fields = (other for other in lines[first:index] if other.indent == other.column == here.column)
    if name is None or not any(text.startswith(name[0], other.start + other.column) for other in fields):
        return  # nothing shows that the fields above are those of an item
    at = line.start + line.indent
    message, title = "`- ` is missing in front of the first item of this list", "Write `- ` in front of it"
    change = (line.start + here.indent, at, "- ")
    yield BrokenLine(at=at, message=message, help=f"{title}.", title=title, change=change, sureness="slip")


def _too_far_left(text: str, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """A line above that is indented too little: those below it, and the key above, fit each other."""
    here, above = lines[index], lines[index - 1]
    if here.column == here.indent and index > 1 and above.column == above.indent < here.indent:
        key = lines[index - 2]
        if (
            key.indent == key.column == above.indent
            and _EMPTY.match(text, key.start)
            and _VALUE.match(text, above.start)
        ):
            yield indented(above, here.indent)
    first = next((n for n in range(index - 1, 0, -1) if lines[n].indent < here.indent), 0)
    line, parent = lines[first], lines[first - 1]
    if not first or here.indent - line.indent != 1 or not parent.indent < line.indent == line.column:
        return
    below = [other for other in lines[first + 1 :] if other.indent <= here.indent]
    run = [other for other in below if other.indent == here.indent]
    if len(run) > 1 and below[: len(run)] == run and _EMPTY.match(text, parent.start):
        yield indented(line, here.indent)


def _is_beside(lines: list[Line], line: Line) -> bool:
    """Whether a field stands in the same column on the line above or below."""
    index = lines.index(line)
    return any(other.column == line.column for other in lines[max(0, index - 1) : index + 2] if other != line)
