"""Lists as CommonMark reads them; an item that is one line of text, as most are, is read at once.

It is used in place of the library's rule, which gives the same tokens.
"""

from __future__ import annotations

import re

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from msgspec import Struct

from knotwork.model.text import SourceMap
from knotwork.syntax.nesting import LIMIT
from knotwork.syntax.source_maps import push_text

_MARKER = re.compile(r"(?:[-+*]|([0-9]{1,9})[.)])(?=[ \t]|\Z)")
_TASK = re.compile(r"\[([ xX])\][ \t]")
_TEXT = re.compile(r"(?:\*\*?|__?|\[\[|`)?[^\W\d_]")
"""What begins a line that can only be text: of all blocks, none but a paragraph begins with it."""
_BULLET = re.compile(r"[-+*][ \t]+[^ \t]")
_MOST_SPACES = 4
"""Spaces behind a marker; behind more of them code begins."""


class _Item(Struct):
    """An item that is about to be read."""

    line: int
    marker: str
    number: str | None
    content: int
    """The offset of its text."""
    column: int
    """The column of its text."""
    indent: int
    """What a line below is indented by to belong to it."""


def list_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule."""
    if state.is_code_block(start) or _is_text_of_item(state, start):
        return False
    item = _item(state, start)
    if item is None:
        return False
    if silent:
        may_be_text = state.parentType == "paragraph" and state.sCount[start] >= state.blkIndent
        is_empty = item.content >= state.eMarks[start]
        return not (may_be_text and (is_empty or (item.number is not None and int(item.number) != 1)))
    _write(state, item, end)
    return True


def _is_text_of_item(state: StateBlock, line: int) -> bool:
    """Whether a marker is indented too far for the list it would be in, and too little for an item's list."""
    return 0 <= state.listIndent <= state.sCount[line] - 4 and state.sCount[line] < state.blkIndent


def _item(state: StateBlock, line: int) -> _Item | None:
    """The item that a line opens."""
    text, last = state.src, state.eMarks[line]
    first = state.bMarks[line] + state.tShift[line]
    match = _MARKER.match(text, first, last)
    if match is None:
        return None
    behind = match.end()
    marker_end = column = state.sCount[line] + behind - first
    at = behind
    while at < last and text[at] in " \t":
        column += 4 - (column + state.bsCount[line]) % 4 if text[at] == "\t" else 1
        at += 1
    spaces = column - marker_end if at < last else 1
    indent = marker_end + (spaces if spaces <= _MOST_SPACES else 1)
    return _Item(line, text[behind - 1], match[1], at, column, indent)


def _write(state: StateBlock, item: _Item, end: int) -> None:
    """Write the list that begins with an item."""
    is_ordered = item.number is not None
    name, tag = ("ordered_list", "ol") if is_ordered else ("bullet_list", "ul")
    opening = state.push(f"{name}_open", tag, 1)
    if item.number is not None and int(item.number) != 1:
        opening.attrs = {"start": int(item.number)}
    opening.markup = item.marker
    opening.map = lines = [item.line, 0]
    before, state.parentType = state.parentType, "list"
    terminators = state.md.block.ruler.getRules("list")
    is_tight, ends_empty, has_tasks = True, False, False
    paragraphs: list[int] = []
    while True:
        line = item.line
        if _is_one_line(state, item, end):
            is_tight = is_tight and not ends_empty
            ends_empty = False
            paragraphs.append(_write_one_line(state, item))
        else:
            first = len(state.tokens)
            tight_inside, is_task = _write_item(state, item, end)
            is_tight = is_tight and tight_inside and not ends_empty
            ends_empty = state.line - line > 1 and state.isEmpty(state.line - 1)
            has_tasks = has_tasks or is_task
            level = state.level + 1
            paragraphs += (
                at
                for at in range(first, len(state.tokens))
                if state.tokens[at].level == level and state.tokens[at].type == "paragraph_open"
            )
        line = state.line
        if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        if any(ends(state, line, end, True) for ends in terminators):
            break
        following = _item(state, line)
        if following is None or following.marker != item.marker:
            break
        if is_ordered != (following.number is not None):
            break
        item = following
    if has_tasks:
        opening.attrJoin("class", "contains-task-list")
    state.push(f"{name}_close", tag, -1).markup = item.marker
    lines[1] = state.line
    state.parentType = before
    if is_tight:
        for at in paragraphs:
            state.tokens[at].hidden = state.tokens[at + 2].hidden = True


def _open(state: StateBlock, item: _Item) -> Token:
    opening = state.push("list_item_open", "li", 1)
    opening.markup = item.marker
    opening.map = [item.line, 0]
    if item.number is not None:
        opening.info = item.number
    return opening


def _close(state: StateBlock, item: _Item, opening: Token) -> None:
    state.push("list_item_close", "li", -1).markup = item.marker
    opening.map = [item.line, state.line]


def _write_item(state: StateBlock, item: _Item, end: int) -> tuple[bool, bool]:
    """Write an item of any blocks; whether no blank line stands between them, and whether it is a task."""
    opening, line = _open(state, item), item.line
    kept = state.tight, state.bMarks[line], state.tShift[line], state.sCount[line], state.listIndent
    state.listIndent, state.blkIndent = state.blkIndent, item.indent
    state.tight = True
    state.tShift[line] = item.content - state.bMarks[line]
    state.sCount[line] = item.column
    task = None
    if not state.is_code_block(line):
        task = _TASK.match(state.src, item.content, state.eMarks[line])
    if task is not None:
        opening.meta = {"checked": task[1] != " "}
        opening.attrJoin("class", "task-list-item")
        state.bMarks[line], state.tShift[line] = task.end(), 0
    if item.content >= state.eMarks[line] and state.isEmpty(line + 1):
        state.line = min(state.line + 2, end)  # an empty item ends with the blank line below it
    else:
        state.md.block.tokenize(state, line, end)
    is_tight = state.tight
    state.blkIndent = state.listIndent
    state.tight, state.bMarks[line], state.tShift[line], state.sCount[line], state.listIndent = kept
    _close(state, item, opening)
    return is_tight, task is not None


def _is_one_line(state: StateBlock, item: _Item, end: int) -> bool:
    """Whether an item is one line of text, and the next line another item of this list, or of one above."""
    below = item.line + 1
    if below >= end or state.level + 2 >= LIMIT or item.column != item.indent:
        return False
    if not 0 <= state.sCount[below] < min(item.indent, state.blkIndent + 4):
        return False
    text = state.src
    if not _TEXT.match(text, item.content, state.eMarks[item.line]):
        return False
    return bool(_BULLET.match(text, state.bMarks[below] + state.tShift[below], state.eMarks[below]))


def _write_one_line(state: StateBlock, item: _Item) -> int:
    """Write an item that is one line of text; the index of its paragraph."""
    state.line = below = item.line + 1
    opening = _open(state, item)
    at = len(state.tokens)
    state.push("paragraph_open", "p", 1).map = [item.line, below]
    text = state.src[item.content : state.eMarks[item.line]].rstrip(MD_TRIM_CHARS)
    push_text(state, (item.line, below), text, SourceMap.straight(item.content))
    state.push("paragraph_close", "p", -1)
    _close(state, item, opening)
    return at
