"""Task lists: `- [ ] to do`, `- [x] done`, with the check box Material draws, and `- [/] half done`.

Of further states Obsidian and its themes have many. Here a single sign is one (`[/]`, `[-]`, `[>]`, `[?]`).
A letter is one in a vault of Obsidian (`[i]`, `[S]`); elsewhere it is text, as digits are anywhere: `[1]` and
`[a]` number things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap

_STATE = lazy_regex(r"\[([^\w\s\[\]\\^|])\][ \t]+(?=\S)")
_ANY_STATE = lazy_regex(r"\[([^\d\s\[\]\\^|])\][ \t]+(?=\S)")
_BOX = re.compile(r"\[[^\d\[\]\\^|]\]")
"""What a text without tasks has nowhere."""
_NAMES = {
    "/": "in progress",
    "-": "cancelled",
    ">": "forwarded",
    "<": "scheduled",
    "?": "question",
    "!": "important",
    "*": "starred",
    '"': "quote",
    "+": "for",
    "~": "dropped",
    "n": "pinned",
    "l": "location",
    "i": "information",
    "I": "idea",
    "S": "amount of money",
    "p": "pro",
    "c": "con",
    "b": "bookmark",
    "f": "fire",
    "k": "key",
    "w": "win",
    "u": "up",
    "d": "down",
    "D": "draft",
    "P": "open pull request",
    "M": "merged pull request",
}


def tasks(*, any_state: bool) -> Callable[[MarkdownIt], None]:
    """A plugin for task items, of which a letter may be the state, too, if `any_state` may.

    Each item is a `list_item_open` with `meta["checked"]`, its box a `task_box` token.
    """
    pattern = _ANY_STATE if any_state else _STATE

    def register(md: MarkdownIt) -> None:
        md.options["tasklists"] = True
        md.core.ruler.before("inline", "task_states", lambda state: _states(state, pattern))
        md.core.ruler.before("text_join", "tasks", _tasks)
        md.add_render_rule("list_item_open", _item)
        md.add_render_rule("task_box", _box)

    return register


def _states(state: StateCore, pattern: re.Pattern[str]) -> None:
    """Give items such as `[/] half done` their state, and take it from their text."""
    if not _BOX.search(state.src):
        return
    known = state.env.get("references", {})
    lists: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and state.tokens[index + 1].type == "paragraph_open":
            inline = state.tokens[index + 2]
            match = pattern.match(inline.content)
            if match is None or match[1] in known or "checked" in token.meta:
                continue
            token.meta |= {"checked": match[1] == "-", "state": match[1]}
            token.attrs["data-task"] = match[1]
            token.attrJoin("class", "task-list-item")
            lists[-1].attrs["class"] = "task-list"
            source: SourceMap = inline.meta["source"]
            inline.meta["source"] = source.shifted(match.end())
            inline.content = inline.meta["written"] = inline.content[match.end() :]


def _tasks(state: StateCore) -> None:
    """Put each box where its item's text begins: in its paragraph, or before its first block."""
    if not _BOX.search(state.src):
        return
    tokens: list[Token] = []
    for index, token in enumerate(state.tokens):
        tokens.append(token)
        if token.attrs.get("class") == "contains-task-list":
            token.attrs["class"] = "task-list"
        if token.type != "list_item_open" or "checked" not in token.meta:
            continue
        box = Token("task_box", "", 0, meta=dict(token.meta))
        if state.tokens[index + 1].type == "paragraph_open":
            inline = state.tokens[index + 2]
            inline.children = [box, *(inline.children or [])]
        else:
            box.level = token.level + 1
            tokens.append(box)
    state.tokens = tokens


def _item(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    # markdown-it's own rule would write a second, plain box
    return self.renderToken(tokens, index, options, env)


def _box(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    sign = tokens[index].meta.get("state")
    if sign is not None:
        return (
            '<label class="task-list-control"><input type="checkbox" disabled '
            f'aria-label="{_NAMES.get(sign, "marked")}"><span class="task-list-indicator" '
            f'data-task="{escape(sign)}"></span></label> '
        )
    name, checked = ("done", " checked") if tokens[index].meta["checked"] else ("to do", "")
    return (
        f'<label class="task-list-control"><input type="checkbox" disabled{checked} aria-label="{name}">'
        '<span class="task-list-indicator"></span></label> '
    )
