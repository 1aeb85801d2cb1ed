"""The graph of links for programs: the output of `knotwork graph` and the site's `graph.json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import missing_note_key
from knotwork.knowledge.resolution import MissingAttachment, MissingNote, Resolution, Resolved
from knotwork.knowledge.tag_index import shown_tags
from knotwork.model.names import NameKey, NotePath, basename, without_md
from knotwork.model.note import LinkKind
from knotwork.site.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Node:
    """A note, or what a note links to."""

    id: str
    """A path; for a missing note or file the name that links have for it."""
    title: str
    tags: tuple[str, ...]
    kind: Literal["note", "attachment", "missing"]


@dataclass(frozen=True, slots=True)
class VaultGraph:
    """All nodes by id, and how many links of one kind lead from one to another; both sorted."""

    nodes: tuple[Node, ...]
    edges: Mapping[tuple[str, str, LinkKind], int]


def vault_graph(kb: KnowledgeBase, *, of_site: bool = False) -> VaultGraph:
    """The graph of a vault.

    That `of_site` has a missing note only if published text links to it, and no note that the vault's own
    settings leave out of graphs.
    """
    listed = kb.listed_notes if of_site else kb.notes
    nodes = {
        str(path): Node(path, note.title, tuple(shown_tags(note)), "note") for path, note in listed.items()
    }
    names: dict[NameKey, str] = {}
    edges: Counter[tuple[str, str, LinkKind]] = Counter()
    for path, linked in kb.graph.outlinks.items():
        if path not in listed:
            continue
        shown = [edge for edge in linked if edge.target in listed or edge.target not in kb.notes]
        for edge in shown:
            if edge.target not in nodes:
                nodes[edge.target] = Node(edge.target, basename(edge.target), (), "attachment")
        edges.update([(path, edge.target, edge.link.kind) for edge in shown])
    for path, resolutions in kb.resolutions.items():
        if path not in listed or not any(map(_missing_name, resolutions)):
            continue
        for link in kb.links.of(path):
            missing = _missing_name(link.resolution)
            if missing and kb.links.counts(link.link) and (link.link.published or not of_site):
                name = names.setdefault(missing_note_key(missing), missing)
                nodes.setdefault(name, Node(name, name, (), "missing"))
                edges[path, name, link.link.kind] += 1
    return VaultGraph(tuple(nodes[key] for key in sorted(nodes)), dict(sorted(edges.items())))


def graph_json(graph: VaultGraph, more: Callable[[Node], Mapping[str, Any]] = lambda node: {}) -> Any:
    """`{version, nodes, edges}`; `more` gives further keys of each node."""
    nodes = (
        {"id": node.id, "title": node.title, "tags": list(node.tags), "kind": node.kind, **more(node)}
        for node in graph.nodes
    )
    edges = (
        {"source": source, "target": target, "kind": kind, "count": count}
        for (source, target, kind), count in graph.edges.items()
    )
    return {"version": 1, "nodes": list(nodes), "edges": list(edges)}


def site_graph(kb: KnowledgeBase, site: Addresses) -> Any:
    """The same for a site: each node has its `url` below the site's root, null when it is missing."""

    def url(node: Node) -> Mapping[str, Any]:
        match node.kind:
            case "note":
                return {"url": site.note(NotePath(node.id))}
            case "attachment":
                return {"url": site.file(NotePath(node.id))}
            case "missing":
                return {"url": None}

    return graph_json(vault_graph(kb, of_site=True), url)


def _missing_name(resolution: Resolution) -> str | None:
    """The name of a missing note or file; None for a link out of the vault or to an unpublished file."""
    if type(resolution) is Resolved:  # nearly all links, for speed
        return None
    match resolution:
        case MissingNote(name=name, unpublished=None) | MissingAttachment(name=name, unpublished=None):
            return without_md(name.strip().strip("/"))
        case _:
            return None
