"""The content of a page: its HTML, its headings, and the ids that links may lead to."""

from __future__ import annotations

import re
from html import unescape

from msgspec import Struct

_ID = re.compile(r' id="([^"]*)"')

Heading = tuple[int, str, str]
"""The level, the id and the HTML of a heading, for the table of contents."""


class Content(Struct, frozen=True, array_like=True, gc=False):
    """The content of a page, between the theme's header and footer."""

    html: str
    """What search indexes: a note with its other names, the title of a generated page."""
    headings: tuple[Heading, ...]
    unindexed_html: str = ""
    """What readers see in addition or instead; search does not index it."""

    @property
    def anchors(self) -> set[str]:
        """Every id that can be linked to."""
        return {unescape(id_) for html in (self.html, self.unindexed_html) for id_ in _ID.findall(html)}
