"""The sections of a page that Material's search indexes, read as its own parser reads them, but faster.

The names follow Material's `Section`: its index takes ours in their place.
"""

from __future__ import annotations

import re
from html import escape, unescape
from math import inf

from knotwork.mkdocs_plugin.search_tokens import Token, attributes, tokens

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_KEPT = frozenset(("p", "code", "pre", "li", "ol", "ul", "sub", "sup"))
_READ = _HEADINGS | _KEPT
"""The elements of which an index says something."""
_SKIPPED = frozenset(("object", "script", "style"))
_SPECIAL = re.compile(r"data-search-exclude|headerlink|linenodiv|class=\"[^\"]*&", re.IGNORECASE)
"""What the attributes of an element hold that is left out, as far as one can see before they are read."""
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


class Section:
    """A heading and the text below it."""

    __slots__ = ("depth", "excluded", "id", "tag", "text", "title")

    def __init__(self, tag: str = "hx", depth: float = 0, *, excluded: bool = False) -> None:
        self.tag, self.depth, self.excluded = tag, depth, excluded
        self.text: list[str] = []
        self.title: list[str] = []
        self.id: str | None = None

    def is_excluded(self) -> bool:
        """Whether its heading has `data-search-exclude`."""
        return self.excluded


def sections(html: str) -> list[Section] | None:
    """The sections of a page's HTML; None when Material must read it.

    Raises ValueError where Material's parser does: at a heading in a nested list.
    """
    read = tokens(html)
    return None if read is None else _Reader().sections(*read)


class _Reader:
    """The state of Material's `Parser` while it reads: elements of one name are equal to it."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.permalinks: list[int] = []
        """How deep the open links to a heading are."""
        self.plain = {""}
        """Attributes that say nothing here, as they are written."""
        self.skip = set(_SKIPPED)
        """The names of the elements that are left out."""
        self.is_skipping = False
        self.section = Section()
        self.data: list[Section] = []

    def sections(self, read: list[Token], last: str) -> list[Section] | None:
        opened, skip, plain = self.open, self.skip, self.plain
        for text, opening, name, written, closing in read:
            if text and not self.is_skipping:
                self._text(text)
            tag = name.lower()
            if opening == "<":
                if tag not in _VOID:
                    if tag in _READ or tag in skip or written not in plain or not self.data:
                        self._start(tag, written)
                    else:  # nearly all are colours of code
                        opened.append(tag)
                if closing[-2:] == "/>":
                    self._end(tag)
            elif written or "/" in closing:
                return None
            elif tag in _KEPT or tag in skip or self.permalinks or self.section.depth > len(opened):
                self._end(tag)
            elif opened and opened[-1] == tag:
                opened.pop()
        if last and not self.is_skipping:
            self._text(last)
        return self.data

    def _start(self, tag: str, written: str) -> None:
        self.open.append(tag)
        if tag in self.skip:
            self.is_skipping = True
        if tag in _HEADINGS:
            self._heading(tag, attributes(written))
        if not self.data:
            self._begin(Section())
        if written not in self.plain:
            if not _SPECIAL.search(written):
                self.plain.add(written)
            elif self._is_left_out(tag, attributes(written)):
                return
        if tag in _KEPT and not self.is_skipping:
            self._pieces().append(f"<{tag}>")

    def _is_left_out(self, tag: str, values: dict[str, str | None]) -> bool:
        """Whether search does not read an element; a link to a heading is remembered."""
        if tag == "a" and values.get("class") == "headerlink":
            self.permalinks.append(len(self.open))
        if "data-search-exclude" in values or values.get("class") == "linenodiv":
            self.skip.add(tag)
            self.is_skipping = True
            return True
        return False

    def _heading(self, tag: str, values: dict[str, str | None]) -> None:
        if "id" not in values:
            return
        depth = len(self.open)
        if tag != "h1" and not self.data:
            self._begin(Section(depth=depth))
        section = Section(tag, depth, excluded="data-search-exclude" in values)
        if self.data:
            section.id = values["id"]
        self._begin(section)

    def _begin(self, section: Section) -> None:
        self.section = section
        self.data.append(section)

    def _end(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            return
        depth = len(self.open)
        if self.section.depth > depth:
            for section in reversed(self.data):
                if section.depth <= depth:
                    self.section.depth = inf  # it is over: nothing goes there again
                    self.section = section
                    break
        self.open.pop()
        if self.permalinks and self.permalinks[-1] == depth:
            self.permalinks.pop()
        if tag in self.skip:
            if tag not in _SKIPPED:
                self.skip.remove(tag)
            self.is_skipping = not self.skip.isdisjoint(self.open)
        elif tag in _KEPT and not self.is_skipping:
            _close(self._pieces(), tag)

    def _text(self, written: str) -> None:
        # `escape` after `unescape`, without the two where neither has anything to do
        text = escape(unescape(written), quote=False) if "&" in written else written.replace(">", "&gt;")
        is_space, is_code = text.isspace(), "pre" in self.open
        if not is_code:
            text = " " if is_space else text.replace("\n", " ")
        if not self.data:
            self._begin(Section())
        section = self.section
        if section.tag in self.open:
            if not self.permalinks:
                section.title.append(text)
        elif not is_space or is_code or not section.text or not section.text[-1].isspace():
            section.text.append(text)

    def _pieces(self) -> list[str]:
        """Where the text at this place belongs: to the heading, or below it."""
        return self.section.title if self.section.tag in self.open else self.section.text


def _close(pieces: list[str], tag: str) -> None:
    """Add an end tag; an element that holds nothing is taken out."""
    start = pieces.index(f"<{tag}>")
    if all(piece.isspace() for piece in pieces[start + 1 :]):
        del pieces[start:]
    else:
        pieces.append(f"</{tag}>")
