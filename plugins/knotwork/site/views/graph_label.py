"""The title of a note as it is written beside its dot in a drawing."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import NamedTuple


class GraphLabel(NamedTuple):
    """A note's title in a drawing."""

    text: str
    """HTML, cut to the room for it."""
    full: str
    """The attribute with the whole title; empty when that is shown."""
    width: float
    size: int
    """Bytes of the text and the attribute."""


@lru_cache(maxsize=20_000)  # a note is in the drawings of many pages
def graph_label(title: str, room: float) -> GraphLabel:
    """The label of a note with that title, at most `room` units wide."""
    title = " ".join(title.split())[:120]
    name = short(title, room)
    text = escape(name)
    full = f' aria-label="{escape(title)}"' if name != title else ""
    return GraphLabel(text, full, width(name), len(text.encode()) + len(full.encode()))


def short(text: str, room: float) -> str:
    """A text cut to a width."""
    if width(text) <= room:
        return text
    while text and width(text) > room - 10:
        text = text[:-1]
    return f"{text.rstrip()}…"


def width(text: str) -> float:
    """About how wide a label is; Chinese and Japanese signs, and emoji, are twice as wide."""
    return 7 * len(text) if text.isascii() else sum(13 if ord(sign) > 0x2E7F else 7 for sign in text)
