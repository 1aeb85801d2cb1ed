"""Where a piece of a note is rendered: the page, the embeds around it, and counts of what the page shows."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct, field

from knotwork.knowledge.embeds import Region
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.note import Link
from knotwork.site.addresses import Addresses
from knotwork.site.words import Words, words_of


def _none_yet() -> list[int]:
    return [0]


class RenderContext(Struct, frozen=True, gc=False):
    """The page and the embeds that a piece of a note is rendered in."""

    kb: KnowledgeBase
    site: Addresses
    here: str
    """The address of the page it appears on."""
    highlighted: Collection[Link] = ()
    """The links to mark, in a backlink's context."""
    inline: bool = False
    """Whether block content is not allowed here: embeds become links, pictures become words."""
    shown: tuple[Region, ...] = ()
    """The regions around it: the page's note, and each embed on the way to this piece."""
    embeds: list[int] = field(default_factory=_none_yet)
    """How many embeds the page shows so far."""
    embedded: list[int] = field(default_factory=_none_yet)
    """Approximate number of characters of those embeds so far."""
    icons: list[int] = field(default_factory=_none_yet)
    """Number of characters of its icons so far."""

    @property
    def words(self) -> Words:
        """The texts of the site's language."""
        return words_of(self.kb.settings.language)
