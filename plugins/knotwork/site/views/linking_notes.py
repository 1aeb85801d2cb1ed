"""A note in a list of backlinks, with the blocks around its links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape

from knotwork.model.names import NotePath
from knotwork.model.note import Link
from knotwork.site.views.page import View
from knotwork.site.words import marked

_BLOCKS = 3
_KINDS = {"embed": marked("embedded"), "front-matter": marked("in its properties")}


def linking_note(view: View, source: NotePath, links: Sequence[Link], here: str) -> str:
    """A link to the note, and up to three of the blocks with those links.

    A block with several of them is shown once, each link marked.
    """
    blocks = _blocks(links) if len(links) > 1 else [links]
    shown = [html for block in blocks[:_BLOCKS] if (html := _block(view, source, block, here))]
    rest = len(blocks) - _BLOCKS
    places = view.words.plural(rest, "and {n} more place", "and {n} more places")
    more = f'<p class="kw-where">{places}</p>' if rest > 0 else ""
    return f"{view.link(source, here)}{view.where(source)}\n{''.join(shown)}{more}"


def _blocks(links: Sequence[Link]) -> Sequence[Sequence[Link]]:
    """The links of each block, and of each property."""
    blocks: dict[object, list[Link]] = defaultdict(list)
    for link in links:
        blocks[link.field if link.context is None else link.context].append(link)
    return list(blocks.values())


def _block(view: View, source: NotePath, links: Sequence[Link], here: str) -> str:
    first = links[0]
    kind = (
        ""
        if first.kind == "wikilink"
        else view.words(_KINDS.get("embed" if first.embeds else first.kind, ""))
    )
    if first.context is None:
        field = f" ({escape(first.field)})" if first.field else ""
        return f'<div class="kw-context">{kind}{field}</div>'
    label = f' <span class="kw-where">{kind}</span>' if kind else ""
    return view.quoted(source, view.kb.notes[source].contexts[first.context], here, links, label)
