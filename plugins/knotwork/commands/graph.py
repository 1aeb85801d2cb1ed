"""`knotwork graph`: who links to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from knotwork.commands.opening import opened
from knotwork.commands.options import debug_option, format_option, vault_argument
from knotwork.commands.output import aligned, counted, write_out
from knotwork.compiler import KnowledgeBase, shown_tags, target_of, wanted_key
from knotwork.names import NameKey, basename, without_md
from knotwork.note import LinkKind
from knotwork.report.json import json_text
from knotwork.report.terminal import encodable, visible
from knotwork.resolve import MissingAttachment, MissingNote, Resolution
from knotwork.rules.notes import orphan_note

_LISTED = 20
"""How many orphans the text names."""


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    """A path; for what is missing the name that is asked for."""
    title: str
    tags: tuple[str, ...]
    kind: Literal["note", "attachment", "missing"]


Edges = Mapping[tuple[str, str, LinkKind], int]
"""How many links of one kind lead from one node to another, sorted."""


@click.command("graph")
@vault_argument
@format_option(("text", "json", "dot"))
@debug_option
def command(vault: Path | None, output_format: str) -> None:
    """Show who links to whom: the most linked notes, the orphans, the islands; or all of it for a program.

    Attachments and missing notes are in it when something links to them.

    Example: knotwork graph notes --output-format dot | dot -Tsvg > graph.svg
    """
    kb = opened(vault).kb
    if output_format == "text":
        write_out(_text(kb))
        return
    nodes, edges = _graph(kb)
    write_out(_dot(nodes, edges) if output_format == "dot" else json_text(_json(nodes, edges)))


def _graph(kb: KnowledgeBase) -> tuple[list[_Node], Edges]:
    nodes = {
        str(path): _Node(path, note.title, tuple(shown_tags(note)), "note") for path, note in kb.notes.items()
    }
    names: dict[NameKey, str] = {}
    edges: Counter[tuple[str, str, LinkKind]] = Counter()
    for each in kb.links:
        if not kb.counts(each.link):
            continue
        target = target_of(each.resolution)
        if target is not None:
            nodes.setdefault(target, _Node(target, basename(target), (), "attachment"))
            edges[each.source, target, each.link.kind] += 1
        elif wanted := _wanted(each.resolution):
            name = names.setdefault(wanted_key(wanted), wanted)
            nodes.setdefault(name, _Node(name, name, (), "missing"))
            edges[each.source, name, each.link.kind] += 1
    return [nodes[key] for key in sorted(nodes)], dict(sorted(edges.items()))


def _wanted(resolution: Resolution) -> str | None:
    """The name of what is missing; None for what leads out of the vault, or is kept off the site."""
    match resolution:
        case MissingNote(name=name, unpublished=None) | MissingAttachment(name=name):
            return without_md(name.strip().strip("/"))
        case _:
            return None


def _json(nodes: Iterable[_Node], edges: Edges) -> dict[str, object]:
    return {
        "version": 1,
        "nodes": [
            {"id": node.id, "title": node.title, "tags": list(node.tags), "kind": node.kind} for node in nodes
        ],
        "edges": [
            {"source": source, "target": target, "kind": kind, "count": count}
            for (source, target, kind), count in edges.items()
        ],
    }


# -- for Graphviz


def _dot(nodes: Iterable[_Node], edges: Edges) -> str:
    styles = {"note": "", "attachment": ", shape=box", "missing": ", style=dashed"}
    rows = [f"  {_quoted(node.id)} [label={_quoted(node.title)}{styles[node.kind]}];" for node in nodes]
    rows += [
        f"  {_quoted(source)} -> {_quoted(target)} [class={_quoted(kind)}, weight={count}];"
        for (source, target, kind), count in edges.items()
    ]
    return "\n".join(("digraph vault {", *rows, "}\n"))


def _quoted(text: str) -> str:
    # in a label, a backslash at the end would swallow the quote, and `\n` would be a line break
    escaped = encodable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# -- for people


def _text(kb: KnowledgeBase) -> str:
    nodes, edges = _graph(kb)
    kinds = Counter(node.kind for node in nodes)
    orphans = [each.location.path for each in orphan_note.check(kb)]
    islands = [len(island) for island in kb.graph.components()]
    parts = [
        f"{counted(kinds['note'], 'note')}, {counted(kinds['attachment'], 'linked attachment')}, "
        f"{kinds['missing']:,} missing, {counted(sum(edges.values()), 'link')}\n",
    ]
    if linked := kb.graph.most_linked():
        table = aligned([(f"  {path}", f"{count:,}") for path, count in linked])
        parts.append(f"Most linked, and from how many notes:\n{table}")
    if orphans:
        more = f"  and {len(orphans) - _LISTED:,} more\n" if len(orphans) > _LISTED else ""
        listed = "".join(f"  {visible(path)}\n" for path in orphans[:_LISTED])
        parts.append(f"Orphans, which no other note links to: {len(orphans):,}\n{listed}{more}")
    if islands:
        sizes = ", ".join(f"{size:,}" for size in islands[:10]) + (" …" if len(islands) > 10 else "")
        parts.append(f"Islands of notes connected by links: {len(islands):,}\n  notes in each: {sizes}\n")
    return "\n".join(parts)
