"""Markdown in HTML: `<div markdown>`, `<figure markdown="span">`, `<details markdown="1">` and their content.

In an element with the attribute `markdown` Markdown is read from its tag on, without blank lines around it:
as running text with `markdown="span"`, as blocks with `markdown="block"`, else as what the element holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from knotwork.html.elements import PUBLISHED, VOID
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap
from knotwork.syntax.fence_marks import open_fence
from knotwork.syntax.slash_blocks import SPANS, push_running_text
from knotwork.syntax.source_maps import BlockRule

_TAG = lazy_regex(
    r"""<(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*>"""
)
_MARKDOWN = lazy_regex(
    r"""\s+markdown(?:\s*=\s*(?P<quote>["']?)(?P<mode>[\w-]*)(?P=quote))?(?=[\s>])""", re.IGNORECASE
)
_MODES = {"": "auto", "1": "auto", "true": "auto", "markdown": "auto", "block": "block", "span": "span"}
_INTERRUPTED = ["paragraph", "reference", "blockquote"]
_DEPTH, _CLOSING = "markdown_in_html", "markdown_in_html_closing"
_DEEPEST = 20
"""Elements with Markdown in each other."""


def markdown_in_html(md: MarkdownIt) -> None:
    """Register the rule before that for HTML, which ends with its element within such an element."""
    html_block = next(rule.fn for rule in md.block.ruler.__rules__ if rule.name == "html_block")
    md.block.ruler.before("html_block", "markdown_html", _markdown_html, {"alt": _INTERRUPTED})
    md.block.ruler.at("html_block", _ending_with_element(html_block), {"alt": _INTERRUPTED})


def _ending_with_element(rule: BlockRule) -> BlockRule:
    """The rule for HTML, which in Markdown in HTML does not read on behind the end of its element."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not silent and state.env.get(_DEPTH):
            at = state.bMarks[start] + state.tShift[start]
            tag = _TAG.match(state.src, at, state.eMarks[end - 1])
            if tag is not None and tag["name"].lower() not in VOID:
                closed = _closing(state, tag["name"], tag.end(), start, end)
                if closed is not None and not state.src[closed[1].end() : state.eMarks[closed[0]]].strip():
                    end = closed[0] + 1
        return rule(state, start, end, silent)

    return run


def _markdown_html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or state.env.get(_DEPTH, 0) >= _DEEPEST:
        return False
    at = state.bMarks[start] + state.tShift[start]
    tag = _TAG.match(state.src, at, state.eMarks[start])
    given = _MARKDOWN.search(state.src, at, tag.end()) if tag else None
    if tag is None or given is None:
        return False
    name, mode = tag["name"].lower(), _MODES.get((given["mode"] or "").lower())
    if mode is None or name not in PUBLISHED or name in VOID or name == "pre":
        return False
    if silent:
        return True
    if mode == "auto":
        mode = "span" if name in SPANS else "block"
    closed = _closing(state, name, tag.end(), start, end)
    _write(state, tag, given, closed, mode, start, end)
    return True


def _closing(state: StateBlock, name: str, at: int, start: int, end: int) -> tuple[int, re.Match[str]] | None:
    """The line and the tag that closes an element, whose own tag ends at an offset; None where it is open."""
    closing = _closing_tags(state, name.lower()).get(at)
    if closing is None:
        return None
    for line in range(start, end):
        if line > start and not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return None
        if closing.start() < state.eMarks[line]:
            return line, closing
    return None


def _closing_tags(state: StateBlock, name: str) -> dict[int, re.Match[str]]:
    """The tags that close the elements of a name in the whole text, by where the tag of each ends."""
    known: dict[str, dict[int, re.Match[str]]] = state.env.setdefault(_CLOSING, {})
    if name not in known:
        known[name] = dict(_pairs(state.src, re.compile(rf"<(/?){name}(?=[\s>/])[^<>]*>", re.IGNORECASE)))
    return known[name]


def _pairs(text: str, tags: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Where each opening tag ends, and the tag that closes it; what is fenced counts for nothing."""
    opened: list[int] = []
    fence, at = "", 0
    for line in text.split("\n"):
        before, fence = fence, open_fence(fence, line.lstrip(" \t>"))
        if not before and not fence:
            for tag in tags.finditer(text, at, at + len(line)):
                if not tag[1]:
                    opened.append(tag.end())
                elif opened:
                    yield opened.pop(), tag
        at += len(line) + 1


def _write(
    state: StateBlock,
    tag: re.Match[str],
    given: re.Match[str],
    closed: tuple[int, re.Match[str]] | None,
    mode: str,
    start: int,
    end: int,
) -> None:
    _push_tag(state, f"{tag[0][: given.start() - tag.start()]}{tag[0][given.end() - tag.start() :]}", start)
    before = given.start() - tag.start()
    state.tokens[-1].meta["source"] = SourceMap((0, before), (tag.start(), given.end()))
    last = _container_end(state, start, end) if closed is None else closed[0] + 1
    stop = state.eMarks[last - 1] if closed is None else closed[1].start()
    _read(state, mode, start, last, tag.end(), stop)
    if closed is not None:
        line, match = closed
        _push_tag(state, match[0], line)
        state.tokens[-1].meta["source"] = SourceMap.straight(match.start())
        if state.src[match.end() : state.eMarks[line]].strip():
            _read(state, "block", line, line + 1, match.end(), state.eMarks[line])
    state.line = last


def _container_end(state: StateBlock, start: int, end: int) -> int:
    for line in range(start + 1, end):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return line
    return end


def _push_tag(state: StateBlock, html: str, line: int) -> None:
    token = state.push("html_block", "", 0)
    token.content = f"{html}\n"
    token.map = [line, line + 1]


def _read(state: StateBlock, mode: str, first: int, last: int, at: int, stop: int) -> None:
    """Parse the lines of an element; it begins at one offset of the first and ends at one of the last."""
    kept = [
        (marks, line, marks[line])
        for marks in (state.bMarks, state.tShift, state.sCount, state.eMarks)
        for line in {first, last - 1}
    ]
    before = state.lineMax, state.parentType, state.ddIndent, state.tight, state.blkIndent
    state.env[_DEPTH] = state.env.get(_DEPTH, 0) + 1
    try:
        state.eMarks[last - 1] = stop
        _begin_line(state, first, at)
        if not state.src[state.bMarks[first] : state.eMarks[first]].strip():
            first += 1
        if last > first and not state.src[state.bMarks[last - 1] : state.eMarks[last - 1]].strip():
            last -= 1
        if first >= last:
            return
        state.lineMax, state.parentType, state.ddIndent = last, "markdown_html", -1
        if mode == "span":
            push_running_text(state, first, last)
        else:
            state.md.block.tokenize(state, first, last)
    finally:
        state.env[_DEPTH] -= 1
        state.lineMax, state.parentType, state.ddIndent, state.tight, state.blkIndent = before
        for marks, line, value in kept:
            marks[line] = value


def _begin_line(state: StateBlock, line: int, at: int) -> None:
    """Let a line begin at an offset, without the space there."""
    text = state.src[at : state.eMarks[line]]
    state.bMarks[line] = at
    state.tShift[line] = len(text) - len(text.lstrip(" \t"))
    state.sCount[line] = state.blkIndent
