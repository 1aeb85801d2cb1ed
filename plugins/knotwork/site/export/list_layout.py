"""Lists laid out so that CommonMark and Python-Markdown read the same: what is in an item, at four columns.

`- a` with `  - b` below it is `-   a` with `    -   b`; a list has an empty line above and below it. Lists in
quotes, and those with an item that begins with a list or with code, stay as they are written. `1)` is `1.`,
and headings and fences begin at the margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from knotwork.model.dialect import Dialect
from knotwork.syntax.list_items import Fence, ListItem, lists_of

_TAB = 4
_MARKER = re.compile(r"(?P<indent> *)(?P<marker>[-+*]|\d{1,9}[.)])(?P<space> +|$)(?P<text>.*)")
_LETTER = re.compile(r"[^\W\d_]")


class _Columns(NamedTuple):
    """The first line of an item, and the columns of what is in it."""

    marker: str
    text: str
    was: int
    """Where its text begins as it is written."""
    start: int
    """Where its marker is to stand."""
    content: int
    """Where what is in it is to stand."""


def with_even_lists(text: str, dialect: Dialect, *, has_fences: bool) -> str:
    """The text with its lists laid out; without `has_fences`, fences in items become indented code."""
    lines, lists = text.split("\n"), lists_of(text, dialect)
    for first, end in lists.blocks:
        _put_at_margin(lines, first, end)
    in_lists = {line for top in lists.items for line in range(top.first, top.end)}
    for top in reversed(lists.items):
        columns = dict(_columns(top, lines, top.depth * _TAB))
        if len(columns) < sum(1 for _ in top.all()):
            continue
        out = _laid_out(top, lines, columns, has_fences=has_fences)
        if top.first and lines[top.first - 1].strip() and top.first - 1 not in in_lists:
            out.insert(0, "")
        if top.end < len(lines) and lines[top.end].strip() and out[-1] and top.end not in in_lists:
            out.append("")
        lines[top.first : top.end] = out
    return "\n".join(lines)


def _put_at_margin(lines: list[str], first: int, end: int) -> None:
    """Take from the lines of a heading or fence the spaces that stand before the first."""
    indent = len(lines[first]) - len(lines[first].lstrip(" "))
    for at in range(first, end if indent else first):
        lines[at] = lines[at][min(indent, len(lines[at]) - len(lines[at].lstrip(" "))) :]


def _columns(item: ListItem, lines: Sequence[str], start: int) -> Iterator[tuple[int, _Columns]]:
    """By the first lines of an item and those in it; none for what begins with a list or with code."""
    match = _MARKER.fullmatch(lines[item.first].expandtabs(_TAB))
    if match is None or len(match["space"]) > _TAB or (item.parent and item.parent.first == item.first):
        return
    marker, text = match["marker"].replace(")", "."), match["text"]
    was = len(match["indent"]) + len(marker) + (len(match["space"]) if text else 1)
    content = start + (_TAB if len(marker) < _TAB else 2 * _TAB)
    yield item.first, _Columns(marker, text, was, start, content)
    for inner in item.items:
        yield from _columns(inner, lines, content)


def _laid_out(
    top: ListItem, lines: Sequence[str], columns: Mapping[int, _Columns], *, has_fences: bool
) -> list[str]:
    out: list[str] = []
    owner = {line: item for item in top.all() for line in range(item.first, item.end)}
    fences = {} if has_fences else {fence.first: fence for fence in _convertible(top)}
    at = top.first
    while at < top.end:
        item = owner[at]
        column = columns[item.first]
        if fence := fences.get(at):
            code = fence.text.rstrip("\n").split("\n")
            out += ["", *(f"{' ' * (column.content + _TAB)}{line}".rstrip() for line in code), ""]
            at = fence.end
            continue
        line = lines[at].expandtabs(_TAB) if lines[at][:1].isspace() else lines[at]
        written = line.lstrip()
        if at == item.first:
            if _follows_a_block(item, lines):
                out.append("")
            marker = column.marker.ljust(max(_TAB, len(column.marker) + 1))
            out.append(f"{' ' * column.start}{marker}{column.text}")
        elif not written:
            out.append("")
        elif at in item.text_lines and item.items and _LETTER.match(written):
            out.append(written)  # indented, it would hide the list below it from Python-Markdown
        else:
            out.append(" " * column.content + line[min(len(line) - len(written), column.was) :])
        at += 1
    return out


def _follows_a_block(item: ListItem, lines: Sequence[str]) -> bool:
    """Whether it is the first in its item, below a paragraph that is not the text of that item."""
    parent = item.parent
    if parent is None or parent.items[0] is not item or not lines[item.first - 1].strip():
        return False
    return item.first - 1 not in {parent.first, *parent.text_lines}


def _convertible(top: ListItem) -> Iterator[Fence]:
    """The fences; none below a list in their item, which would take indented code."""
    for item in top.all():
        for fence in item.fences:
            if not any(inner.first < fence.first for inner in item.items):
                yield fence
