"""Lists as people write them: an over-indented marker line directly below other text opens a list.

    - pod also contains:
          - init container

    Functions:
    \t- Management
    \t- Machine

CommonMark glues such a line to the paragraph above it, and reads it as code below a heading. This is
knotwork's one deviation, and it is narrow: only a marker line that is indented four or more columns past
its container's content, directly below (no blank line between) a paragraph, a heading, a list or a table,
opens a list; equally indented markers are its siblings. The marker must be one that may interrupt a
paragraph: followed by text, and numbered 1 if it is a number. After a blank line, indented code stays code.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_block.list import skipBulletListMarker, skipOrderedListMarker
from msgspec import Struct

from knotwork.model.patterns import lazy_regex
from knotwork.syntax.source_maps import BlockRule

_ABOVE = frozenset(
    ("paragraph_close", "heading_close", "bullet_list_close", "ordered_list_close", "table_close")
)
_UNDERLINE = lazy_regex(r"(?:-+|=+)[ \t]*")
_SEARCH, _UNDERLINES = "marker_search", "underline_search"


class _Search(Struct, frozen=True):
    """A search for the marker line that ends a paragraph, or for the underline of a heading."""

    container: tuple[int, int, int]
    start: int
    stopped: int
    """The line it ended at: a marker, a blank line, or the end."""
    marker: bool
    """Whether it is what was looked for: a marker that CommonMark would read as a part of the paragraph."""


def over_indented_lists(md: MarkdownIt) -> None:
    """Register the rule before indented code, and make paragraphs end where it begins."""
    md.block.ruler.before("code", "over_indented_list", _over_indented_list)
    for name in ("paragraph", "reference"):
        md.block.ruler.at(name, _ending_before_list(_rule(md, name)))
    md.block.ruler.at("lheading", _underlined(_ending_before_list(_rule(md, "lheading"))))


def _rule(md: MarkdownIt, name: str) -> BlockRule:
    return next(rule.fn for rule in md.block.ruler.__rules__ if rule.name == name)


def _ending_before_list(rule: BlockRule) -> BlockRule:
    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        stop = None if silent else swallowed_marker(state, start, end)
        # markdown-it's setext rule does not put the parent type back when it finds no underline
        line_max, parent = state.lineMax, state.parentType
        if stop is not None:
            state.lineMax = end = stop
        try:
            return rule(state, start, end, silent)
        finally:
            state.lineMax, state.parentType = line_max, parent

    return run


def _underlined(rule: BlockRule) -> BlockRule:
    """The rule for headings with a line of `=` or `-` below them, where a line may be one."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        # of many short blocks without a blank line, each would look through all below it
        container = (state.level, state.blkIndent, end)
        searches: dict[tuple[int, int, int], _Search] = state.env.setdefault(_UNDERLINES, {})
        known = searches.get(container)
        if known is None or not known.start <= start < known.stopped:
            known = searches[container] = _underline(state, start, end, container)
        return known.marker and rule(state, start, end, silent)

    return run


def _underline(state: StateBlock, start: int, end: int, container: tuple[int, int, int]) -> _Search:
    """The first line below that one which may underline it, or is blank."""
    for line in range(start + 1, end):
        at = state.bMarks[line] + state.tShift[line]
        if at >= state.eMarks[line]:
            return _Search(container, start, line, marker=False)
        if state.src[at] in "-=" and _UNDERLINE.fullmatch(state.src, at, state.eMarks[line]):
            return _Search(container, start, line, marker=True)
    return _Search(container, start, max(start + 1, end), marker=False)


def swallowed_marker(state: StateBlock, start: int, end: int) -> int | None:
    """The first line of a list item that CommonMark would read as a part of the paragraph from `start` on."""
    if start + 1 >= end or state.isEmpty(start + 1):
        return None
    # three rules try each line of a paragraph, or of a run of link definitions: they share one search
    container = (state.level, state.blkIndent, end)
    known: _Search | None = state.env.get(_SEARCH)
    if known is None or known.container != container or not known.start <= start < known.stopped:
        known = state.env[_SEARCH] = _search(state, start, end, container)
    return known.stopped if known.marker else None


def _search(state: StateBlock, start: int, end: int, container: tuple[int, int, int]) -> _Search:
    for line in range(start + 1, end):
        if state.isEmpty(line):
            return _Search(container, start, line, marker=False)
        if _opens_item(state, line):
            return _Search(container, start, line, marker=state.sCount[line] - state.blkIndent > 3)
    return _Search(container, start, max(start + 1, end), marker=False)


def _over_indented_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if (
        silent
        or state.sCount[start] - state.blkIndent < 4
        or start == 0
        or state.isEmpty(start - 1)
        or not state.tokens
        or state.tokens[-1].type not in _ABOVE
        or not _opens_item(state, start)
    ):
        return False
    indent = state.blkIndent
    state.blkIndent = state.sCount[start]
    try:
        return list_block(state, start, end, silent)
    finally:
        state.blkIndent = indent


def _opens_item(state: StateBlock, line: int) -> bool:
    """Whether the line has a marker that may interrupt a paragraph: not empty, numbered from 1."""
    after = skipBulletListMarker(state, line)
    if after < 0:
        after = skipOrderedListMarker(state, line)
        if after < 0 or state.src[state.bMarks[line] + state.tShift[line] : after - 1] != "1":
            return False
    return state.skipSpaces(after) < state.eMarks[line]
