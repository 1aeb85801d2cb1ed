"""A vault that another program writes, whose links mean something else there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.plural import counted

_ABOUT_LINKS = frozenset(("missing-note", "missing-heading", "missing-block", "missing-attachment"))


class _Program(Struct, frozen=True):
    name: str
    sign: str
    """A file that it writes beside the notes, or above them."""
    difference: str


_PROGRAMS = (
    _Program("Logseq", "logseq/config.edn", "a link there names a page by its `title::`, and a/b is a___b"),
    _Program("Dendron", "dendron.yml", "a link there has its text first: [[text|note]], here [[note|text]]"),
)


def foreign_vault_hint(root: Path, findings: Sequence[Diagnostic]) -> str | None:
    """One sentence for all broken links of such a vault; None when it is none, or has no broken links."""
    broken = sum(finding.rule in _ABOUT_LINKS for finding in findings)
    if not broken:
        return None
    for program in _PROGRAMS:
        if any((folder / program.sign).is_file() for folder in (root, root.resolve().parent)):
            return (
                f"this vault looks like {program.name}'s ({program.sign}): {program.difference}; "
                f"{counted(broken, 'finding')} about links may come of that, "
                "and `--ignore missing-note` leaves most of them out"
            )
    return None
