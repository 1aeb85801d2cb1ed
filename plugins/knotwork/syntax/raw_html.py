"""Raw HTML: `<b>`, `<div>` … What HTML has no element for is text: `<pod-name>`, `List<String>`.

CommonMark takes anything in angle brackets for HTML, and lets a line with one tag open a block in which no
Markdown is read. Unless a site trusts its HTML, here an unknown name opens nothing and is shown as it is
written, and so is a name that people fill in, `<image>`, without an attribute and never closed. A line with
a frame, or with one tag of running text above further text, is a paragraph, so that the text is read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.common.html_re import close_tag, open_tag
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline, html_inline

from knotwork.html.elements import CODE, DRAWINGS, ELEMENTS, PLACEHOLDERS, REPLACED
from knotwork.model.patterns import lazy_regex
from knotwork.syntax.parse_problems import ParseProblem, report_problem
from knotwork.syntax.source_maps import joined_lines, span, spanned

_TAG = lazy_regex(f"{open_tag}|{close_tag}")
_NAME = lazy_regex(r"</?([A-Za-z][A-Za-z0-9-]*)")
_BARE = lazy_regex(r"<[A-Za-z][A-Za-z0-9-]*\s*/?>")
_CLOSING = lazy_regex(r"</([A-Za-z][A-Za-z0-9-]*)(?=[\s>])")
_OWN_BLOCKS = frozenset(block_names) | {"pre", "script", "style", "textarea"}
_CLOSERS = "html_closers"
_SHOWN_LENGTH = 60


def raw_html(*, trusted: bool) -> Callable[[MarkdownIt], None]:
    """Register HTML as CommonMark has it, with spans; unless it is `trusted`, what is no HTML is text."""

    def register(md: MarkdownIt) -> None:
        block = _recorded(html_block if trusted else _html_block)
        md.block.ruler.at("html_block", block, {"alt": ["paragraph", "reference", "blockquote"]})
        if not trusted:
            md.inline.ruler.at("html_inline", spanned(_html_inline, "html_inline"))

    return register


# -- blocks


def _recorded(rule: Callable[[StateBlock, int, int, bool], bool]) -> Callable[..., bool]:
    """The rule, leaving a source map in its token."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        count = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        if not silent:
            for token in state.tokens[count:]:
                first, last = token.map or [start, start + 1]
                token.meta["source"] = joined_lines(state, first, last, trimmed=False)
        return True

    return run


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    match = _NAME.match(state.src, at, state.eMarks[start])
    if match is None:
        return html_block(state, start, end, silent)
    name = match[1].lower()
    if name not in ELEMENTS or (name in REPLACED and name not in ("script", "style")):
        return False
    if name in DRAWINGS and state.src[at + 1] != "/":
        return _drawing(state, name, start, end, silent) or html_block(state, start, end, silent)
    if name not in _OWN_BLOCKS and start + 1 < end and not state.isEmpty(start + 1):
        return False
    return html_block(state, start, end, silent)


def _drawing(state: StateBlock, name: str, start: int, end: int, silent: bool) -> bool:
    """A drawing is one block down to its end, whatever lines are empty in it."""
    if state.is_code_block(start):
        return False
    at = state.bMarks[start] + state.tShift[start]
    closed = _closed(state.env, state.src, name, at)
    if closed is None:
        return False
    last = start
    while last < end and state.eMarks[last] < closed:
        last += 1
        if last < end and not state.isEmpty(last) and state.sCount[last] < state.blkIndent:
            return False
    if last >= end:
        return False
    if not silent:
        state.line = last + 1
        token = state.push("html_block", "", 0)
        token.map = [start, last + 1]
        token.content = state.getLines(start, last + 1, state.blkIndent, True)
    return True


# -- in running text


def _html_inline(state: StateInline, silent: bool) -> bool:
    match = _TAG.match(state.src, state.pos, state.posMax)
    named = _NAME.match(state.src, state.pos) if match else None
    if match is None or named is None:
        return html_inline(state, silent)
    name, opens = named[1].lower(), match[0][1] != "/"
    if name not in ELEMENTS or (opens and _is_placeholder(state, name, match[0])):
        if not silent:
            _report_unknown(state, match[0])
        return False
    if opens and (name in CODE or (name in DRAWINGS and not match[0].endswith("/>"))):
        end = _end_of_element(state, name)
        if end is None and name in CODE:
            end = state.posMax  # a browser reads all that follows as code
        if end is not None:
            if not silent:
                state.push("html_inline", "", 0).content = state.src[state.pos : end]
            state.pos = end
            return True
    return html_inline(state, silent)


def _is_placeholder(state: StateInline, name: str, tag: str) -> bool:
    if name not in PLACEHOLDERS or not _BARE.fullmatch(tag):
        return False
    return _closed(state.env, state.src, name, state.pos) is None


def _end_of_element(state: StateInline, name: str) -> int | None:
    closed = _closed(state.env, state.src, name, state.pos)
    end = None if closed is None else state.src.find(">", closed)
    return None if end is None or end == -1 or end >= state.posMax else end + 1


def _closed(env: Any, text: str, name: str, at: int) -> int | None:
    """Where the next closing tag of a name stands behind an offset."""
    places = _closers(env, text).get(name, [])
    index = bisect_right(places, at)
    return places[index] if index < len(places) else None


def _closers(env: Any, text: str) -> Mapping[str, list[int]]:
    """Where the closing tags of each name stand in a text; kept for the next search in it."""
    known = env.get(_CLOSERS)
    if known is None or known[0] is not text:
        closers: dict[str, list[int]] = defaultdict(list)
        for match in _CLOSING.finditer(text):
            closers[match[1].lower()].append(match.start())
        known = env[_CLOSERS] = (text, closers)
    places: Mapping[str, list[int]] = known[1]
    return places


def _report_unknown(state: StateInline, tag: str) -> None:
    place = span(state, state.pos, state.pos + len(tag))
    if place is None:
        return
    short = shortened(tag)
    help_ = f"Write `` `{short}` `` or `\\{short}`."
    title = f"Write \\{short}"
    problem = ParseProblem("unknown-html", *place, read_as_html(short), help_, ((place[0], "\\"),), title)
    report_problem(state.env, problem)


def read_as_html(tag: str) -> str:
    """The message about text in angle brackets."""
    return f"other programs read `{tag}` as an HTML tag and do not show it"


def shortened(tag: str) -> str:
    """A tag on one line, for a message."""
    line = " ".join(tag.split())
    return line if len(line) <= _SHOWN_LENGTH else f"{line[: _SHOWN_LENGTH - 1]}…"
