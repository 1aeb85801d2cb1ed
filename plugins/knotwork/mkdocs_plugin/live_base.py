"""The knowledge base and the findings of a vault that is served, from one reading to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from knotwork.config.settings import Settings
from knotwork.knowledge.changes import Changes
from knotwork.knowledge.live import LiveVault
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.rules.live_findings import LiveFindings
from knotwork.site.compiled_site import CompiledSite, SiteSource
from knotwork.site.site_info import SiteInfo
from knotwork.syntax.queries import has_queries
from knotwork.vault.cache import Cache
from knotwork.vault.git_dates import NO_DATES, GitDates
from knotwork.vault.vault import Vault

_TOGETHER = 100
"""How many notes are prepared between two requests."""


class LiveBase:
    """Compiles the site of each reading with what is known of the one before."""

    def __init__(self, settings: Settings, read: Callable[[NotePath], str], cache: Cache) -> None:
        """`read` gives the notes' texts."""
        self.settings, self._read = settings, read
        self._vault = LiveVault(settings, cache)
        self._findings = LiveFindings(self._vault, read)
        self._protected: frozenset[NotePath] = frozenset()
        self._querying: frozenset[NotePath] = frozenset()
        """The notes that have queries."""
        self._site: CompiledSite | None = None
        self.changes = Changes()
        """What the last reading changed."""

    def site(
        self,
        vault: Vault,
        info: SiteInfo,
        is_protected: Callable[[Note], bool],
        moved_files: Mapping[NotePath, str] | None = None,
        git_dates: Mapping[NotePath, GitDates] = NO_DATES,
    ) -> CompiledSite:
        """The site of a reading of the vault, with the findings of notes on their pages: what
        `compiled_site` returns.
        """
        self.changes = self._vault.update(vault)
        self._findings.update(self.changes)
        findings = self._findings.findings
        kb = self._vault.kb
        looked_at = vault.notes.keys() if self.changes.whole else self.changes.facts
        notes = [vault.notes[path] for path in looked_at if path in vault.notes]
        protected = (note.path for note in notes if is_protected(note))
        self._protected = self._protected.difference(looked_at).union(protected)
        querying = (note.path for note in notes if has_queries(note.fences))
        self._querying = self._querying.difference(looked_at).union(querying)
        moved, read = moved_files or {}, self._read
        source = SiteSource(kb, info, read, lambda: findings, moved, git_dates, show_findings=True)
        self._site = (
            CompiledSite(source, self._protected)
            if self._site is None
            else self._site.following(source, self._protected)
        )
        return self._site

    def prepare(self) -> bool:
        """Do a part of what the next reading needs; returns whether that was not all."""
        return self._vault.prepare(_TOGETHER)

    def read_anew(self) -> frozenset[NotePath]:
        """The notes of which search may find other words since the last reading.

        A note shows parts of those that it embeds, and the names of those that it links to; what its queries
        list may depend on each one.
        """
        kb, stale = self._vault.kb, set(self.changes.links)
        stale |= self._querying
        waiting = list(stale)
        while waiting:
            changed = waiting.pop()
            linking = {edge.source for edge in kb.graph.backlinks.get(changed, ())} - stale
            stale |= linking
            waiting += (path for path in linking if any(link.embeds for link in kb.notes[path].links))
        return frozenset(stale)
