"""Footnotes: `text[^1]` and `[^1]: what it says`, or `text^[what it says]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from knotwork.model.body import FragmentHref, Id, OwnPiece, own_page_html
from knotwork.model.names import Anchor
from knotwork.syntax.source_maps import within

_INSIDE = "in_footnote"


def footnotes(md: MarkdownIt) -> None:
    """Register footnotes; the library finds them, the markup and the order are Python-Markdown's."""
    footnote_plugin(md, inline=False, move_to_end=False)
    md.block.ruler.at("footnote_def", _definition, {"alt": ["paragraph", "reference", "blockquote"]})
    md.inline.ruler.before("footnote_ref", "footnote_inline", within(_inline_footnote, 2))
    md.core.ruler.after("inline", "footnotes", _gather)
    md.add_render_rule("footnote_ref", _reference)
    md.add_render_rule("footnote_anchor", _backlink)
    for name, html in {
        "footnote_block_open": '<div class="footnote">\n<hr>\n<ol>\n',
        "footnote_block_close": "</ol>\n</div>\n",
    }.items():
        md.add_render_rule(name, _constant(html))
    for name in ("footnote_open", "footnote_close"):
        del md.renderer.rules[name]  # type: ignore[attr-defined]


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The library's rule, whose tokens get the lines they stand on."""
    count = len(state.tokens)
    if not footnote_def(state, start, end, silent):
        return False
    if not silent:
        state.tokens[count].map = [start, state.line]
    return True


def _inline_footnote(state: StateInline, silent: bool) -> bool:
    start = state.pos
    # a footnote in a footnote is text: each level would be one more parser on the stack
    if not state.src.startswith("^[", start) or state.env.get(_INSIDE):
        return False
    closed = parseLinkLabel(state, start + 1)
    if closed < 0:
        return False
    if not silent:
        known = state.env.setdefault("footnotes", {}).setdefault("list", {})
        number, tokens, content = len(known), list[Token](), state.src[start + 2 : closed]
        label = f"inline-{number + 1}"
        known[number] = {"label": label, "count": 1, "content": content, "tokens": tokens}
        state.env[_INSIDE] = True
        state.md.inline.parse(content, state.md, state.env, tokens)
        state.env[_INSIDE] = False
        token = state.push("footnote_ref", "", 0)
        token.meta = {"id": number, "subId": 0, "label": label, "opened": start + 2}
    state.pos = closed + 1
    return True


def _gather(state: StateCore) -> None:
    """Move the definitions behind the text: first those referred to, in that order, then the others."""
    data = state.env.get("footnotes")
    if data is None:
        return
    state.env["repeated_footnotes"] = list(_repeated(state.tokens))
    text, written, unused = _apart(state.tokens)
    state.env["unused_footnotes"] = unused
    known: dict[int, dict[str, Any]] = data.setdefault("list", {})
    for label in written:
        if data.get("refs", {}).get(":" + label, -1) < 0:
            known[len(known)] = {"label": label, "count": 0}
    if known:
        inline = _inline_bodies((text, *written.values()), known)
        text.append(Token("footnote_block_open", "div", 1, block=True))
        for number, note in known.items():
            label = note["label"]
            text += _footnote(number, note, inline.get(number) or written.get(label, []))
        text.append(Token("footnote_block_close", "div", -1, block=True))
    state.tokens = text


def _repeated(tokens: list[Token]) -> Iterator[tuple[str, list[int]]]:
    """Label and lines of each definition that another of the same label follows."""
    definitions = [token for token in tokens if token.type == "footnote_reference_open"]
    last = {token.meta["label"]: token for token in definitions}
    for token in definitions:
        label = token.meta["label"]
        if last[label] is not token and token.map is not None:
            yield label, token.map


def _apart(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]], list[Token]]:
    """The text without its definitions, and those by label, with levels as in the footnotes' list.

    Of several definitions of one label the last is taken; what stands in the others comes last.
    """
    text: list[Token] = []
    written: dict[str, list[Token]] = {}
    unused: list[list[Token]] = []
    opened: list[tuple[list[Token], int]] = [(text, 0)]
    for token in tokens:
        if token.type == "footnote_reference_open":
            unused.append(written.get(token.meta["label"], []))
            body = written[token.meta["label"]] = []
            opened.append((body, 1 - token.level))
        elif token.type == "footnote_reference_close":
            opened.pop()
        else:
            body, shift = opened[-1]
            token.level += shift
            body.append(token)
    return text, written, [token for body in unused for token in body]


def _inline_bodies(texts: Iterable[list[Token]], known: dict[int, dict[str, Any]]) -> dict[int, list[Token]]:
    """The paragraphs of the footnotes that are written where they are referred to."""
    bodies = {}
    for token in chain.from_iterable(texts):
        for child in token.children or ():
            if child.type != "footnote_ref" or "opened" not in child.meta:
                continue
            number = child.meta["id"]
            note = known[number]
            body = Token("inline", "", 0, map=token.map, level=3, block=True)
            body.content, body.children = note["content"], note["tokens"]
            if (source := token.meta.get("source")) is not None:
                body.meta["source"] = source.shifted(child.meta["opened"])
            bodies[number] = _paragraph([body])
    return bodies


def _footnote(number: int, note: dict[str, Any], body: list[Token]) -> list[Token]:
    label, count = note["label"], note["count"]
    opening = Token("footnote_open", "li", 1, attrs={"id": f"fn:{label}"}, level=1, block=True)
    opening.meta = {"label": label, "number": number + 1}
    closing = Token("footnote_close", "li", -1, level=1, block=True)
    links = [
        Token("footnote_anchor", "", 0, level=3, meta={"label": label, "number": number + 1, "subId": sub})
        for sub in range(count)
    ]
    if links and body and body[-1].type == "paragraph_close":
        links[0].meta["blank"] = True
        return [opening, *body[:-1], *links, body[-1], closing]
    return [opening, *body, *(_paragraph(links) if links else []), closing]


def _paragraph(content: list[Token]) -> list[Token]:
    opening = Token("paragraph_open", "p", 1, level=2, block=True)
    return [opening, *content, Token("paragraph_close", "p", -1, level=2, block=True)]


def reference_pieces(token: Token) -> tuple[str | OwnPiece, ...]:
    """A reference in the text, `[^1]`: its number, leading to the footnote."""
    footnote = Anchor(f"fn:{token.meta['label']}")
    number = token.meta["id"] + 1
    link = '><a class="footnote-ref"'
    return "<sup", Id(_reference_id(token)), link, FragmentHref(footnote), f">{number}</a></sup>"


def backlink_pieces(token: Token) -> tuple[str | OwnPiece, ...]:
    """The way back from a footnote to where it is referred to."""
    title = f"Jump back to footnote {token.meta['number']} in the text"
    space = "&#160;" if "blank" in token.meta else ""
    link = f'{space}<a class="footnote-backref"'
    return link, FragmentHref(_reference_id(token)), f' title="{title}">&#8617;</a>'


def _reference_id(token: Token) -> Anchor:
    again = token.meta["subId"] + 1
    return Anchor(f"fnref{again if again > 1 else ''}:{token.meta['label']}")


def _reference(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return own_page_html(reference_pieces(tokens[index]))


def _backlink(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return own_page_html(backlink_pieces(tokens[index]))


def _constant(html: str) -> Any:
    def render(
        self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        return html

    return render
