"""`knotwork graph`: the links between notes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from knotwork.cli.loading import load_vault
from knotwork.cli.options import debug_option, format_option, vault_argument
from knotwork.cli.output import aligned, write_out
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import is_home
from knotwork.model.plural import counted
from knotwork.report.json import json_text
from knotwork.report.terminal import visible
from knotwork.site.feeds.graph import VaultGraph, graph_json, vault_graph

_LISTED = 20
"""How many orphans the text names."""


@click.command("graph")
@vault_argument
@format_option(("text", "json", "dot"))
@debug_option
def command(vault: Path | None, output_format: str) -> None:
    """Show which notes link to which: the most linked ones, orphans, islands; or the whole graph as data.

    Attachments and missing notes are in it when something links to them.

    Example: knotwork graph notes --output-format dot | dot -Tsvg > graph.svg
    """
    kb = load_vault(vault).kb
    if output_format == "text":
        write_out(_text(kb))
        return
    graph = vault_graph(kb)
    write_out(_dot(graph) if output_format == "dot" else json_text(graph_json(graph)))


# -- for Graphviz


def _dot(graph: VaultGraph) -> str:
    styles = {"note": "", "attachment": ", shape=box", "missing": ", style=dashed"}
    rows = [f"  {_quoted(node.id)} [label={_quoted(node.title)}{styles[node.kind]}];" for node in graph.nodes]
    rows += [
        f"  {_quoted(source)} -> {_quoted(target)} [class={_quoted(kind)}, weight={count}];"
        for (source, target, kind), count in graph.edges.items()
    ]
    return "\n".join(("digraph vault {", *rows, "}\n"))


def _quoted(text: str) -> str:
    # in a label, a backslash at the end would swallow the quote, and `\n` would be a line break
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# -- for people


def _text(kb: KnowledgeBase) -> str:
    graph = vault_graph(kb)
    kinds = Counter(node.kind for node in graph.nodes)
    orphans = [path for path in kb.graph.orphans() if not is_home(path)]
    islands = [len(island) for island in kb.graph.components()]
    parts = [
        f"{counted(kinds['note'], 'note')}, {counted(kinds['attachment'], 'linked attachment')}, "
        f"{kinds['missing']:,} missing, {counted(sum(graph.edges.values()), 'link')}\n",
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
