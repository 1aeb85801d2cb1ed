"""The findings of a knowledge base that changes: notes are checked again when what they depend on differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from knotwork.knowledge.changes import Changes
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import missing_note_key
from knotwork.knowledge.live import LiveVault
from knotwork.knowledge.resolution import MissingAttachment, MissingNote, is_plain, target_of
from knotwork.knowledge.resolve import Question
from knotwork.knowledge.search import normal_path
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath, folder
from knotwork.rules import RULES
from knotwork.rules.checker import Checker, Result, failures_of


class LiveFindings:
    """Holds what `check` returns for the knowledge base of a live vault."""

    def __init__(
        self,
        live: LiveVault,
        text_of: Callable[[NotePath], str | None] = lambda path: None,
        *,
        chosen: Callable[[str], bool] = lambda code: True,
    ) -> None:
        """`text_of` and `chosen` are those of `check`."""
        self._live = live
        self._checker = Checker(RULES, text_of, chosen)
        self._kb: KnowledgeBase | None = None
        self._notes: dict[NotePath, Result] = {}
        self._failing: set[NotePath] = set()
        """Those in which a rule failed."""
        self._of_names, self._of_vault = Result(), Result()
        self._elsewhere: Mapping[NotePath, tuple[Diagnostic, ...]] = {}
        """What is found in a file by no rule for notes: while it was read, or as a part of the vault."""
        self._files: dict[NotePath, tuple[Diagnostic, ...]] = {}
        self._linking: dict[NotePath, frozenset[Hashable]] = {}
        """For the notes that have links with findings, what these findings depend on: the notes whose text
        decides, what the resolver was asked for, the titles that were looked for."""
        self._dependents: dict[Hashable, set[NotePath]] = {}
        """The same by what the findings depend on."""

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """All findings, in order."""
        return tuple(finding for path in sorted(self._files) for finding in self._files[path])

    def of(self, path: NotePath) -> tuple[Diagnostic, ...]:
        """The findings of one file, in order."""
        return self._files.get(path, ())

    def update(self, changes: Changes) -> frozenset[NotePath]:
        """Check what an update of the vault may have changed; returns the files whose findings differ."""
        kb, before = self._live.kb, self._kb
        if before is None or changes.whole:
            differing = self._check_all(kb)
        else:
            differing = self._check(kb, before, changes)
            if kb.resolver.is_exhausted:  # findings depend on the order of all comparisons
                self._live.compile()
                kb = self._live.kb
                differing |= self._check_all(kb)
        self._kb = kb
        return frozenset(differing)

    def _check_all(self, kb: KnowledgeBase) -> set[NotePath]:
        files = self._files
        self._notes, self._files, self._linking, self._dependents = {}, {}, {}, {}
        self._elsewhere = {}
        self._failing = set()
        self._of_names = Result()
        self._check_notes(kb, kb.notes)
        self._of_names = self._checker.in_vault(kb, of_names=True)
        self._report(kb, set(kb.notes))
        paths = files.keys() | self._files.keys()
        return {path for path in paths if files.get(path, ()) != self._files.get(path, ())}

    def _check(self, kb: KnowledgeBase, before: KnowledgeBase, changes: Changes) -> set[NotePath]:
        differing = changes.links
        stale = {*differing, *(path for of in differing for path in self._dependents.get(of, ()))}
        stale.update(path for of in changes.questions for path in self._dependents.get(of, ()))
        titles = (("title", missing_note_key(title)) for title in changes.titles)
        stale.update(path for title in titles for path in self._dependents.get(title, ()))
        folders = (("folder", path) for path in _moved_folders(kb, before))
        stale.update(path for of in folders for path in self._dependents.get(of, ()))
        if changes.left_out:
            stale |= self._linking.keys()
        graph, graph_before = kb.graph, before.graph
        stale.update(
            path
            for path in changes.linked
            if bool(graph.backlinks.get(path)) != bool(graph_before.backlinks.get(path))
        )
        stale |= kb.snippets.revalidated
        stale &= kb.notes.keys()
        for path in changes.removed:
            self._notes.pop(path, None)
            self._failing.discard(path)
            self._depend(path, frozenset())
        self._check_notes(kb, stale)
        if changes.added or changes.removed:
            self._of_names = self._checker.in_vault(kb, of_names=True)
        return self._report(kb, stale | changes.removed)

    def _check_notes(self, kb: KnowledgeBase, paths: Iterable[NotePath]) -> None:
        for path in paths:
            questions = kb.resolver.questions = set[Question]()
            result = self._notes[path] = self._checker.in_note(kb, path)
            if result.failures:
                self._failing.add(path)
            else:
                self._failing.discard(path)
            if all(map(is_plain, kb.resolutions[path])):
                self._depend(path, frozenset())
            else:
                self._depend(path, frozenset((*_needed(kb, path), *questions)))
        kb.resolver.questions = None

    def _depend(self, path: NotePath, needed: frozenset[Hashable]) -> None:
        """Note what the findings about a note's links depend on."""
        for known in self._linking.pop(path, ()):
            self._dependents[known].discard(path)
        if needed:
            self._linking[path] = needed
        for known in needed:
            self._dependents.setdefault(known, set()).add(path)

    def _report(self, kb: KnowledgeBase, paths: set[NotePath]) -> set[NotePath]:
        """Make the reports of files again; returns those that differ."""
        before = self._elsewhere
        self._of_vault = self._checker.in_vault(kb, of_names=False)
        elsewhere: dict[NotePath, list[Diagnostic]] = defaultdict(list)
        results = (*(self._notes[path] for path in sorted(self._failing)), self._of_names, self._of_vault)
        failures = failures_of(results).values()
        for finding in (
            *self._checker.in_files(kb),
            *self._of_names.findings,
            *self._of_vault.findings,
            *failures,
        ):
            elsewhere[finding.location.path].append(finding)
        self._elsewhere = {path: tuple(findings) for path, findings in elsewhere.items()}
        paths = paths | {
            path
            for path in before.keys() | self._elsewhere.keys()
            if before.get(path) != self._elsewhere.get(path)
        }
        differing = set()
        for path in paths:
            own = self._notes[path].findings if path in kb.notes else ()
            reported = self._checker.of_file(kb, path, (*self._elsewhere.get(path, ()), *own))
            if reported != self._files.get(path, ()):
                differing.add(path)
            if reported:
                self._files[path] = reported
            else:
                self._files.pop(path, None)
        return differing


