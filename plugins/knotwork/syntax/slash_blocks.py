"""Blocks between slashes: `/// note | Title`, their content, `///`.

They are admonitions (`/// warning`, `/// admonition | Title` with `type:` below it), folded ones
(`/// details | Title`), content tabs (`/// tab | Label`), elements of HTML (`/// html | div.class#id`), and
the captions of what stands above them (`/// caption`, `/// figure-caption`, `/// table-caption`). Options
are lines of YAML that are indented by four columns. A block in a block has more slashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import Struct

from knotwork.html.attributes import allowed_attribute
from knotwork.html.elements import PUBLISHED, VOID
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap
from knotwork.syntax.admonition import dress, title_tokens
from knotwork.syntax.fence_marks import open_fence
from knotwork.syntax.parse_problems import ParseProblem, report_problem
from knotwork.syntax.source_maps import joined_lines, push_text
from knotwork.syntax.tabs import Tab, write_tabs

_START = lazy_regex(r"(?P<marks>/{3,20}) *(?P<name>[\w-]+) *(?:\|[ \t]*(?P<argument>.*?))?[ \t]*$")
_END = lazy_regex(r"(/{3,})[ \t]*$")
_SELECTOR = lazy_regex(
    r"""\#(?P<id>[\w-]+) | \.(?P<class>[\w-]+)
      | \[\s*(?P<name>[\w-]+)\s*(?:=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w-]+)))?\s*\]""",
    re.VERBOSE,
)
_TAG = lazy_regex(r"[A-Za-z][A-Za-z0-9-]*")
_WORDS = lazy_regex(r"[_-]+")
_LONGEST_OPTIONS = 2_000
"""Characters of the options of a block."""

_ADMONITIONS = frozenset(
    "abstract attention bug caution danger error example failure hint important info note question quote "
    "success tip warning".split()
)
_CAPTIONS: Mapping[str, str] = {"caption": "", "figure-caption": "Figure", "table-caption": "Table"}
"""The blocks that are captions, and the word before their number."""
_FIGURES = lazy_regex(r"<(?:audio|figure|img|picture|table|video)\b", re.IGNORECASE)
"""The HTML that may have a caption."""
SPANS = frozenset("address dd dt h1 h2 h3 h4 h5 h6 legend li p summary td th".split())
"""The elements of which the content is running text."""

_Options = Mapping[str, Any]


class _Block(Struct, frozen=True):
    """A block as its first lines say."""

    name: str
    argument: str | None
    """The text behind the bar, None without a bar."""
    argument_at: int
    """Where its argument stands in the source."""
    options: _Options
    line: int
    first: int
    """The first line of its content."""
    last: int
    """The line behind its content."""
    end: int
    """The line behind the block."""

    def text(self, key: str) -> str:
        """An option that is a text; empty without it."""
        value = self.options.get(key)
        return value if isinstance(value, str) else ""

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes that its author gives."""
        given = self.options.get("attrs")
        return {str(key): str(value) for key, value in given.items()} if isinstance(given, dict) else {}


def slash_blocks(md: MarkdownIt) -> None:
    """Register the blocks; they end a paragraph above them."""
    md.block.ruler.before(
        "fence", "slash_block", _slash_block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.core.ruler.after("inline", "caption_numbers", _number_captions)
    md.add_render_rule("caption_prefix", _prefix_html)


def _slash_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _start(state, start)
    if match is None:
        return False
    writer = _writer(match["name"])
    if writer is None:
        if not silent:
            _report_unknown(state, match, start, end)
        return False
    if _end_of(state, match, start, end) is None:
        return False
    if silent:
        return True
    block = _block(state, match, start, end)
    if block is not None and writer(state, block, end):
        return True
    message = f"this `/// {match['name']}` cannot be read: its marks are shown as text"
    help_ = (
        "Its first line or its options are no block's, or a comment is in its HTML; "
        "a caption stands below what it is for."
    )
    report_problem(state.env, ParseProblem("unread-syntax", match.start(), match.end(), message, help_))
    return False


def _start(state: StateBlock, line: int) -> re.Match[str] | None:
    if state.is_code_block(line):
        return None
    return _START.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])


def _block(state: StateBlock, match: re.Match[str], start: int, end: int) -> _Block | None:
    """What a block's first lines say; None when its options cannot be read."""
    first = start + 1
    while first < end and state.is_code_block(first) and not state.isEmpty(first):
        first += 1
    options = _options(state.getLines(start + 1, first, state.blkIndent, False))
    if options is None:
        return None
    last = _end_of(state, match, start, end)
    assert last is not None, "a block has an end"
    at = match.start("name" if match["argument"] is None else "argument")
    return _Block(
        match["name"].lower(), match["argument"], at, options, start, min(first, last), last, last + 1
    )


