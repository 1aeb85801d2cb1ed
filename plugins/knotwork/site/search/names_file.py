"""The file of all names, which a browser loads for its first question: addresses, titles, other names.

What follows from the rest is left out, and numbers that rise are written as distances; `unpack.js` makes it
whole again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from knotwork.knowledge.kinds import spellings
from knotwork.site.search.blocks import PageHead, number
from knotwork.site.search.names import SearchNames
from knotwork.snippets.schema.short_names import SHORT_NAMES

_AS_TITLE, _AS_SLUG = 0, 1
"""An address whose last part is the title, and one where that is in small letters with hyphens."""
_ENDS = ("/", ".html")


def names_file(pages: Sequence[PageHead], names: Sequence[SearchNames]) -> dict[str, Any]:
    """What pages are called, in lists with one entry a page, or a text with one letter a page."""
    tags: dict[str, list[int]] = defaultdict(list)
    kinds: dict[str, list[int]] = defaultdict(list)
    folders: dict[str, int] = {}
    short: dict[str, set[str]] = defaultdict(set)
    others: list[tuple[int, str, str | int]] = []
    end = max(_ENDS, key=lambda end: sum(page.url.endswith(end) for page in pages))
    for at, (page, own) in enumerate(zip(pages, names, strict=True)):
        for tag in dict.fromkeys((*page.tags, *own.tags)):
            tags[tag].append(at)
        for kind in own.kinds:
            kinds[kind].append(at)
        for kind, name in own.defined:
            short[kind].add(name)
        for what, name in own.others:
            is_last_part = what == "f" and f"/{page.url}".endswith(f"/{_quoted(name)}{end}")
            others.append((at, what, 0 if is_last_part else name))
    return {
        "end": end,
        "urls": [_shortened(page, own, end) for page, own in zip(pages, names, strict=True)],
        "titles": [page.title for page in pages],
        "morePages": distances(at for at, _, _ in others),
        "moreWhat": "".join(what for _, what, _ in others),
        "moreNames": [name for _, _, name in others],
        "tags": {tag: distances(listed) for tag, listed in sorted(tags.items())},
        "kinds": {kind: distances(listed) for kind, listed in sorted(kinds.items())},
        "folder": [folders.setdefault(own.folder, len(folders)) for own in names],
        "folders": list(folders),
        "ranks": "".join(str(own.rank) for own in names),
        "boosts": {at: page.boost for at, page in enumerate(pages) if page.boost != 1},
        "kindNames": {
            kind: sorted({*SHORT_NAMES.get(kind, ()), *short[kind], *spellings([kind])})
            for kind in sorted(kinds)
        },
        "lists": [at for at, own in enumerate(names) if own.is_list],
    }


def distances(numbers: Iterable[int]) -> str:
    """Numbers that rise, each as its distance from the one before, in base 36."""
    written, before = [], 0
    for value in numbers:
        written.append(number(value - before))
        before = value
    return " ".join(written)


def _shortened(page: PageHead, own: SearchNames, end: str) -> str | int:
    """A page's address, without its folder and `end` where it has them, else after a slash."""
    above = "".join(f"{_quoted(part)}/" for part in own.folder.split("/")) if own.folder else ""
    last = page.url.removeprefix(above).removesuffix(end)
    if f"{above}{last}{end}" != page.url or last.startswith("/"):
        return f"/{page.url}"
    if last == _quoted(page.title):
        return _AS_TITLE
    if page.title.isascii() and last == _quoted(page.title.lower().replace(" ", "-")):
        return _AS_SLUG
    return last


def _quoted(text: str) -> str:
    """A part of an address as `unpack.js` writes it; a slash, which is in none, when it cannot."""
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        return "/"
