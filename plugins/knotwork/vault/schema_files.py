"""The files that settings and fences name to judge snippets by: read here, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from knotwork.config.settings import Settings, SettingsError
from knotwork.model.names import NotePath
from knotwork.model.note import Note

MAX_BYTES = 10_000_000
"""How large such a file may be."""


def schema_files(
    root: Path, notes: Iterable[Note], attachments: Collection[NotePath], settings: Settings
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The files' texts, by the path they are named with; and why some of the settings' could not be read.

    A fence can name only an attachment of the vault, by its path in it.
    """
    texts: dict[str, str] = {}
    failed: dict[str, str] = {}
    for name in {*settings.crds, *settings.json_schemas.values()}:
        try:
            texts[name] = _text(Path(name))
        except (OSError, ValueError) as error:
            failed[name] = str(getattr(error, "strerror", None) or error)
    fences = (fence for note in notes for fence in note.fences)
    for name in {fence.options["schema"] for fence in fences if "schema" in fence.options}:
        if name in attachments:
            try:
                texts[name] = _text(root / name)
            except (OSError, ValueError):
                continue  # the fence is told that there is no such file
    return texts, failed


def checked_files(settings: Settings, where: str) -> Settings:
    """The settings when the files they name can be read; else raises SettingsError, a sentence for each."""
    _, failed = schema_files(Path(), (), (), settings)
    if failed:
        sentences = (f"{where}: {name} cannot be read: {why}" for name, why in sorted(failed.items()))
        raise SettingsError(*sentences)
    return settings


def _text(file: Path) -> str:
    if not file.is_file():
        raise ValueError("there is no such file")
    with file.open("rb") as opened:
        data = opened.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES:,} bytes")
    return data.decode("utf-8")
