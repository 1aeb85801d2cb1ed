"""Keys to press: `++ctrl+alt+del++`, `++"Run"++`, as Material for MkDocs draws them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from knotwork.model.patterns import lazy_regex

_KEY = r"""[\w-]{1,40}|"[^"\\\n]{1,40}"|'[^'\\\n]{1,40}'"""
_KEYS = lazy_regex(rf"\+\+((?:{_KEY})(?:\+(?:{_KEY})){{0,9}})\+\+(?!\+)")
_ONE = lazy_regex(_KEY)
_WORD = lazy_regex(r"[\w+]")
_CAMEL = lazy_regex(r"(?<=[a-z])(?=[A-Z])")

Key = tuple[str, str]
"""What tells a key from others, in its class (empty: nothing), and what stands on it."""


def keys(md: MarkdownIt) -> None:
    """Register the rule; a key that nobody knows, or a letter beside them (`i++j++`), leaves all as text."""
    md.inline.ruler.before("emphasis", "keys", _keys)
    md.add_render_rule("keys", _html)


def _keys(state: StateInline, silent: bool) -> bool:
    match = _KEYS.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    around = state.src[max(state.pos - 1, 0) : state.pos] + state.src[match.end() : match.end() + 1]
    if _WORD.search(around):
        return False
    pressed = list(_pressed(match[1]))
    if None in pressed:
        return False
    if not silent:
        token = state.push("keys", "span", 0)
        known = [key for key in pressed if key is not None]
        token.content = "+".join(name for _, name in known)
        token.meta["keys"] = known
    state.pos = match.end()
    return True


def _pressed(written: str) -> Iterator[Key | None]:
    # only a note that has keys pays for their names
    from pymdownx.keymap_db import aliases, keymap

    for key in _ONE.findall(written):
        if key[0] in "\"'":
            yield "", key[1:-1].strip()
            continue
        name = _CAMEL.sub("-", key).lower()
        name = aliases.get(name, name)
        yield (name, keymap[name]) if name in keymap else None


def _html(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    written = tokens[index].meta["keys"]
    drawn = "<span>+</span>".join(_key_html(kind, name) for kind, name in written)
    return f'<span class="keys">{drawn}</span>'


def _key_html(kind: str, name: str) -> str:
    attributes = f' class="key-{kind}"' if kind else ""
    return f"<kbd{attributes}>{escape(name, quote=False)}</kbd>"
