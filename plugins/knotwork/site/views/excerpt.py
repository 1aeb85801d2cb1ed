"""Inline HTML cut to the text around its mark, and names marked in it; tags stay complete and balanced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from operator import itemgetter

from knotwork.knowledge.mentions import is_whole, lowered
from knotwork.model.patterns import lazy_regex

LONG = 320
"""Characters of visible text from which a block is cut to the text around its mark."""

TOO_LONG = 5_000
"""Characters from which a block is cut as plain text: rendering a huge block for every link is too slow."""

_BEYOND = 50
"""Characters by which the last word may pass the end of an excerpt: a longer one, an address, is cut."""

_TOKEN = re.compile(r"<[^>]*>|[^<]+|<")
_WORD = re.compile(r"\s*\S+\s*|\s+")
_BEGUN = lazy_regex(r"&[^;\s]*\Z")
"""A character reference that is cut."""
_NAME = lazy_regex(r"<(/?)([A-Za-z][\w:-]*)")
_VOID = frozenset(("br", "img", "input", "wbr", "hr", "source"))
_NO_PROSE = frozenset(("a", "code", "kbd", "mark", "math", "pre", "samp", "script", "style", "var"))


def excerpt(html: str, longest: int = LONG) -> str:
    """Inline HTML cut to about that many visible characters around its first `<mark>`, or from its start.

    It ends with a word, which may pass that number by `_BEYOND`.
    """
    before, _, _ = html.partition("<mark>")
    at = sum(len(token) for token in _TOKEN.findall(before) if not _is_tag(token)) if before != html else 0
    start = at - longest // 3 if at > longest // 3 else 0
    inside = _Window(start, start + longest)
    for token in _TOKEN.findall(html):
        if not inside.takes(token):
            break
    return inside.html()


def plain_excerpt(text: str, start: int = 0, end: int = 0) -> str:
    """Plain text as HTML, cut to the text around `start` to `end`, which is marked."""
    first, last = max(0, start - LONG // 3), start + LONG * 2 // 3
    last = max(last, end)
    before, marked_text, after = text[first:start], text[start:end], text[end:last]
    shown = f"<mark>{escape(marked_text)}</mark>" if marked_text else ""
    return f"{'… ' if first else ''}{escape(before)}{shown}{escape(after)}{' …' if last < len(text) else ''}"


class _Window:
    """The stretch of a text that is shown, its characters counted without tags."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.at = 0
        self.open: list[str] = []
        self.out: list[str] = [] if start else [""]
        self.cut = False

    def takes(self, token: str) -> bool:
        """Add the part of a token that is shown; False after the end."""
        if _is_tag(token):
            self._tag(token)
            return True
        if self.start <= self.at and self.at + len(token) <= self.end:
            self._begin()
            self.out.append(token)
            self.at += len(token)
            return True
        for word in map(itemgetter(0), _WORD.finditer(token)):
            if self.at >= self.end:
                self.cut = True
                return False
            if self.at >= self.start:
                self._begin()
                room = self.end + _BEYOND - self.at
                if len(word) > room:
                    self.out.append(_BEGUN.sub("", word[:room]))
                    self.cut = True
                    return False
                self.out.append(word)
            self.at += len(word)
        return True

    def html(self) -> str:
        """The shown HTML, its tags closed."""
        self._begin()
        closing = [f"</{_name(tag)[1]}>" for tag in reversed(self.open)]
        return f"{''.join(self.out).rstrip()}{' …' if self.cut else ''}{''.join(closing)}"

    def _begin(self) -> None:
        if not self.out:
            self.out += ["… ", *self.open]

    def _tag(self, tag: str) -> None:
        closes, name = _name(tag)
        if self.out:
            self.out.append(tag)
        if name in _VOID or not name or tag.endswith("/>"):
            return
        if not closes:
            self.open.append(tag)
        elif self.open:
            self.open.pop()


def marked(html: str, name: str) -> str | None:
    """Inline HTML with the first occurrence of a name in its prose marked; None when markup divides it."""
    key = lowered(escape(name))
    out: list[str] = []
    depth = 0
    tokens = iter(_TOKEN.findall(html))
    for token in tokens:
        if _is_tag(token):
            closes, tag = _name(token)
            if tag in _NO_PROSE:
                depth = max(0, depth - 1) if closes else depth + 1
        elif not depth and (place := _first(token, key)):
            start, end = place
            return "".join((*out, token[:start], "<mark>", token[start:end], "</mark>", token[end:], *tokens))
        out.append(token)
    return None


def _first(text: str, key: str) -> tuple[int, int] | None:
    return next(_occurrences(text, key), None)


def _occurrences(text: str, key: str) -> Iterator[tuple[int, int]]:
    lower, start = lowered(text), -1
    while (start := lower.find(key, start + 1)) != -1:
        if is_whole(text, start, start + len(key)):
            yield start, start + len(key)


def _is_tag(token: str) -> bool:
    return len(token) > 1 and token.startswith("<")


def _name(tag: str) -> tuple[bool, str]:
    """Whether a tag closes, and its element's name; empty for a comment."""
    match = _NAME.match(tag)
    return (match[1] == "/", match[2].lower()) if match else (False, "")
