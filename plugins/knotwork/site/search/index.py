"""The files of the search index: one with all names, and small ones with words and texts.

Words are sorted and cut into files, so that a browser loads those files that have the words asked for;
texts are cut in the order of the pages. Every file carries the version of the index it belongs to.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from knotwork.site.bundle import FOLDER, inert
from knotwork.site.search.blocks import Block, compact, number
from knotwork.site.search.names import SearchNames, without_names
from knotwork.site.search.names_file import distances, names_file

SEARCH = f"{FOLDER}/search"
"""The folder of the index, below the site's root."""
NAMES = "names"
_WORDS_BYTES = 24_000
"""About how much a file of words holds, before a server compresses it."""


def index_files(blocks: Sequence[Block], names: Mapping[str, SearchNames]) -> tuple[str, dict[str, bytes]]:
    """The version of an index, and its files by path.

    `names` are what pages are called, by decoded address.
    """
    words = list(_word_files(blocks))
    texts = list(_text_files(blocks))
    pages = [head for block in blocks for head in block.heads]
    table = names_file(pages, [names.get(unquote(page.url)) or without_names(page.url) for page in pages])
    table["words"] = [first for first, _ in words]
    table["texts"] = distances(first for first, _ in texts)
    written = {NAMES: inert(compact(table))}
    written |= {f"words-{at}": inert(compact(text)) for at, (_, text) in enumerate(words)}
    written |= {f"texts-{at}": text for at, (_, text) in enumerate(texts)}
    digest = sha256()
    for name, text in written.items():
        digest.update(f"{name}\0{text}\0".encode("utf-8", "replace"))
    version = digest.hexdigest()[:12]
    return version, {
        f"{SEARCH}/{name}.js": f'knotworkSearch("{name}","{version}",{text});\n'.encode("utf-8", "replace")
        for name, text in written.items()
    }


def _word_files(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """For each file its first word, and its content: words with the pages that have them, a line each.

    The pages of each block follow on the number of its first page, which ends with `Z`.
    """
    pages_of: dict[str, list[str]] = defaultdict(list)
    first_page = 0
    for block in blocks:
        postings = map(f"{number(first_page)}Z".__add__, block.postings.split("\n"))
        # a line for each word of each block: too many for a loop
        deque(map(list.append, map(pages_of.__getitem__, block.words.split("\n")), postings), maxlen=0)
        first_page += len(block.heads)
    pages_of.pop("", None)  # of a block without words
    lines: list[str] = []
    first, size = "", 0
    for word in sorted(pages_of, key=None if all(map(str.isascii, pages_of)) else _browser_order):
        line = f"{word} {''.join(pages_of[word])}"
        if lines and size + len(line) > _WORDS_BYTES:
            yield first, "\n".join(lines)
            lines, size = [], 0
        if not lines:
            first = word
        lines.append(line)
        size += len(line) + 1
    if lines:
        yield first, "\n".join(lines)


def _browser_order(word: str) -> bytes:
    """Words in the order in which JavaScript compares them."""
    return word.encode("utf-16-be", "surrogatepass")


def _text_files(blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """For each file the number of its first page, and the sections of its pages."""
    before = 0
    for block in blocks:
        yield from ((before + first, text) for first, text in block.texts)
        before += len(block.heads)


def grouped(entries: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The entries of Material's index by the address of their page, in the order of the first of each."""
    by_page: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        by_page.setdefault(entry["location"].partition("#")[0], []).append(entry)
    return by_page