def _options(text: str) -> _Options | None:
    if not text.strip():
        return {}
    if len(text) > _LONGEST_OPTIONS or "&" in text:
        return None
    try:
        options = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return options if isinstance(options, dict) else None


def _is_outside(state: StateBlock, line: int) -> bool:
    """Whether the container of a block has ended before a line."""
    return not state.isEmpty(line) and state.sCount[line] < state.blkIndent


def _end_of(state: StateBlock, match: re.Match[str], start: int, end: int) -> int | None:
    """The line of a block's end; None without one. What is fenced ends nothing."""
    marks = len(match["marks"])
    # of ten thousand blocks without an end, each would look through all below it
    endless = state.env.setdefault("slash_endless", {})
    key = marks, end, state.blkIndent
    if endless.get(key, end) <= start:
        return None
    fence = ""
    for line in range(start + 1, end):
        if _is_outside(state, line):
            return None
        if state.is_code_block(line):
            continue
        at, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        before, fence = fence, open_fence(fence, state.src[at:stop])
        if before or fence:
            continue
        if (closed := _END.match(state.src, at, stop)) and len(closed[1]) == marks:
            return line
    endless[key] = min(start, endless.get(key, end))
    return None


def _report_unknown(state: StateBlock, match: re.Match[str], start: int, end: int) -> None:
    """A block of another name, when it has an end."""
    if _end_of(state, match, start, end) is None:
        return
    message = f"notes have no block `/// {match['name']}`: its marks are shown as text"
    help_ = "Blocks are admonitions (`/// note`), `details`, `tab`, `html` and captions."
    report_problem(state.env, ParseProblem("unread-syntax", match.start(), match.end(), message, help_))


# -- what is written for each


_Writer = Callable[[StateBlock, _Block, int], bool]


def _writer(name: str) -> _Writer | None:
    name = name.lower()
    if name in _ADMONITIONS or name == "admonition":
        return _write_admonition
    if name == "details" or name.removeprefix("details-") in _ADMONITIONS:
        return _write_details
    if name in _CAPTIONS:
        return _write_caption
    return {"tab": _write_tabs, "html": _write_html}.get(name)


def _write_admonition(state: StateBlock, block: _Block, end: int) -> bool:
    kind = block.name if block.name != "admonition" else block.text("type")
    return _write_box(state, block, kind, "")


def _write_details(state: StateBlock, block: _Block, end: int) -> bool:
    kind = block.name.removeprefix("details-") if block.name != "details" else block.text("type")
    return _write_box(state, block, kind, "+" if block.options.get("open") is True else "-")


def _write_box(state: StateBlock, block: _Block, kind: str, fold: str) -> bool:
    box = state.push("admonition_open", "div", 1)
    box.map = [block.line, block.end]
    box.markup = "///"
    dress(box, kind, fold)
    _give(box, block.attributes)
    title = _WORDS.sub(" ", kind).title() if block.argument is None else block.argument
    if title:
        state.tokens += title_tokens(box, title, block.line, SourceMap.straight(block.argument_at))
    _read_content(state, block)
    state.push("admonition_close", box.tag, -1).markup = "///"
    return True


def _write_tabs(state: StateBlock, block: _Block, end: int) -> bool:
    tab_set = [block]
    while (line := min(state.skipEmptyLines(tab_set[-1].end), end)) < end and not _is_outside(state, line):
        match = _start(state, line)
        following = _block(state, match, line, end) if match and match["name"].lower() == "tab" else None
        if following is None or following.options.get("new") is True:
            break
        tab_set.append(following)
    tabs = [
        Tab(tab.line, tab.end, tab.argument or "", tab.argument_at, tab.options.get("select") is True)
        for tab in tab_set
    ]
    write_tabs(state, tabs, lambda number: _read_content(state, tab_set[number]))
    state.line = tab_set[-1].end
    return True


