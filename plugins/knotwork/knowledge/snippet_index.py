"""All snippets of a vault, validated note by note when they are needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from knotwork.config.settings import Settings
from knotwork.knowledge.overlay import overlay
from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.text import FILE_START
from knotwork.snippets.schema.registry import SchemaRegistry, defines_kinds, schema_registry
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.validate import NoteSnippets, note_snippets

REPORT_DEFECT = "Please report this: it is a defect of knotwork, not of the note."


@dataclass(frozen=True)
class SnippetIndex:
    """The snippets of all notes."""

    notes: Mapping[NotePath, Note]
    schema_files: Mapping[str, str]
    """The texts of the vault's schema files, by name."""
    settings: Settings
    _validated: MutableMapping[NotePath, NoteSnippets] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def registry(self) -> SchemaRegistry:
        """The schemas that the vault defines, beside the built-in ones."""
        return schema_registry(self.notes.values(), self.schema_files, self.settings)

    def of(self, path: NotePath) -> NoteSnippets:
        """The snippets of one note, and their findings."""
        if path not in self._validated:
            self._validated[path] = self._validate(self.notes[path])
        return self._validated[path]

    def with_note(self, note: Note) -> SnippetIndex:
        """The same with another text for one note; the schemas stay those of the vault."""
        before = self.notes[note.path]
        is_same = (note.fences, note.front_matter) == (before.fences, before.front_matter)
        validated = self.of(note.path) if is_same else self._validate(note)
        changed = replace(
            self,
            notes=overlay(self.notes, note.path, note),
            _validated=overlay(self._validated, note.path, validated),
        )
        vars(changed)["registry"] = self.registry
        return changed

    def of_notes(self, notes: Mapping[NotePath, Note]) -> SnippetIndex:
        """The snippets of other notes; as long as no schema changes, only those that differ are validated."""
        index = SnippetIndex(notes, self.schema_files, self.settings)
        same = {path for path, note in notes.items() if self.notes.get(path) is note}
        differing = (note for of in (self.notes, notes) for path, note in of.items() if path not in same)
        if not any(map(defines_kinds, differing)):
            vars(index)["registry"] = self.registry
            index._validated.update((path, self._validated[path]) for path in same & self._validated.keys())
        return index

    def differing(self, before: SnippetIndex) -> set[NotePath]:
        """The notes in both whose snippets were validated again, though their text may be the same."""
        if self._validated is before._validated or self.registry is before.registry:
            return set()
        return {
            path for path in before._validated.keys() & self.notes.keys() if self.of(path) != before.of(path)
        }

    @cached_property
    def by_note(self) -> Mapping[NotePath, tuple[Snippet, ...]]:
        """The snippets of the notes that have some."""
        by_note = {path: self.of(path).snippets for path in self.notes}
        return {path: snippets for path, snippets in by_note.items() if snippets}

    @cached_property
    def findings(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """The findings of all snippets, by rule code."""
        by_code: dict[str, list[Diagnostic]] = defaultdict(list)
        for path in self.notes:
            for finding in self.of(path).diagnostics:
                by_code[finding.rule].append(finding)
        return {code: tuple(findings) for code, findings in by_code.items()}

    def _validate(self, note: Note) -> NoteSnippets:
        try:
            return note_snippets(note, self.registry, self.settings)
        except (Exception, RecursionError) as error:
            message = f"the YAML of this note could not be validated: {type(error).__name__}"
            location = Location(note.path, FILE_START)
            finding = Diagnostic("internal-error", "error", location, message, REPORT_DEFECT)
            return NoteSnippets((), (finding,))
