"""All that a site is made from, looked at from outside: while that is the same, so is what is made of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec import MsgspecError
from msgspec.msgpack import Encoder

from knotwork.config.mkdocs_yml import Site
from knotwork.vault.file_stamps import Stamp, is_settled, stamp
from knotwork.vault.folder_stamp import folder_stamp

_OBSIDIAN = ("app.json", "templates.json")


@dataclass(frozen=True, slots=True)
class SiteStamp:
    """The inputs of a site, before any of them was read."""

    digest: bytes
    settled: bool
    """Whether a later change of a file gives another digest."""


def site_stamp(site: Site, *values: object, dot_files: bool = False) -> SiteStamp | None:
    """The stamp of a site's notes, its config files, its own theme, and the schema files of its settings.

    `values` are what else a result depends on; with `dot_files`, files such as `.meta.yml` count too. None
    when what counts cannot be told from outside, or a value is one that only Python knows.
    """
    config, started = site.config, time.time_ns()
    if any("/." in f"/{line.removeprefix('!')}" for line in config.exclude_docs if line.startswith("!")):
        return None  # folders whose names begin with a dot are read too
    custom = config.custom_dir
    notes = folder_stamp([site.vault_dir], dot_files=dot_files)
    theme = folder_stamp(  # its own icons are in a folder .icons
        [custom] if custom and custom.is_dir() else [], dot_files=True, dot_folders=True
    )
    if notes is None or theme is None:
        return None
    try:
        files = [(str(file), stamp(file.stat())) for file in (*config.source.files, *_named_files(site))]
        parts = (notes.digest, theme.digest, site, files, values, _user())
        digest = blake2b(_encode(parts), digest_size=16).digest()
    except (MsgspecError, NotImplementedError, OSError, OverflowError, RecursionError, TypeError, ValueError):
        return None
    return SiteStamp(digest, notes.settled and theme.settled and _are_settled(files, started))


def _named_files(site: Site) -> Iterator[Path]:
    """Obsidian's settings of the vault, and the files that our settings name, which are not validated yet."""
    yield from (file for name in _OBSIDIAN if (file := site.vault_dir / ".obsidian" / name).exists())
    yield from site.paths_in("crds", "json_schemas")


def _are_settled(files: list[tuple[str, Stamp]], read_at: int) -> bool:
    return all(is_settled(file, read_at) for _, file in files)


def _user() -> int:
    """Who reads: some may not read all files."""
    return os.geteuid() if hasattr(os, "geteuid") else 0


def _plain(value: Any) -> object:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(f"no plain value for {type(value).__name__}")


_encode = Encoder(order="deterministic", enc_hook=_plain).encode
