"""What a vault's own `.obsidian` folder says that concerns readers: line breaks and templates."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from knotwork.config.text_below import text_below

FOLDER = ".obsidian"


class Obsidian(Struct, frozen=True, kw_only=True):
    """The settings of Obsidian for a vault."""

    is_there: bool = False
    """Whether the vault has such a folder."""
    line_breaks: bool = False
    """Whether a line break in a paragraph is shown."""
    templates: tuple[str, ...] = ()
    """The folders of its templates, as paths from the folder of the notes."""

    ignored: tuple[str, ...] = ()
    """The folders and files that it leaves out of its search, its graph and its unlinked mentions."""

    def ignores(self, path: str) -> bool:
        """Whether it leaves a note out of these."""
        return any(path == ignored or path.startswith(f"{ignored}/") for ignored in self.ignored)


NO_OBSIDIAN = Obsidian()
"""Of a folder that is no vault of Obsidian."""


def read_obsidian(docs_dir: Path, site: Path | None = None) -> Obsidian:
    """What the vault says that a folder of notes is, or is a part of, up to the folder of the site's config.

    What cannot be read says nothing.
    """
    above = [folder for folder in docs_dir.parents if site is not None and folder.is_relative_to(site)]
    vault = next((folder for folder in (docs_dir, *above) if (folder / FOLDER).is_dir()), None)
    if vault is None:
        return NO_OBSIDIAN
    app = _values(vault, "app.json")
    named = (
        _values(vault, "templates.json").get("folder"),
        _values(vault, "plugins/templater-obsidian/data.json").get("templates_folder"),
    )
    root = docs_dir.relative_to(vault).as_posix()
    filters = app.get("userIgnoreFilters")
    ignored = [
        path for path in (filters if isinstance(filters, list) else ()) if not str(path).startswith("/")
    ]
    return Obsidian(
        is_there=True,
        line_breaks=app.get("strictLineBreaks") is not True,
        templates=_paths(named, root),
        ignored=_paths(ignored, root),
    )


def _paths(written: Iterable[object], root: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_path(path, root) for path in written))))


def _path(written: object, root: str) -> str:
    """A path from the root of the notes; empty for none, for all notes, and for one outside."""
    if not isinstance(written, str) or {"\0", "\n"} & set(written) or ".." in written.split("/"):
        return ""
    path = posixpath.relpath(posixpath.join("/", written.strip().strip("/")), posixpath.join("/", root))
    return "" if path.split("/")[0] in (".", "..") else path


def _values(vault: Path, name: str) -> Mapping[str, Any]:
    text = text_below(vault, f"{FOLDER}/{name}")
    try:
        values = {} if text is None else json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
