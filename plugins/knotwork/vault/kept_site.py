"""The site of the last build: while its inputs and its files are as they were, it is not built again."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import MsgspecError, Struct
from msgspec.msgpack import Decoder, Encoder

from knotwork.config.mkdocs_yml import Site
from knotwork.vault.build_turns import end, was_last
from knotwork.vault.cache import Cache
from knotwork.vault.folder_stamp import folder_stamp
from knotwork.vault.site_stamp import SiteStamp, site_stamp

_KIND = "site"
_LONGEST_TICK = 0.11
"""Seconds after which a file that was just written counts as settled where times are not rounded."""


class LoggedLine(Struct, frozen=True, array_like=True):
    """A line of a build's log."""

    logger: str
    level: int
    """As in `logging`."""
    text: str
    severity: str | None = None
    """That of the finding that the line is about."""


class KeptSite(Struct, frozen=True, array_like=True):
    """A site that was written, and the log of its build."""

    folder: str
    files: bytes
    """The digest of the folder's stamp."""
    log: tuple[LoggedLine, ...]
    summary: str
    """What is published, in a sentence; empty when there is nothing to say."""
    build: bytes
    """The mark of the build, as in `build_turns`."""


def build_stamp(site: Site, *options: object) -> SiteStamp | None:
    """The inputs of a build, with what was chosen for it; None when the site cannot be kept.

    The day is one of them: sitemaps name it. So is the history that dates are taken from.
    """
    day = os.environ.get("SOURCE_DATE_EPOCH") or datetime.now(UTC).date().isoformat()
    return site_stamp(site, _KIND, day, options, _history(site), dot_files=True)


def _history(site: Site) -> object:
    """The state of the repository whose dates the site shows; None when it shows none."""
    if not site.settings.get("git_dates"):
        return None
    from knotwork.vault.git_dates import git_state  # few sites run Git

    return git_state(site.vault_dir)


def kept_site(cache: Cache, inputs: SiteStamp) -> KeptSite | None:
    """The site that was made of the same inputs, if each of its files is as it was written."""
    data = cache.get(_KIND, inputs.digest)
    if data is None:
        return None
    try:
        kept = _decode(data)
    except MsgspecError:
        return None
    if not was_last(cache, kept.build):
        return None
    written = folder_stamp([Path(kept.folder)])
    return kept if written is not None and written.digest == kept.files else None


def keep_site(
    cache: Cache, inputs: SiteStamp, folder: Path, log: Sequence[LoggedLine], summary: str, build: bytes
) -> None:
    """Keep what a build wrote to a folder, when the next one can tell that nothing has changed.

    The build ends: `build` is the mark that it began with.
    """
    if not inputs.settled:
        end(cache, build)
        return
    written = folder_stamp([folder])
    if written is not None and not written.settled:
        time.sleep(_LONGEST_TICK)  # else a program could change the last files within the same tick
        written = folder_stamp([folder])
    is_alone = end(cache, build)  # what another build writes from here on shows in the folder
    if is_alone and written is not None and written.settled:
        kept = KeptSite(str(folder), written.digest, tuple(log), summary, build)
        cache.put(_KIND, inputs.digest, _encode(kept))


_encode = Encoder().encode
_decode = Decoder(KeptSite).decode
