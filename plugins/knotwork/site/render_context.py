"""Where a piece of a note is rendered: the page, the embeds around it, and counts of what the page shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from knotwork.knowledge.embeds import Region
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.note import Link
from knotwork.site.addresses import Addresses


@dataclass(frozen=True, slots=True)
class RenderContext:
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
    embeds: list[int] = field(default_factory=lambda: [0])
    """How many embeds the page shows so far."""
    embedded: list[int] = field(default_factory=lambda: [0])
    """Approximate number of characters of those embeds so far."""
    icons: list[int] = field(default_factory=lambda: [0])
    """Number of characters of its icons so far."""
