"""Pages in blocks: what an index says of some neighbours, which is the same as long as those pages are.

A block knows nothing of the others, nor what number its first page has: it is kept between builds, and one
page that was edited, added or removed costs the block it is in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar

from msgspec import Struct

from knotwork.site.bundle import inert
from knotwork.site.search.pages import SearchPage, Weight

FEWEST, MOST = 12, 64
"""Pages in a block, but for the last."""
_ENDS = 20
"""One page of so many ends a block, whatever stands before it."""
_TEXT_BYTES = 10_000
"""About how much a file of texts holds, before a server compresses it."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NUMBERS: tuple[str, ...] = (*_DIGITS, *(first + last for first in _DIGITS[1:] for last in _DIGITS))

Page = TypeVar("Page")


class PageHead(Struct, frozen=True, array_like=True, gc=False):
    """What an index says of a page beside its words and texts: see `SearchPage`."""

    url: str
    title: str
    tags: tuple[str, ...]
    boost: float


class Block(Struct, frozen=True, array_like=True, gc=False):
    """Some neighbours."""

    heads: list[PageHead]
    words: str
    """The words, sorted, a line each."""
    postings: str
    """The pages that have each of them, a line each: the distance of each page from the one before (the first
    from the beginning of the block), in base 36, with the word's weight there."""
    texts: list[tuple[int, str]]
    """For each file of texts the number of its first page in the block, and its content: JSON."""


def blocks(pages: Iterable[tuple[str, Page]]) -> Iterator[list[Page]]:
    """Pages by address, in blocks; where one ends has to do with the pages near to that place alone."""
    block: list[Page] = []
    for url, page in pages:
        block.append(page)
        is_end = len(block) >= FEWEST and blake2b(url.encode("utf-8", "replace")).digest()[0] % _ENDS == 0
        if is_end or len(block) == MOST:
            yield block
            block = []
    if block:
        yield block


def block_of(pages: Sequence[SearchPage]) -> Block:
    """What an index says of pages that stand one after the other."""
    heads = [PageHead(page.url, page.title, page.tags, page.boost) for page in pages]
    postings = dict(_postings(pages))
    return Block(heads, "\n".join(postings), "\n".join(postings.values()), list(_texts(pages)))


def number(value: int) -> str:
    """A number in base 36."""
    if value < len(_NUMBERS):
        return _NUMBERS[value]
    digits = ""
    while value:
        value, digit = divmod(value, 36)
        digits = _DIGITS[digit] + digits
    return digits


def _postings(pages: Sequence[SearchPage]) -> Iterator[tuple[str, str]]:
    pages_of: dict[str, list[tuple[int, Weight]]] = {}
    for at, page in enumerate(pages):
        for word, weight in page.words.items():
            pages_of.setdefault(word, []).append((at, weight))
    for word, postings in sorted(pages_of.items()):
        before, line = 0, ""
        for at, weight in postings:
            line += _NUMBERS[at - before] + weight
            before = at
        yield word, line


def _texts(pages: Sequence[SearchPage]) -> Iterator[tuple[int, str]]:
    first, texts, size = 0, list[object](), 0
    for at, page in enumerate(pages):
        sections = [(section.anchor, section.title, section.text) for section in page.sections]
        length = sum(len(title) + len(text) + 20 for _, title, text in sections)
        if texts and size + length > _TEXT_BYTES:
            yield first, inert(compact(texts))
            first, texts, size = at, [], 0
        texts.append(sections)
        size += length
    if texts:
        yield first, inert(compact(texts))


def compact(value: object) -> str:
    """JSON without spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
