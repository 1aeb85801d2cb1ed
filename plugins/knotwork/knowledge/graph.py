"""The graph of links between notes. Only this module uses networkx, and loads it when it is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from operator import le
from typing import TypeVar

from msgspec import Struct

from knotwork.model.differing import without
from knotwork.model.names import NotePath
from knotwork.model.note import Link, Note
from knotwork.model.text import Span

Node = TypeVar("Node")


class Edge(Struct, frozen=True, gc=False):
    """A link that reached a note or an attachment."""

    source: NotePath
    target: NotePath
    link: Link


@dataclass(frozen=True)
class LinkGraph:
    """The edges of a vault, by both ends."""

    nodes: frozenset[NotePath]
    outlinks: Mapping[NotePath, tuple[Edge, ...]] = field(default_factory=dict)
    """In the order they are written."""
    backlinks: Mapping[NotePath, tuple[Edge, ...]] = field(default_factory=dict)
    """From other notes only, ordered by the linking note's path, then by place."""

    def neighbours(self, path: NotePath) -> tuple[NotePath, ...]:
        """The notes that a note shares links with: where both link, then where it does, then the rest."""
        known = self._neighbours.get(path)
        if known is None:
            out = dict.fromkeys([edge.target for edge in self.outlinks.get(path, ())])
            back = dict.fromkeys([edge.source for edge in self.backlinks.get(path, ())])
            ordered = dict.fromkeys([target for target in out if target in back]) | out | back
            ordered.pop(path, None)
            known = tuple([neighbour for neighbour in ordered if neighbour in self.nodes])
            self._neighbours[path] = known
        return known

    @cached_property
    def _neighbours(self) -> dict[NotePath, tuple[NotePath, ...]]:
        """Those of the notes that were asked for so far."""
        return {}

    def updated(
        self,
        nodes: Mapping[NotePath, Note],
        edges_of: Callable[[NotePath], Iterable[Edge]],
        paths: Collection[NotePath],
    ) -> LinkGraph:
        """The same when the links of some notes differ; `edges_of` has those of each note."""
        node_set = self.nodes if self.nodes == nodes.keys() else frozenset(nodes)
        out = dict(self.outlinks)
        back: dict[NotePath, list[Edge]] = {}
        for path in paths:
            back.update((edge.target, []) for edge in out.pop(path, ()))
        new = {path: tuple(edges_of(path)) for path in paths if path in node_set}
        out.update((path, edges) for path, edges in new.items() if edges)
        for edges in new.values():
            back.update((edge.target, []) for edge in edges)
        for target, kept in back.items():
            kept += (edge for edge in self.backlinks.get(target, ()) if edge.source not in paths)
        for path, edges in new.items():
            for edge in edges:
                if edge.target != path:
                    back[edge.target].append(edge)
        backlinks = dict(self.backlinks)
        for target, edges_to in back.items():
            if edges_to:
                backlinks[target] = tuple(sorted(edges_to, key=_place))
            else:
                backlinks.pop(target, None)
        graph = LinkGraph(node_set, out, backlinks)
        if "_linking_notes" in vars(self):
            counts = without(self._linking_notes, back)
            counts.update((path, _count_sources(backlinks[path])) for path in back if path in backlinks)
            vars(graph)["_linking_notes"] = counts
        vars(graph)["_neighbours"] = without(self._neighbours, (*paths, *back))
        return graph

    def orphans(self) -> list[NotePath]:
        """The notes no other note links to, sorted."""
        return sorted(path for path in self.nodes if not self.backlinks.get(path))

    def most_linked(
        self, count: int = 10, counts: Callable[[NotePath], bool] = lambda path: True
    ) -> list[tuple[NotePath, int]]:
        """The notes with the most linking notes (each counts once), most first, ties by path.

        `counts` says of which notes that is asked.
        """
        linked = (
            (-sources, path)
            for path, sources in self._linking_notes.items()
            if path in self.nodes and counts(path)
        )
        return [(path, -sources) for sources, path in nsmallest(count, linked)]

    @cached_property
    def _linking_notes(self) -> dict[NotePath, int]:
        """How many notes link to each that has backlinks."""
        return {path: _count_sources(edges) for path, edges in self.backlinks.items()}

    def components(self) -> list[list[NotePath]]:
        """Groups of notes connected by links in either direction, largest first; each sorted."""
        left = dict.fromkeys(sorted(self.nodes))
        groups: list[list[NotePath]] = []
        while left:
            group = [left.popitem()[0]]
            for path in group:  # it grows
                for edge in self.outlinks.get(path, ()):
                    if edge.target in left:
                        del left[edge.target]
                        group.append(edge.target)
                for edge in self.backlinks.get(path, ()):
                    if edge.source in left:
                        del left[edge.source]
                        group.append(edge.source)
            groups.append(sorted(group))
        return sorted(groups, key=lambda group: (-len(group), group))


def link_graph(nodes: Iterable[NotePath], edges: Iterable[Edge]) -> LinkGraph:
    """The graph of those notes and edges; an edge from a note to itself is no backlink.

    The edges of a note are in the order of their places, and those of the notes in the order of the notes.
    """
    paths = list(nodes)
    is_sorted = all(map(le, paths, paths[1:]))
    out: dict[NotePath, list[Edge]] = defaultdict(list)
    back: dict[NotePath, list[Edge]] = defaultdict(list)
    for edge in edges:
        out[edge.source].append(edge)
        if edge.source != edge.target:
            back[edge.target].append(edge)
    for backlinks in () if is_sorted else back.values():
        backlinks.sort(key=_place)
    return LinkGraph(
        frozenset(paths),
        {path: tuple(outlinks) for path, outlinks in out.items()},
        {path: tuple(backlinks) for path, backlinks in back.items()},
    )


def _count_sources(edges: Sequence[Edge]) -> int:
    return len({edge.source for edge in edges})


def _place(edge: Edge) -> tuple[NotePath, Span]:
    return edge.source, edge.link.span


def on_cycles(edges: Mapping[Node, Sequence[Node]]) -> set[Node]:
    """The nodes from which a way leads back to themselves, in linear time.

    `edges` has every node as a key. What leads nowhere is taken away first: where nothing is left, as in
    most vaults, networkx is not loaded.
    """
    into: dict[Node, list[Node]] = {node: [] for node in edges}
    for node, targets in edges.items():
        for target in targets:
            into[target].append(node)
    open_ends = {node: len(targets) for node, targets in edges.items()}
    ends = [node for node, count in open_ends.items() if not count]
    while ends:
        end = ends.pop()
        del open_ends[end]
        for node in into[end]:
            open_ends[node] -= 1
            if not open_ends[node]:
                ends.append(node)
    if not open_ends:
        return set()
    import networkx as nx

    graph = nx.DiGraph((node, target) for node in open_ends for target in edges[node] if target in open_ends)
    groups = nx.strongly_connected_components(graph)
    return {node for group in groups for node in group if len(group) > 1 or graph.has_edge(node, node)}
