"""The findings of the last check: a vault whose files are as they were then is not read again.

What a check depends on is the files of the vault and of the site's own theme, the values of `mkdocs.yml`, the
rules that were chosen, and the files elsewhere that the settings name. All of it is looked at from outside;
when any of it differs, or cannot be told without reading, nothing is kept and nothing is known.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from msgspec import MsgspecError, Struct
from msgspec.msgpack import Decoder, Encoder

from knotwork.config.mkdocs_yml import Site
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.vault.cache import Cache
from knotwork.vault.lasting_findings import are_lasting
from knotwork.vault.site_stamp import SiteStamp, site_stamp

if TYPE_CHECKING:
    from knotwork.vault.vault import Vault  # slow to import, and of no use to an answer from the cache

_KIND = "findings"


class KeptFindings(Struct, frozen=True, array_like=True):
    """What a check found."""

    findings: tuple[Diagnostic, ...]
    notes: tuple[NotePath, ...]
    """The notes that were read."""
    fail_on: str | None
    """As in the settings."""
    has_comments: bool
    """Whether comments in the notes may silence findings."""


def findings_inputs(site: Site, selected: Collection[str], ignored: Collection[str]) -> SiteStamp | None:
    """What a check depends on; None when its findings cannot be kept."""
    return site_stamp(site, sorted(selected), sorted(ignored))


def kept_findings(cache: Cache, inputs: SiteStamp) -> KeptFindings | None:
    """What the last check of the same inputs found; None when there was none."""
    data = cache.get(_KIND, inputs.digest)
    try:
        return None if data is None else _decode(data)
    except MsgspecError:
        return None


def keep_findings(
    cache: Cache, inputs: SiteStamp, findings: Sequence[Diagnostic], vault: Vault, fail_on: str | None
) -> None:
    """Keep what a check found, when the next one can tell that nothing has changed."""
    if inputs.settled and are_lasting(findings, vault):
        has_comments = any(note.suppressions for note in vault.notes.values())
        kept = KeptFindings(tuple(findings), tuple(vault.all_notes), fail_on, has_comments)
        cache.put(_KIND, inputs.digest, _encode(kept))


_encode = Encoder().encode
_decode = Decoder(KeptFindings).decode
