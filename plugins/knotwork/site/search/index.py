"""The files of the search index: one with all names, and small ones with words and texts.

Words are sorted and cut into files, so that a browser loads those files that have the words asked for;
texts are cut in the order of the pages. Every file carries the version of the index it belongs to.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from knotwork.knowledge.kinds import spellings
from knotwork.site.bundle import FOLDER, inert
from knotwork.site.search.names import SearchNames, without_names
from knotwork.site.search.pages import SearchPage, Weight
from knotwork.snippets.schema.short_names import SHORT_NAMES

SEARCH = f"{FOLDER}/search"
"""The folder of the index, below the site's root."""
NAMES = "names"
_WORDS_BYTES, _TEXT_BYTES = 48_000, 16_000
"""About how much a file of words or texts holds, before a server compresses it."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NUMBERS: tuple[str, ...] = (*_DIGITS, *(first + last for first in _DIGITS[1:] for last in _DIGITS))


def index_files(pages: Sequence[SearchPage], names: Mapping[str, SearchNames]) -> dict[str, bytes]:
    """The files of an index by path; `names` are what pages are called, by decoded address."""
    words = list(_word_files(pages))
    texts = list(_text_files(pages))
    table = _names(pages, [names.get(unquote(page.url)) or without_names(page) for page in pages])
    table["words"] = [first for first, _ in words]
    table["texts"] = [first for first, _ in texts]
    contents: dict[str, object] = {NAMES: table}
    contents |= {f"words-{number}": text for number, (_, text) in enumerate(words)}
    contents |= {f"texts-{number}": text for number, (_, text) in enumerate(texts)}
    written = {name: inert(_json(content)) for name, content in contents.items()}
    digest = sha256()
    for name, text in written.items():
        digest.update(f"{name}\0{text}\0".encode("utf-8", "replace"))
    version = digest.hexdigest()[:12]
    return {
        f"{SEARCH}/{name}.js": f'knotworkSearch("{name}","{version}",{text});\n'.encode("utf-8", "replace")
        for name, text in written.items()
    }


def _names(pages: Sequence[SearchPage], names: Sequence[SearchNames]) -> dict[str, Any]:
    """What pages are called, in lists with one entry a page; `other` are flat triples: page, what, name."""
    tags: dict[str, list[int]] = defaultdict(list)
    kinds: dict[str, list[int]] = defaultdict(list)
    folders: dict[str, int] = {}
    other: list[object] = []
    for number, (page, own) in enumerate(zip(pages, names, strict=True)):
        for tag in dict.fromkeys((*page.tags, *own.tags)):
            tags[tag].append(number)
        for kind in own.kinds:
            kinds[kind].append(number)
        for what, name in own.others:
            other += (number, what, name)
    return {
        "urls": [page.url for page in pages],
        "titles": [page.title for page in pages],
        "other": other,
        "tags": dict(sorted(tags.items())),
        "kinds": dict(sorted(kinds.items())),
        "folder": [folders.setdefault(own.folder, len(folders)) for own in names],
        "folders": list(folders),
        "ranks": "".join(str(own.rank) for own in names),
        "boosts": {number: page.boost for number, page in enumerate(pages) if page.boost != 1},
        "kindNames": {
            kind: sorted({*SHORT_NAMES.get(kind, ()), *spellings([kind])}) for kind in sorted(kinds)
        },
        "lists": [number for number, own in enumerate(names) if own.is_list],
    }


def _word_files(pages: Sequence[SearchPage]) -> Iterator[tuple[str, str]]:
    """For each file its first word, and its content: words with the pages that have them, a line each."""
    pages_of: dict[str, list[str]] = defaultdict(list)
    last: dict[str, int] = {}
    for number, page in enumerate(pages):
        for word, weight in page.words.items():
            pages_of[word].append(_posting(number - last.get(word, 0), weight))
            last[word] = number
    lines: list[str] = []
    first, size = "", 0
    for word in sorted(pages_of, key=_browser_order):
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


def _posting(distance: int, weight: Weight) -> str:
    """A page as its distance from the page before, and the word's weight there, which ends the number."""
    if distance < len(_NUMBERS):
        return _NUMBERS[distance] + weight
    digits = ""
    while distance:
        distance, digit = divmod(distance, 36)
        digits = _DIGITS[digit] + digits
    return digits + weight


def _text_files(pages: Sequence[SearchPage]) -> Iterator[tuple[int, list[object]]]:
    """For each file the number of its first page, and the sections of its pages."""
    first, texts, size = 0, list[object](), 0
    for number, page in enumerate(pages):
        sections = [(section.anchor, section.title, section.text) for section in page.sections]
        length = sum(len(title) + len(text) + 20 for _, title, text in sections)
        if texts and size + length > _TEXT_BYTES:
            yield first, texts
            first, texts, size = number, [], 0
        texts.append(sections)
        size += length
    if texts:
        yield first, texts


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def grouped(entries: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The entries of Material's index by the address of their page, in the order of the first of each."""
    by_page: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        by_page.setdefault(entry["location"].partition("#")[0], []).append(entry)
    return by_page
