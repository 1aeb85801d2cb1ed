"""The pages of a site as search knows them: titles, sections, and how much of each page a word is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any

from msgspec import Struct

from knotwork.site.search.folding import LONGEST, counted, words

MOST_TEXT = 100_000
"""Characters of a page that search looks through for phrases and shows; words are found in all of it."""

_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_INLINE = frozenset(("code", "sub", "sup"))
_SATURATION, _LENGTH_SHARE, _USUAL_LENGTH = 1.2, 0.75, 400
"""Of BM25: how soon a word that is repeated counts no more, and how much the length of a page matters."""
_MOST_IN_HEADINGS = 80
"""Words in the headings of a page that is about each of them: more of them say no more than its text."""

Weight = str
"""How much a word says about a page: `A`, `B`, `C` in its text, `D` in a heading, `E` in its title."""


class SearchSection(Struct, frozen=True, array_like=True, gc=False):
    """A heading and the text below it, as readers see them."""

    anchor: str
    """The fragment of its address, percent-encoded; empty for the beginning of a page."""
    title: str
    """Empty where it is the page's."""
    text: str


class SearchPage(Struct, frozen=True, gc=False):
    """What search knows of one page."""

    url: str
    """Below the site's root, percent-encoded; empty for the home page."""
    title: str
    sections: tuple[SearchSection, ...]
    words: Mapping[str, Weight]
    tags: tuple[str, ...] = ()
    boost: float = 1


def search_page(url: str, entries: Sequence[Mapping[str, Any]], title: str | None = None) -> SearchPage:
    """A page from the entries that Material's search has of it: `location`, `title`, `text`, `tags`, `boost`.

    Titles and texts are HTML there. `title` is plain text, and takes the place of the first entry's.
    """
    sections, left = [], MOST_TEXT
    headings: list[str] = []
    counts: Counter[str] = Counter()
    shown = title if title is not None else plain_text(entries[0]["title"])
    for entry in entries:
        anchor = entry["location"].partition("#")[2]
        own, text = plain_text(entry["title"]) if anchor else "", plain_text(entry["text"])
        if own:
            headings += words(own)
        for word, times in counted(text):
            counts[word] += times
        sections.append(SearchSection(anchor, own, text[:left]))
        left = max(0, left - len(text))
    first = entries[0]
    tags = first.get("tags")
    return SearchPage(
        url,
        shown,
        tuple(sections),
        _weights(counts, headings, words(shown)),
        tuple(tags) if isinstance(tags, list) else (),
        _number(first.get("boost")),
    )


def plain_text(html: str) -> str:
    """HTML of a search entry as a reader sees it, on one line."""
    if "<" in html:
        html = _TAG.sub(lambda tag: "" if tag[2] in _INLINE else " ", html)
    if "&" in html:
        html = unescape(html)
    return " ".join(html.replace("\u200b", "").split())


def _weights(counts: Counter[str], headings: Iterable[str], title: Iterable[str]) -> dict[str, Weight]:
    length = sum(counts.values()) / _USUAL_LENGTH
    damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length)
    levels = {count: _level(count / (count + damping)) for count in set(counts.values())}
    weights = {word: levels[count] for word, count in counts.items() if len(word) <= LONGEST}
    headings = set(headings)
    of_heading = "D" if len(headings) <= _MOST_IN_HEADINGS else "C"
    weights.update((word, of_heading) for word in headings if len(word) <= LONGEST)
    weights.update((word, "E") for word in title if len(word) <= LONGEST)
    return weights


def _level(share: float) -> Weight:
    return "A" if share < 0.4 else "B" if share < 0.7 else "C"


def _number(boost: object) -> float:
    """A page's `search: boost:`; 1 for what is no usable number."""
    if isinstance(boost, bool) or not isinstance(boost, int | float) or not 0 < boost < 1e6:
        return 1
    return boost
