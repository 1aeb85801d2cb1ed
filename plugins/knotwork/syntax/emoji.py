"""Emoji and icons by name: `:smile:`, `:material-kubernetes:`, as Material for MkDocs knows them.

A name stands apart from other text, so that no time (`10:30:45`) and no path (`a:b:c`) becomes a picture;
one that begins as icons do need not.
An emoji is a character of the text. An icon belongs to the theme: the note only names it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from knotwork.model.patterns import lazy_regex

_NAMES = lazy_regex(r"(?::[\w+-]{1,80}+:)+(?![\w:/\\@=-])")
_APART = lazy_regex(r"[^\W_]|[:/\\.@=&%-]")
"""What no name follows."""
_ICON = lazy_regex(r"(?:material|fontawesome|octicons|simple)-[a-z0-9_-]+")
_WRITTEN_ICON = lazy_regex(rf":({_ICON.pattern}):")
_KEYCAP = "20e3"


def emoji(md: MarkdownIt) -> None:
    """Register the rule; unknown names stay text."""
    md.inline.ruler.before("link", "emoji", _emoji)


def _emoji(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != ":":
        return False
    is_apart = not start or _APART.match(state.src[start - 1]) is None
    match = _NAMES.match(state.src, start, state.posMax) if is_apart else None
    match = match or _WRITTEN_ICON.match(state.src, start, state.posMax)
    if match is None:
        return False
    names = match[0][1:-1].split("::")
    signs = [_sign(name) for name in names]
    if not any(sign or _ICON.fullmatch(name) for name, sign in zip(names, signs, strict=True)):
        return False
    if not silent:
        for name, sign in zip(names, signs, strict=True):
            _add(state, name, sign)
    state.pos = match.end()
    return True


def _add(state: StateInline, name: str, sign: str | None) -> None:
    if sign is None and not _ICON.fullmatch(name):
        state.push("text", "", 0).content = f":{name}:"
        return
    token = state.push("icon" if sign is None else "emoji", "", 0)
    token.content = sign or name


@lru_cache(maxsize=1024)
def _sign(name: str) -> str | None:
    """The characters of an emoji; None for a name that is none."""
    # a big table: only a note that has such a name pays for it
    from pymdownx.twemoji_db import aliases, emoji

    known = emoji.get(aliases.get(f":{name}:", f":{name}:"), {})
    # Material adds its icons to the very same table, without any characters
    return _characters(known["unicode"].split("-")) if "unicode" in known else None


def _characters(points: list[str]) -> str:
    """Characters as pictures: those that may also be drawn as signs of a text say which they are."""
    if points[-1] == _KEYCAP or (len(points) == 1 and not _is_picture(points[0])):
        points = [points[0], "fe0f", *points[1:]]
    return "".join(chr(int(point, 16)) for point in points)


def _is_picture(point: str) -> bool:
    return unicodedata.east_asian_width(chr(int(point, 16))) == "W"
