"""Content tabs: `=== "Label"` with content indented below; `===+` is shown first, `===!` starts a new set."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap
from knotwork.syntax.indented import indented_end, read_indented

_MARKER = lazy_regex(r'===(?P<signs>\+!?|!\+?)? +"(?P<label>.*)"[ \t]*$')


class Tab(NamedTuple):
    """A tab of a set."""

    line: int
    end: int
    label: str
    label_at: int
    first_shown: bool


def tabs(md: MarkdownIt) -> None:
    """Register tab sets; they are numbered through the document, in the order they open."""
    md.block.ruler.before("fence", "tabs", _tabs, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _tabs(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _marker(state, start)
    if match is None:
        return False
    if not silent:
        tab_set = _tab_set(state, match, start, end)
        write_tabs(state, tab_set, lambda number: read_indented(state, *tab_set[number][:2]))
    return True


def _marker(state: StateBlock, line: int) -> re.Match[str] | None:
    if state.is_code_block(line):
        return None
    return _MARKER.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])


def _tab_set(state: StateBlock, match: re.Match[str] | None, line: int, end: int) -> list[Tab]:
    """The tabs from a marker on, up to something else or a `===!`."""
    tab_set: list[Tab] = []
    while match is not None:
        last = indented_end(state, line, end)
        signs = match["signs"] or ""
        tab_set.append(Tab(line, last, match["label"], match.start("label"), "+" in signs))
        line = min(state.skipEmptyLines(last), end)
        if line == end or state.sCount[line] < state.blkIndent:
            break
        match = _marker(state, line)
        if match is not None and "!" in (match["signs"] or ""):
            break
    return tab_set


def write_tabs(state: StateBlock, tab_set: list[Tab], read: Callable[[int], None]) -> None:
    """Write a set of tabs; `read` parses the content of the one with a number."""
    number = state.env["tab_sets"] = state.env.get("tab_sets", 0) + 1
    box = state.push("tabs_open", "div", 1)
    box.map = [tab_set[0].line, tab_set[-1].end]
    box.attrs = {"class": "tabbed-set tabbed-alternate", "data-tabs": f"{number}:{len(tab_set)}"}
    _write_inputs(state, tab_set, number)
    _write_labels(state, tab_set, number)
    state.push("tabs_content_open", "div", 1).attrs = {"class": "tabbed-content"}
    for index, tab in enumerate(tab_set):
        block = state.push("tab_open", "div", 1)
        block.attrs = {"class": "tabbed-block"}
        block.map = [tab.line, tab.end]
        read(index)
        state.push("tab_close", "div", -1)
    state.push("tabs_content_close", "div", -1)
    state.push("tabs_close", "div", -1)


def _write_inputs(state: StateBlock, tab_set: list[Tab], number: int) -> None:
    shown = max((index for index, tab in enumerate(tab_set, 1) if tab.first_shown), default=1)
    for index in range(1, len(tab_set) + 1):
        button = state.push("tab_input", "input", 0)
        button.attrs = {"name": f"__tabbed_{number}", "type": "radio", "id": f"__tabbed_{number}_{index}"}
        if index == shown:
            button.attrs["checked"] = "checked"


def _write_labels(state: StateBlock, tab_set: list[Tab], number: int) -> None:
    state.push("tab_labels_open", "div", 1).attrs = {"class": "tabbed-labels"}
    for index, tab in enumerate(tab_set, 1):
        state.push("tab_label_open", "label", 1).attrs = {"for": f"__tabbed_{number}_{index}"}
        label = state.push("inline", "", 0)
        label.content = tab.label
        label.children = []
        label.map = [tab.line, tab.line + 1]
        label.meta["source"] = SourceMap.straight(tab.label_at)
        state.push("tab_label_close", "label", -1)
    state.push("tab_labels_close", "div", -1)
