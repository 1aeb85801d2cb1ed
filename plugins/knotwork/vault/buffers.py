"""A vault with a note as it stands in an editor, which is not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault, vault_of_notes

T = TypeVar("T")


def with_buffer(vault: Vault, path: NotePath, text: str, settings: Settings) -> Vault:
    """The vault in which a note has that text, or is there at all; unchanged for one the site leaves out."""
    if vault.unpublished.get(path) in ("excluded", "draft"):
        return vault
    alone = vault_of_notes({path: read_note(path, text, settings.dialect)}, frozenset(), settings)

    def merged(ours: Mapping[NotePath, T], buffer: Mapping[NotePath, T]) -> dict[NotePath, T]:
        others = {other: value for other, value in ours.items() if other != path}
        return dict(sorted({**others, **buffer}.items()))

    return replace(
        vault,
        notes=merged(vault.notes, alone.notes),
        unpublished=merged(vault.unpublished, alone.unpublished),
        unpublished_links=merged(vault.unpublished_links, alone.unpublished_links),
        reason_spans=merged(vault.reason_spans, alone.reason_spans),
        reason_texts=merged(vault.reason_texts, alone.reason_texts),
        problems=(*(file for file in vault.problems if file.path != path), *alone.problems),
    )
