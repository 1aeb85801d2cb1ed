"""`knotwork todo`: the to-dos of the vault."""

from __future__ import annotations

from pathlib import Path

import click

from knotwork.cli.loading import load_vault
from knotwork.cli.options import debug_option, format_option, vault_argument
from knotwork.cli.output import print_status, write_out
from knotwork.knowledge.todos import Todo, is_todo
from knotwork.model.plural import counted
from knotwork.report.json import json_text
from knotwork.report.terminal import visible


@click.command("todo")
@vault_argument
@click.option("--tag", metavar="TAG", help="Only to-dos with this tag, or one nested in it.")
@format_option(("text", "json"))
@debug_option
def command(vault: Path | None, tag: str | None, output_format: str) -> None:
    """List the to-dos; for each item under one, whether its section is written (☑) or not (☐).

    Example: knotwork todo notes --tag k8stodo
    """
    todos = [todo for todo in load_vault(vault).kb.todos if tag is None or is_todo(todo.tag.name, (tag,))]
    if output_format == "json":
        write_out(json_text([_row(todo) for todo in todos]))
        return
    write_out("\n".join(map(_block, todos)))
    print_status(f"{counted(len(todos), 'to-do')}, {sum(todo.open for todo in todos):,} open")


def _row(todo: Todo) -> dict[str, object]:
    start = todo.tag.span.start
    return {
        "path": todo.path,
        "line": start.line,
        "column": start.column,
        "tag": todo.tag.name,
        "heading": todo.heading.text if todo.heading else None,
        "text": todo.text,
        "items": [{"text": item.text, "line": item.line, "section": item.section} for item in todo.items],
    }


def _block(todo: Todo) -> str:
    start = todo.tag.span.start
    where = f" (in {todo.heading.text})" if todo.heading and todo.scope != "section" else ""
    rows = [f"{todo.path}:{start.line}:{start.column}: #{todo.tag.name}: {todo.text}{where}"]
    rows += [f"  {'☑' if item.section == 'written' else '☐'} {item.text}" for item in todo.items]
    return "".join(f"{visible(row)}\n" for row in rows)
