"""`knotwork check --changed-since REV`: the findings that a change causes, in whatever file they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from knotwork.cli.check_scope import Scope
from knotwork.cli.former_state import former_state
from knotwork.cli.loading import LoadedVault, checked_settings, load_site
from knotwork.cli.options import NotFound
from knotwork.cli.site_cache import site_cache
from knotwork.config.settings import Settings
from knotwork.knowledge.comparison.states import states
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.rules.new_findings import new_findings
from knotwork.vault.source_text import source_text

_NO_LIMIT = 1_000_000_000


class ChangedResult(NamedTuple):
    """What a change causes."""

    findings: tuple[Diagnostic, ...]
    notes: Collection[NotePath]
    """The notes that were read."""
    fail_on: str | None
    """As in the settings."""
    base: str
    """What the vault was compared with, for people."""


def compared_with(scope: Scope, revision: str, chosen: Callable[[str], bool]) -> ChangedResult:
    """The findings that are new since a revision of Git; raises NotFound when there is no such revision.

    Findings beyond the limit of a report are compared, too. A file that counts may be gone by now: raises
    NotFound when it was not there then either.
    """
    site = scope.site
    cache = site_cache(site)
    settings = checked_settings(site)
    with former_state(site, revision, only_revisions=True) as (former, former_settings, name):
        for path in scope.paths:
            if not any((state.vault_dir / path).exists() for state in (site, former)):
                raise NotFound(f"{path}: there is no such file, and there was none at {name}")
        before = load_site(former, cache, _unlimited(former_settings), for_findings=True)
        after = load_site(site, cache, _unlimited(settings), for_findings=True)
        text_before, text_after = (partial(source_text, state.root) for state in (before, after))
        compared = states(before.kb, after.kb, text_before, text_after)
        old, new = _findings(before, chosen), _findings(after, chosen)
        findings = new_findings(compared, old, new, text_before, text_after)
    cache.write()
    return ChangedResult(findings, after.kb.vault.all_notes, settings.fail_on, name)


def _findings(state: LoadedVault, chosen: Callable[[str], bool]) -> Sequence[Diagnostic]:
    return check(state.kb, partial(source_text, state.root), chosen=chosen)


def _unlimited(settings: Settings) -> Settings:
    return replace(settings, max_findings_per_file=_NO_LIMIT)
