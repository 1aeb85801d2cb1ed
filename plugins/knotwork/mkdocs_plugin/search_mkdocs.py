"""The sections of a page that MkDocs' search indexes, read as its own parser reads them, but faster.

The names follow MkDocs' `ContentSection`: its index takes ours in their place.
"""

from __future__ import annotations

from html import unescape

from knotwork.mkdocs_plugin.search_tokens import attributes, tokens

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


class Section:
    """A heading and the text below it."""

    __slots__ = ("id", "text", "title")

    def __init__(self, id_: str | None) -> None:
        self.id = id_
        self.title: str | None = None
        self.text: list[str] = []


def sections(html: str) -> tuple[str, list[Section]] | None:
    """The text of a page's HTML, and its sections; None when MkDocs must read it."""
    read = tokens(html)
    if read is None:
        return None
    spans, last = read
    texts: list[str] = []
    data: list[Section] = []
    in_heading = False
    for written, opening, name, written_attributes, closing in (*spans, (last, "", "", "", "")):
        if written:
            text = unescape(written)
            texts.append(text)
            if in_heading:
                data[-1].title = text
            elif data:
                data[-1].text.append(text.rstrip("\n"))
        if opening == "</" and (written_attributes or "/" in closing):
            return None
        if name.lower() in _HEADINGS:
            in_heading = opening == "<" and closing[-2:] != "/>"
            if opening == "<":
                data.append(Section(attributes(written_attributes).get("id")))
    return "\n".join(texts), data
