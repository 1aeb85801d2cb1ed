"""`knotwork snippets`: every YAML document of the notes, what it is taken for, and whether it is valid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import click

from knotwork.cli.loading import load_vault
from knotwork.cli.new_files import write_new_files
from knotwork.cli.options import debug_option, format_option, vault_argument
from knotwork.cli.output import aligned, print_status, write_out
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.report.json import json_text
from knotwork.snippets.filenames import FOLDER
from knotwork.snippets.snippet import Snippet

Row = tuple[NotePath, Snippet]


@click.command("snippets")
@vault_argument
@format_option(("text", "json"))
@click.option(
    "--extract",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write each complete manifest to a file in this folder, for other tools.",
)
@click.option("--force", is_flag=True, help="Let --extract overwrite files.")
@debug_option
def command(vault: Path | None, output_format: str, extract: Path | None, force: bool) -> None:
    """List the YAML documents in the notes: what each is taken for, and whether it is valid.

    Example: knotwork snippets notes --extract manifests
    """
    if force and extract is None:
        raise click.UsageError("--force goes with --extract.")
    kb = load_vault(vault).kb
    rows = list(_rows(kb))
    if extract is not None:
        _extract(rows, extract, force=force)
    if output_format == "json":
        write_out(json_text([_row(path, snippet) for path, snippet in rows]))
    elif extract is None:
        _list(rows)


def _rows(kb: KnowledgeBase) -> Iterator[Row]:
    for path, snippets in kb.snippets.by_note.items():
        for snippet in snippets:
            yield path, snippet


def _row(path: NotePath, snippet: Snippet) -> dict[str, object]:
    return {
        "path": path,
        "line": snippet.line,
        "index": snippet.index,
        "mode": snippet.mode,
        "verdict": snippet.verdict,
        "kind": snippet.kind,
        "api_version": snippet.api_version,
        "name": snippet.name,
        "publishes": snippet.file,
    }


def _list(rows: Sequence[Row]) -> None:
    lines = [
        (f"{path}:{snippet.line}", snippet.verdict, _what(snippet), snippet.mode) for path, snippet in rows
    ]
    if lines:
        write_out(aligned(lines))
    notes = len({path for path, _ in rows})
    counts = _counts(snippet.verdict for _, snippet in rows)
    print_status(f"{counted(len(rows), 'snippet')} in {counted(notes, 'note')}{': ' if rows else ''}{counts}")


def _what(snippet: Snippet) -> str:
    if snippet.kind:
        return snippet.full_name
    return snippet.schema or "YAML"


def _extract(rows: Sequence[Row], folder: Path, *, force: bool) -> None:
    """Write the whole manifests; what is no whole manifest would only be refused by other tools."""
    manifests: dict[Path, bytes] = {}
    left: list[str] = []
    for _, snippet in rows:
        if snippet.file is None or snippet.mode != "full":
            left.append(snippet.mode)
        else:
            name = PurePosixPath(snippet.file).relative_to(FOLDER)
            manifests[folder / name] = snippet.text.encode("utf-8")
    write_new_files(folder, manifests, force=force)
    out = f"; left out: {_counts(left)}" if left else ""
    print_status(f"wrote {counted(len(manifests), 'manifest')} to {folder}{out}")


def _counts(words: Iterable[str]) -> str:
    return ", ".join(f"{count:,} {word}" for word, count in sorted(Counter(words).items()))
