"""What one walk over a note's tokens finds."""

from __future__ import annotations

from msgspec import Struct, field

from knotwork.model.body import Body
from knotwork.model.diagnostics import Problem
from knotwork.model.names import Anchor
from knotwork.model.note import BlockId, Context, Fence, Heading, Insertion, Item, Link, Suppression, Tag, Url
from knotwork.model.text import Span
from knotwork.syntax.open_comments import OpenComment


class BodyFacts(Struct):
    """The facts of a note's body, in the order they are met; see `Note` for each."""

    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    urls: list[Url] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    blocks: list[BlockId] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    suppressions: list[Suppression] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    footnotes: dict[str, Anchor] = field(default_factory=dict)
    ids: dict[str, Anchor] = field(default_factory=dict)
    names: dict[str, Anchor] = field(default_factory=dict)
    """As `ids`, of `<a name="…">`."""
    comments: list[Span] = field(default_factory=list)
    open_comments: list[OpenComment] = field(default_factory=list)
    """Those that the parser sees no end of."""
    inserted: tuple[Insertion, ...] = ()
    written_for: str = ""
    body: Body = field(default_factory=Body)