def _write_html(state: StateBlock, block: _Block, end: int) -> bool:
    argument = (block.argument or "").strip()
    named = _TAG.match(argument)
    if named is None or named[0].lower() not in PUBLISHED:
        return False
    name, at = named[0].lower(), named.end()
    attributes: dict[str, str] = {}
    while at < len(argument):
        part = _SELECTOR.match(argument, at)
        if part is None:
            return False
        if part["id"]:
            attributes["id"] = part["id"]
        elif part["class"]:
            attributes["class"] = f"{attributes.get('class', '')} {part['class']}".strip()
        else:
            attributes[part["name"].lower()] = part["double"] or part["single"] or part["bare"] or ""
        at = part.end()
    attributes.update(block.attributes)
    mode = block.text("markdown") or "auto"
    is_raw = mode in ("raw", "html") or (mode == "auto" and name == "pre")
    raw = state.getLines(block.first, block.last, state.blkIndent, True) if is_raw else ""
    if name != "pre" and ("%%" in raw or raw.rfind("<!--") > raw.rfind("-->")):
        return False  # what other programs hide as a comment is read as one
    written = "".join(f' {escape(key)}="{escape(value)}"' for key, value in attributes.items())
    _push_html(state, f"<{name}{written}>\n", block.line)
    if name not in VOID:
        if is_raw:
            _push_html(state, raw if mode == "html" else escape(raw, quote=False), block.line)
        elif mode == "inline" or (mode == "auto" and name in SPANS):
            push_running_text(state, block.first, block.last)
        else:
            _read_content(state, block)
        _push_html(state, f"</{name}>\n", max(block.line, block.end - 1))
    state.line = block.end
    return True


def _write_caption(state: StateBlock, block: _Block, end: int) -> bool:
    opening = _block_above(state)
    if opening is None:
        return False
    word = _CAPTIONS[block.name]
    figure = Token("figure_open", "figure", 1, level=state.level, block=True, map=state.tokens[opening].map)
    for token in state.tokens[opening:]:
        token.level += 1
    state.tokens.insert(opening, figure)
    state.level += 1
    state.push("caption_open", "figcaption", 1).map = [block.line, block.end]
    first = len(state.tokens)
    _read_content(state, block)
    if word:
        number = state.env.setdefault("captions", {})
        number[word] = number.get(word, 0) + 1
        figure.attrs["id"] = f"__{block.name}_{number[word]}"
        if [token.type for token in state.tokens[first : first + 2]] == ["paragraph_open", "inline"]:
            state.tokens[first + 1].meta["prefix"] = f"{word} {number[word]}."
    _give(figure, block.attributes)
    state.push("caption_close", "figcaption", -1)
    state.push("figure_close", "figure", -1)
    state.line = block.end
    return True


def _number_captions(state: StateCore) -> None:
    """Write the numbers of captions, once their text is parsed."""
    if "captions" not in state.env:
        return
    for token in state.tokens:
        if token.children is not None and "prefix" in token.meta:
            token.children.insert(0, Token("caption_prefix", "span", 0, content=token.meta["prefix"]))


def _prefix_html(self: RendererHTML, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return f'<span class="caption-prefix">{tokens[index].content}</span> '


def _block_above(state: StateBlock) -> int | None:
    """The index of the token that opens the block above, in the same container; None without one."""
    for index in range(len(state.tokens) - 1, -1, -1):
        token = state.tokens[index]
        if token.level < state.level:
            return None
        if token.level == state.level and token.nesting != -1:
            is_part = token.type == "html_block" and not _FIGURES.match(token.content)
            return None if is_part or token.type in ("figure_open", "heading_open") else index
    return None


def _give(token: Token, attributes: Mapping[str, str]) -> None:
    """Give a token the attributes that may be published."""
    for name, value in attributes.items():
        kept = allowed_attribute(token.tag, name.lower(), value)
        if kept is None:
            continue
        if name.lower() == "class":
            token.attrJoin("class", kept)
        else:
            token.attrs[name.lower()] = kept


# -- parts of it


def _push_html(state: StateBlock, html: str, line: int) -> None:
    """Write a tag that a line stands for."""
    token = state.push("html_block", "", 0)
    token.content = html
    token.map = [line, line + 1]
    at = state.bMarks[line] + state.tShift[line]
    # however long it is, it stands for what is written on the line
    ends = tuple(range(1, len(html) + 1))
    token.meta["source"] = SourceMap((0, *ends), (at, *(min(at + end, state.eMarks[line]) for end in ends)))


def push_running_text(state: StateBlock, first: int, last: int) -> None:
    """Write lines as the running text of the element around them."""
    state.push("paragraph_open", "p", 1).hidden = True
    state.tokens[-1].map = [first, last]
    source = joined_lines(state, first, last) if first < last else SourceMap((0,), (0,))
    push_text(state, (first, last), state.getLines(first, last, state.blkIndent, False).strip(), source)
    state.push("paragraph_close", "p", -1).hidden = True


def _read_content(state: StateBlock, block: _Block) -> None:
    """Parse the lines of a block as blocks of their own."""
    before = state.lineMax, state.parentType, state.ddIndent, state.tight
    state.lineMax = block.last
    state.parentType = "slash_block"
    state.ddIndent = -1
    try:
        state.md.block.tokenize(state, block.first, block.last)
    finally:
        state.lineMax, state.parentType, state.ddIndent, state.tight = before
    state.line = block.end
