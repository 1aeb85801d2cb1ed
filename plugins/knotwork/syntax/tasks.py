"""Task lists: `- [ ] to do`, `- [x] done`, with the check box Material draws."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict


def tasks(md: MarkdownIt) -> None:
    """Turn task items on; each is a `list_item_open` with `meta["checked"]`, its box a `task_box` token."""
    md.options["tasklists"] = True
    md.core.ruler.before("text_join", "tasks", _tasks)
    md.add_render_rule("list_item_open", _item)
    md.add_render_rule("task_box", _box)


def _tasks(state: StateCore) -> None:
    """Put each box where its item's text begins: in its paragraph, or before its first block."""
    tokens: list[Token] = []
    for index, token in enumerate(state.tokens):
        tokens.append(token)
        if token.attrs.get("class") == "contains-task-list":
            token.attrs["class"] = "task-list"
        if token.type != "list_item_open" or "checked" not in token.meta:
            continue
        box = Token("task_box", "", 0, meta={"checked": token.meta["checked"]})
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
    name, checked = ("done", " checked") if tokens[index].meta["checked"] else ("to do", "")
    return (
        f'<label class="task-list-control"><input type="checkbox" disabled{checked} aria-label="{name}">'
        '<span class="task-list-indicator"></span></label> '
    )
