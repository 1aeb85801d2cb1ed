"""The notes and attachments of a folder, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Problem
from knotwork.model.names import NotePath
from knotwork.model.note import Link, Note
from knotwork.model.text import Span
from knotwork.syntax.reader import read_note
from knotwork.vault.held_back import HeldBack, Reason, held_back
from knotwork.vault.scan import FileProblem, WhyLeftOut


@dataclass(frozen=True, slots=True)
class Vault:
    """The notes and attachments of one folder."""

    notes: Mapping[NotePath, Note] = field(default_factory=dict)
    attachments: frozenset[NotePath] = frozenset()
    unpublished: Mapping[NotePath, Reason] = field(default_factory=dict)
    """Notes that are kept off the site, and why."""
    left_out: Mapping[NotePath, WhyLeftOut] = field(default_factory=dict)
    """Other files that are there and not published, and why."""
    contents: Mapping[NotePath, bytes] = field(default_factory=dict)
    """The contents of attachments that are not published as they are: drawings without scripts."""
    named: Collection[str] = ()
    """The paths that the site's settings name, such as style sheets and a logo."""
    unpublished_links: Mapping[NotePath, tuple[Link, ...]] = field(default_factory=dict)
    """The links of unpublished notes."""
    stand_ins: Mapping[NotePath, NotePath] = field(default_factory=dict)
    """The files that links reach in the place of others: `first.de.md` for `first.md` in a German site."""
    only_unpublished: tuple[NotePath, ...] = ()
    """The attachments that are published and that only unpublished notes show; known once it is compiled."""
    problems: tuple[FileProblem, ...] = ()
    """Of files that could not be read, or only in part, and of notes that are held back."""
    schema_files: Mapping[str, str] = field(default_factory=dict)
    """The texts of the files that settings and fences name as schemas, by that name."""
    reason_spans: Mapping[NotePath, Span] = field(default_factory=dict)
    """Where in an unpublished note the reason stands, if it stands there."""
    reason_texts: Mapping[NotePath, str] = field(default_factory=dict)
    """The property and value that hold a note back, as a phrase, if it is a property."""

    @property
    def all_notes(self) -> tuple[NotePath, ...]:
        """The notes that were read: those that are published and those that are held back."""
        held = (path for path, reason in self.unpublished.items() if reason != "excluded")
        return (*self.notes, *held)

    def problems_by_path(self) -> Mapping[NotePath, Sequence[Problem]]:
        """The problems of each file that has some, in order."""
        by_path: dict[NotePath, list[Problem]] = defaultdict(list)
        for file in self.problems:
            by_path[file.path].append(file.problem)
        return by_path

    @classmethod
    def of(
        cls,
        texts: Mapping[str, str],
        attachments: Iterable[str] = (),
        schema_files: Mapping[str, str] | None = None,
        settings: Settings | None = None,
    ) -> Vault:
        """A vault from texts, for tests and examples."""
        settings = settings or Settings()
        notes = {
            NotePath(path): read_note(NotePath(path), text, settings.dialect) for path, text in texts.items()
        }
        vault = vault_of_notes(notes, frozenset(map(NotePath, attachments)), settings)
        return replace(vault, schema_files=schema_files or {})


def vault_of_notes(
    notes: Mapping[NotePath, Note],
    attachments: frozenset[NotePath],
    settings: Settings,
    reason: Callable[[Note, Settings], HeldBack | None] = held_back,
) -> Vault:
    """The vault of those notes: the published ones, and why the others are held back, by that function."""
    held = {path: why for path, note in sorted(notes.items()) if (why := reason(note, settings))}
    return Vault(
        {path: note for path, note in sorted(notes.items()) if path not in held},
        attachments,
        {path: why.reason for path, why in held.items()},
        problems=tuple(FileProblem(path, problem) for path, why in held.items() for problem in why.problems),
        reason_spans={path: why.span for path, why in held.items()},
        reason_texts={path: why.phrase for path, why in held.items() if why.phrase},
        unpublished_links={path: notes[path].links for path in held},
    )