def _moved_folders(kb: KnowledgeBase, before: KnowledgeBase) -> frozenset[str]:
    """The folders that came or went, of notes or of attachments."""
    if kb.folders is before.folders and kb.attachment_folders is before.attachment_folders:
        return frozenset()
    return (kb.folders ^ before.folders) | (kb.attachment_folders ^ before.attachment_folders)


def _needed(kb: KnowledgeBase, path: NotePath) -> Iterator[Hashable]:
    """What decides what is reported of a note's links that do not simply reach a file.

    Notes, titles, and the folders that a link may lead to.
    """
    for resolved in kb.links.of(path):
        resolution = resolved.resolution
        if is_plain(resolution):
            continue
        target = target_of(resolution)
        if target is not None:
            yield target
        if isinstance(resolution, MissingNote | MissingAttachment):
            yield from resolution.similar
            if resolution.same:
                yield resolution.same.path
            if resolved.link.kind == "markdown":
                yield "folder", normal_path(folder(path), resolution.name.rstrip("/"))
        if isinstance(resolution, MissingNote):
            yield from resolution.alias_of
            key = missing_note_key(resolution.name)
            yield "title", key
            yield from kb.titles.get(key, ())
            name, mark, _ = resolved.link.target.rpartition("^")
            if mark and name:  # `[[Note^id]]` may be meant to be `[[Note#^id]]`
                after = target_of(kb.resolver.resolve(path, replace(resolved.link, target=name, subpath="")))
                if after is not None:
                    yield after
