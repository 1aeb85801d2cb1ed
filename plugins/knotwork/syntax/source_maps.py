"""Where inline content came from: every block rule leaves a source map, every inline rule a span.

markdown-it has no inline positions. Its block rules cut prefixes away and join lines; the rules here
call them and then, while the state still knows each line's indent, write down what was cut. Inline
rules get from `span` the source offsets of what they matched. Spans are never found by searching for text.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS, isStrSpace
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_block import StateBlock, heading, lheading, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from knotwork.model.text import SourceMap

BlockRule = Callable[[StateBlock, int, int, bool], bool]

INLINE_LIMIT = 20
"""Levels of brackets in brackets; CommonMark's own preset has the same."""

_MAP = "knotwork_map"
_SHIFT = "knotwork_shift"
_BLOCK_TERMINATORS = ["paragraph", "reference", "blockquote"]


def source_maps(md: MarkdownIt) -> None:
    """Make block rules record source maps and inline links and HTML their spans."""
    block = md.block.ruler
    block.at("heading", _recorded_leaf(heading, _heading), {"alt": _BLOCK_TERMINATORS})
    block.at("lheading", _recorded_leaf(lheading, joined_lines))
    block.at("paragraph", _recorded_leaf(paragraph, joined_lines))
    inline = md.inline.ruler
    inline.at("link", spanned(link, "link_open"))
    inline.at("image", spanned(within(image, 2), "image"))
    inline.at("autolink", spanned(autolink, "link_open"))
    inline.at("html_inline", spanned(html_inline, "html_inline"))
    md.core.ruler.at("inline", _inline)


def span(state: StateInline, start: int, end: int) -> tuple[int, int] | None:
    """The source offsets of the inline content between two positions; None where no map is known."""
    return source_span(state.env, start, end)


def source_span(env: EnvType, start: int, end: int) -> tuple[int, int] | None:
    """The same of the content that is being read; `env` is the parser's."""
    source: SourceMap | None = env.get(_MAP)
    if source is None:
        return None
    shift: int = env.get(_SHIFT, 0)
    return source.offset(shift + start), source.end(shift + end)


def spanned(rule: RuleFuncInlineType, token_type: str) -> RuleFuncInlineType:
    """The rule, leaving its match's span in `meta["span"]` of the token of that type."""

    def run(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            # pending text may have been flushed as a token of its own first
            for token in state.tokens[count : count + 2]:
                if token.type == token_type:
                    token.meta["span"] = span(state, start, state.pos)
                    break
        return True

    return run


def within(rule: RuleFuncInlineType, opening: int) -> RuleFuncInlineType:
    """A rule that parses a part of its content apart: offsets in that part count from `opening` on."""

    def run(state: StateInline, silent: bool) -> bool:
        before = state.env.get(_SHIFT, 0)
        state.env[_SHIFT] = before + state.pos + opening
        try:
            return rule(state, silent)
        finally:
            state.env[_SHIFT] = before

    return run


def with_source(rule: BlockRule, source: Callable[[StateBlock, Token], SourceMap]) -> BlockRule:
    """A block rule whose own inline tokens get the map that `source` makes of the state just then."""

    def mapped(state: StateBlock, tokens: list[Token]) -> None:
        for token in tokens:
            token.meta["source"] = source(state, token)

    return _recorded(rule, mapped)


def line_source(state: StateBlock, line: int, skipped: int = 0) -> SourceMap:
    """The map of content that is a 0-based line's text, without its indent and `skipped` characters."""
    return SourceMap.straight(state.bMarks[line] + state.tShift[line] + skipped)


def _inline(state: StateCore) -> None:
    # the limit of nested blocks would be twenty seconds of brackets looking for their partners
    md = copy(state.md)
    md.options = OptionsDict(dict(md.options, maxNesting=INLINE_LIMIT))  # type: ignore[arg-type]
    for token in state.tokens:
        if token.type == "inline":
            if token.children is None:
                token.children = []
            state.env[_MAP] = token.meta.get("source")
            md.inline.parse(token.content, md, state.env, token.children)
    state.env[_MAP] = None


def _recorded(rule: BlockRule, record: Callable[[StateBlock, list[Token]], None]) -> BlockRule:
    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        count = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        if not silent:
            fresh = [
                token
                for token in state.tokens[count:]
                if token.type == "inline" and "source" not in token.meta
            ]
            for token in fresh:
                token.meta["written"] = token.content
            record(state, fresh)
        return True

    return run


def _recorded_leaf(rule: BlockRule, source: Callable[[StateBlock, int, int], SourceMap]) -> BlockRule:
    """A rule that writes three tokens: the start of a block, its inline content, its end."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if not silent:
            token = state.tokens[-2]
            assert token.map is not None, "a block of text knows its lines"
            token.meta["written"] = token.content
            token.meta["source"] = source(state, *token.map)
        return True

    return run


def joined_lines(state: StateBlock, first: int, last: int, *, trimmed: bool = True) -> SourceMap:
    """Lines joined, each without the indent of its container; `trimmed` at the start, as paragraphs are."""
    content: list[int] = []
    source: list[int] = []
    length = 0
    for line in range(first, last):
        start, spaces = line_cut(state, line, state.blkIndent)
        if trimmed and not content:
            # the block's content is trimmed: of spaces, and of whole lines that hold U+2028 and the like
            spaces = 0
            while start < state.eMarks[line] and state.src[start] in MD_TRIM_CHARS:
                start += 1
            if start == state.eMarks[line]:
                continue
        # a tab wider than the indent left spaces that the source does not have: all are that tab
        for space in range(spaces):
            content.append(length + space)
            source.append(start - 1)
        content.append(length + spaces)
        source.append(start)
        length += spaces + state.eMarks[line] + 1 - start
    return SourceMap(tuple(content), tuple(source)) if content else line_source(state, first)


def push_text(state: StateBlock, lines: tuple[int, int], text: str, source: SourceMap) -> None:
    """Write running text; `lines` are its first line and the one behind its last."""
    inline = state.push("inline", "", 0)
    inline.map = [*lines]
    inline.children = []
    inline.content = text
    inline.meta = {"written": text, "source": source}


def line_cut(state: StateBlock, line: int, indent: int) -> tuple[int, int]:
    """Where `getLines` starts to copy a line, and how many spaces it puts before it (see StateBlock)."""
    width, first, begin = 0, state.bMarks[line], state.bMarks[line]
    while first < state.eMarks[line] and width < indent:
        character = state.src[first]
        if isStrSpace(character):
            width += 4 - (width + state.bsCount[line]) % 4 if character == "\t" else 1
        elif first - begin < state.tShift[line]:
            width += 1
        else:
            break
        first += 1
    return first, max(0, width - indent)


def _heading(state: StateBlock, line: int, _: int) -> SourceMap:
    at, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    while at < end and state.src[at] == "#":
        at += 1
    while at < end and state.src[at] in MD_TRIM_CHARS:
        at += 1
    return SourceMap.straight(at)
