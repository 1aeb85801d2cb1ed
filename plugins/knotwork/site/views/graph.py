"""The page of the graph of all notes: a table with all its data, and above it a place for the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from html import escape
from itertools import islice

from knotwork.model.names import NotePath, folder
from knotwork.site.addresses import GRAPH
from knotwork.site.views.folders import shadowed
from knotwork.site.views.page import GeneratedPage, View, parts
from knotwork.site.words import marked

_COLUMNS = (
    marked("Note"),
    marked("Folder"),
    marked("Links in"),
    marked("Links out"),
    marked("Group"),
)


@dataclass(frozen=True, slots=True)
class Linked:
    """How notes link to each other: a note counts once however often it is linked to."""

    notes: tuple[NotePath, ...]
    """The notes that have a page, sorted."""
    targets: Mapping[NotePath, tuple[NotePath, ...]]
    """For each note the others it links to, sorted."""
    sources: Mapping[NotePath, tuple[NotePath, ...]]
    """For each note the others that link to it, sorted."""

    @property
    def count(self) -> int:
        """How many pairs of notes there are of which one links to the other."""
        return sum(map(len, self.targets.values()))


def shown_notes(view: View) -> tuple[NotePath, ...]:
    """The notes that have a page and are in the graph, sorted."""
    return tuple(_shown_notes(view))


def has_graph(view: View) -> bool:
    """Whether the graph has more than one note."""
    return len(tuple(islice(_shown_notes(view), 2))) > 1


def _shown_notes(view: View) -> Iterator[NotePath]:
    return (path for path in view.kb.listed_notes if not shadowed(view.kb.notes, path))


def linked(view: View) -> Linked:
    """The notes of a vault, and which of them link to which."""
    notes = shown_notes(view)
    shown, graph = set(notes), view.kb.graph
    targets, sources = {}, {}
    for path in notes:
        out = {edge.target for edge in graph.outlinks.get(path, ())}
        back = {edge.source for edge in graph.backlinks.get(path, ())}
        targets[path] = tuple(sorted(target for target in out if target in shown and target != path))
        sources[path] = tuple(sorted(source for source in back if source in shown))
    return Linked(notes, targets, sources)


@dataclass(frozen=True)
class _Table:
    """The rows of the page, and what they are made of."""

    view: View

    @cached_property
    def links(self) -> Linked:
        return linked(self.view)

    @cached_property
    def groups(self) -> Mapping[NotePath, int]:
        return _groups(self.view, self.links)

    @cached_property
    def ordered(self) -> Sequence[NotePath]:
        """The notes with the most links first."""
        links, notes = self.links, self.view.kb.notes
        return sorted(
            links.notes,
            key=lambda path: (
                -len(links.sources[path]),
                -len(links.targets[path]),
                notes[path].title.lower(),
                path,
            ),
        )


def graph_pages(view: View) -> Iterator[GeneratedPage]:
    """The page of the graph, and the later pages of its table; none for a single note."""
    count = len(shown_notes(view))
    if count < 2:
        return
    table = _Table(view)
    rows = [partial(_row, table, number) for number in range(count)]
    head = "".join(f'<th scope="col">{view.words(name)}</th>' for name in _COLUMNS)
    title, listed = view.words("Graph"), partial(_table, head)
    for page in parts(view, GRAPH, title, partial(_intro, table), rows, "kw-nodes", listed):
        yield replace(page, entry=page.source == GRAPH)


def _groups(view: View, links: Linked) -> Mapping[NotePath, int]:
    """The number of the group each note is in, the largest is 1; a note without links is in none."""
    groups = (
        [path for path in group if path in links.targets]
        for group in view.kb.graph.components()
        if len(group) > 1
    )
    return {path: number for number, group in enumerate(groups, start=1) for path in group}


def _intro(table: _Table, here: str) -> str:
    if here != table.view.site.generated(GRAPH):
        return ""
    links, groups = table.links, table.groups
    alone = sum(not links.sources[path] and not links.targets[path] for path in links.notes)
    unlinked = sum(not links.sources[path] for path in links.notes) - alone
    number = max(groups.values(), default=0)
    words = table.view.words
    notes, groups_ = words.counted(len(links.notes), "note"), words.counted(number, "group")
    connections = words.counted(links.count, "link")
    facts = [
        words("{notes} in {groups}, {links}.", notes=notes, groups=groups_, links=connections),
        words.plural(unlinked, "{n} note has no backlinks.", "{n} notes have no backlinks.")
        if unlinked
        else "",
        words.plural(alone, "{n} note has no links at all.", "{n} notes have no links at all.")
        if alone
        else "",
        words("A group is a set of notes that links connect, directly or through other notes."),
    ]
    return (
        f"<p>{' '.join(filter(None, facts))}</p>\n"
        f'<div class="kw-graph" data-notes="{len(links.notes)}" data-links="{links.count}"></div>\n'
        f'<h2 id="notes-by-links">{words("Notes by links")}</h2>\n'
    )


def _row(table: _Table, number: int, here: str) -> str:
    view, links, path = table.view, table.links, table.ordered[number]
    cells = (
        f'<th scope="row">{view.link(path, here)}</th>',
        f"<td>{escape(folder(path))}</td>",
        f"<td>{view.words.number(len(links.sources[path]))}</td>",
        f"<td>{view.words.number(len(links.targets[path]))}</td>",
        f"<td>{table.groups.get(path, '–')}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _table(head: str, rows: Iterable[str], name: str) -> str:
    # in a box of that class: Material styles only tables without a class
    body = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>"
    return f'<div class="{name}"><table>\n{body}\n</table></div>\n'
