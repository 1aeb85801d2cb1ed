"""The findings of the last check: a vault whose files are as they were then is not read again.

What a check depends on is the files of the vault and of the site's own theme, the values of `mkdocs.yml`, the
rules that were chosen, and the files elsewhere that the settings name. All of it is looked at from outside;
when any of it differs, or cannot be told without reading, nothing is kept and nothing is known.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import MsgspecError, Struct
from msgspec.msgpack import Decoder, Encoder

from knotwork.config.mkdocs_yml import Site
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.vault.cache import Cache
from knotwork.vault.file_stamps import Stamp, is_settled, stamp
from knotwork.vault.folder_stamp import folder_stamp

if TYPE_CHECKING:
    from knotwork.vault.vault import Vault  # slow to import, and of no use to an answer from the cache

_KIND = "findings"
_TRANSIENT = frozenset(("internal-error", "unreadable-file"))
"""Findings that the same files may not have the next time."""


class KeptFindings(Struct, frozen=True, array_like=True):
    """What a check found."""

    findings: tuple[Diagnostic, ...]
    notes: tuple[NotePath, ...]
    """The notes that were read."""
    fail_on: str | None
    """As in the settings."""
    outside: tuple[tuple[str, Stamp], ...]
    """The files elsewhere that the settings name, as they were."""


@dataclass(frozen=True, slots=True)
class FindingsKey:
    """What the findings of a vault depend on, before it is read."""

    digest: bytes
    started: int
    """The clock's time before anything was looked at, in nanoseconds."""
    settled: bool
    """Whether a later change of a file gives another digest."""


def findings_key(site: Site, selected: Collection[str], ignored: Collection[str]) -> FindingsKey | None:
    """The key of a check; None when its findings cannot be kept."""
    config, started = site.config, time.time_ns()
    if any("/." in f"/{line.removeprefix('!')}" for line in config.exclude_docs if line.startswith("!")):
        return None  # names with a dot are read too
    custom = config.custom_dir
    folders = [site.vault_dir, *([custom] if custom and custom.is_dir() else [])]
    stamped = folder_stamp(folders)
    if stamped is None:
        return None
    values = (stamped.digest, site, sorted(selected), sorted(ignored), _user())
    try:
        digest = blake2b(_encode(values), digest_size=16).digest()
    except (MsgspecError, NotImplementedError, TypeError, ValueError, OverflowError, RecursionError):
        return None  # mkdocs.yml has a value that only Python knows
    return FindingsKey(digest, started, stamped.settled)


def kept_findings(cache: Cache, key: FindingsKey) -> KeptFindings | None:
    """What the last check with this key found; None when there was none, or a file elsewhere has changed."""
    data = cache.get(_KIND, key.digest)
    if data is None:
        return None
    try:
        kept = _decode(data)
        return kept if all(stamp(Path(path).stat()) == before for path, before in kept.outside) else None
    except (MsgspecError, OSError, ValueError):
        return None


def keep_findings(
    cache: Cache,
    key: FindingsKey,
    findings: Sequence[Diagnostic],
    vault: Vault,
    fail_on: str | None,
    outside: Iterable[str],
) -> None:
    """Keep what a check found, when the next one can tell that nothing has changed."""
    if not key.settled or not _TRANSIENT.isdisjoint(_rules(findings, vault)):
        return
    notes = tuple(vault.all_notes)
    try:
        stamps = tuple((path, stamp(Path(path).stat())) for path in sorted(outside))
        if all(is_settled(file, key.started) for _, file in stamps):
            cache.put(_KIND, key.digest, _encode(KeptFindings(tuple(findings), notes, fail_on, stamps)))
    except (MsgspecError, OSError, ValueError, OverflowError):
        return


def _rules(findings: Sequence[Diagnostic], vault: Vault) -> Iterator[str]:
    """The rules of the findings and of the problems behind them, which settings may leave out."""
    yield from (finding.rule for finding in findings)
    yield from (file.problem.rule for file in vault.problems)
    yield from (problem.rule for note in vault.notes.values() for problem in note.problems)


def _user() -> int:
    """Who reads: some may not read all files."""
    return os.geteuid() if hasattr(os, "geteuid") else 0


def _plain(value: Any) -> object:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(f"no plain value for {type(value).__name__}")


_encode = Encoder(order="deterministic", enc_hook=_plain).encode
_decode = Decoder(KeptFindings).decode
