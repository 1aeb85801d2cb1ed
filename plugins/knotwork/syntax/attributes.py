"""Attribute lists: `# Heading {#id .class}`, `[link](x){ .md-button }`, `{: .x }` below a paragraph."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from knotwork.html.attributes import ADDRESSES, allowed_attribute
from knotwork.model.names import Anchor
from knotwork.model.patterns import lazy_regex

Attributes = list[tuple[str, str | None]]
"""Names and values in order; `class` may come several times, a word alone has None for a value."""

_ITEM = lazy_regex(
    r"""\.(?P<class>[^\s={}"'<>]+) | \#(?P<id>[^\s={}"'<>]+)
      | (?P<name>[A-Za-z_][\w:.-]*) (?P<equals> = (?: "(?P<double>[^"\n]*)" | '(?P<single>[^'\n]*)'
                                                   | (?P<bare>[^\s{}"'=<>`]+) ) )?""",
    re.VERBOSE,
)
_FLAGS = frozenset(
    ("autoplay", "controls", "disabled", "download", "hidden", "loop", "markdown", "muted", "open")
)
"""The words that mean something alone; braces around any other word are text."""
_TAGS = {"embed": "img"}
"""What tokens without a tag of their own become."""
_CLOSERS = frozenset(")]*_`~>:")
_HASHES = lazy_regex(r"(?:^|[ \t]+)#+$")


def attribute_lists(md: MarkdownIt) -> None:
    """Register the inline rule that reads lists, and the core rule that gives them to what they follow."""
    md.inline.ruler.before("link", "attribute_list", _attribute_list)
    md.core.ruler.before("text_join", "attribute_lists", _give)


def parse_attributes(text: str, start: int, end: int) -> tuple[Attributes, int] | None:
    """The attributes in the braces that open at `start`, and the offset behind them; None for other text."""
    at = start + 1
    if text.startswith(":", at, end):
        at += 1
    attributes: Attributes = []
    while at < end:
        if text[at] in " \t":
            at += 1
            continue
        if text[at] == "}":
            return (attributes, at + 1) if attributes else None
        match = _ITEM.match(text, at, end)
        if match is None or text[match.end() : match.end() + 1] not in (" ", "\t", "}"):
            return None
        attributes.append(_attribute(match))
        at = match.end()
    return None


def _attribute(match: re.Match[str]) -> tuple[str, str | None]:
    if match["class"]:
        return "class", match["class"]
    if match["id"]:
        return "id", match["id"]
    if match["equals"] is None:
        return match["name"], None
    return match["name"], match["double"] or match["single"] or match["bare"] or ""


def _attribute_list(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if start == 0 or state.src[start] != "{":
        return False
    before = state.src[start - 1]
    if before not in _CLOSERS and before not in " \t\n":
        return False
    parsed = parse_attributes(state.src, start, state.posMax)
    if parsed is None:
        return False
    attributes, end = parsed
    if any(value is None and not _is_flag(name) for name, value in attributes):
        return False
    if before not in _CLOSERS and state.src[end:].strip():
        return False
    if not silent:
        # what nothing takes as its own becomes text again with the other text_special tokens
        token = state.push("text_special", "", 0)
        token.content = token.markup = state.src[start:end]
        token.info = "attributes"
        token.meta = {"attributes": attributes, "start": start}
    state.pos = end
    return True


def _is_flag(name: str) -> bool:
    return name.lower() in _FLAGS or name.startswith("data-")


def _give(state: StateCore) -> None:
    if "{" not in state.src:
        return
    items: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.type in ("list_item_open", "dd_open"):
            items.append(token)
        elif token.type in ("list_item_close", "dd_close"):
            items.pop()
        elif token.type == "inline" and token.children:
            ids = state.env.setdefault("ids", {})
            token.children = _given_inline(token.children, ids)
            _give_block(token, state.tokens[index - 1], items, ids)


def _given_inline(children: list[Token], ids: dict[str, Anchor]) -> list[Token]:
    """The children without the lists that stand directly behind an element, which has them now."""
    kept: list[Token] = []
    opened: list[Token] = []
    element: Token | None = None
    for child in children:
        if element is not None and _is_list(child):
            _dress(element, child, ids)
            element = None
            continue
        kept.append(child)
        if child.nesting == 1:
            opened.append(child)
            element = None
        elif child.nesting == -1:
            element = opened.pop() if opened else None
        elif child.type != "text" or child.content:  # emphasis leaves empty texts behind
            element = child if child.type in ("code_inline", "image", "embed", "icon", "emoji") else None
    return kept


def _give_block(inline: Token, opening: Token, items: list[Token], ids: dict[str, Anchor]) -> None:
    """Give a list at the end of a heading, cell or term, or on a paragraph's last line, to that block."""
    if not inline.children or not _is_list(inline.children[-1]):
        return
    before = inline.content[: inline.children[-1].meta["start"]]
    if opening.type == "paragraph_open":
        if not before.rstrip(" \t").endswith("\n"):
            return
        owner = items[-1] if opening.hidden and items else opening
    elif opening.type in ("heading_open", "th_open", "td_open", "dt_open") and before.endswith(" "):
        owner = opening
    else:
        return
    _dress(owner, inline.children.pop(), ids)
    inline.content = before.rstrip(" \t\n")
    if inline.children and inline.children[-1].type in ("softbreak", "hardbreak"):
        inline.children.pop()
    last = inline.children[-1] if inline.children else None
    if last is not None and last.type == "text":
        last.content = last.content.rstrip(" \t\n")
        if opening.type == "heading_open":
            last.content = _HASHES.sub("", last.content)


def _is_list(token: Token) -> bool:
    return token.type == "text_special" and token.info == "attributes"


def _dress(token: Token, written: Token, ids: dict[str, Anchor]) -> None:
    """Give a token the attributes that may be published; `ids` maps each id to the published one."""
    tag = token.tag or _TAGS.get(token.type, "span")
    for name, value in written.meta["attributes"]:
        name, value = name.lower(), value or ""
        if name in ADDRESSES:
            continue
        kept = allowed_attribute(tag, name, value, heading=token.type == "heading_open")
        if kept is None:
            continue
        if name == "class":
            token.attrJoin("class", kept)
        else:
            token.attrs[name] = kept
        if name == "id":
            ids.setdefault(value.strip(), Anchor(kept))
