"""The files of schemas that settings and fences name: each is read once, and again when it has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from knotwork.config.option_kinds import SettingsError
from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.vault.file_stamps import Stamp, stamp
from knotwork.vault.scan import FileProblem, file_problem

if TYPE_CHECKING:
    from knotwork.model.note import Note  # slow to import, and of no use to settings

MAX_BYTES = 10_000_000
"""The largest schema file that is read."""


def schema_files(
    root: Path, notes: Iterable[Note], attachments: Collection[NotePath], settings: Settings
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The texts of the files, and why some could not be read: both by the name in the settings or fence.

    A fence can only name an attachment of the vault, by its path in the vault; when that cannot be read, it
    is in neither.
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
                continue  # the fence has a finding: there is no such file
    return texts, failed


def unreadable_schema(name: str, why: str) -> FileProblem:
    """The finding about a file that the settings name."""
    message = f"the settings name the file {name}, and it cannot be read: {why}"
    return file_problem("unreadable-file", Path(name).name, message)


def checked_files(settings: Settings, where: str) -> Settings:
    """The settings, when the files they name can be read; else raises SettingsError, a sentence a file."""
    _, failed = schema_files(Path(), (), (), settings)
    if failed:
        sentences = (f"{where}: {name} cannot be read: {why}" for name, why in sorted(failed.items()))
        raise SettingsError(*sentences)
    return settings


def _text(file: Path) -> str:
    """The text of a file; raises OSError and ValueError."""
    if not file.is_file():
        raise ValueError("there is no such file")
    return _read(file.absolute(), stamp(file.stat()))


@lru_cache(maxsize=64)
def _read(file: Path, _: Stamp) -> str:
    """The text of a file with that stamp: settings are checked before the vault is read."""
    with file.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES:,} bytes")
    return data.decode("utf-8")
