"""All snippets of a vault, validated note by note when they are needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from knotwork.config.settings import Settings
from knotwork.knowledge.kept_snippets import keep_snippets, known_snippets, surroundings
from knotwork.knowledge.overlay import overlay
from knotwork.knowledge.parallel_validation import validate_elsewhere
from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.differing import in_order, without
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.text import FILE_START
from knotwork.snippets.checked_objects import CheckedObject
from knotwork.snippets.commands.kubectl import names_types
from knotwork.snippets.commands.kubectl_table import names_of_types
from knotwork.snippets.contradicted_definitions import Contradictions, contradictions
from knotwork.snippets.schema.definitions import Definitions, defines_kinds, definitions
from knotwork.snippets.schema.registry import SchemaRegistry, schema_registry
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.validate import NoteSnippets, may_have_snippets, note_snippets
from knotwork.vault.cache import Cache

_FAILED = "internal-error"
REPORT_DEFECT = "Please report this: it is a defect of knotwork, not of the note."


@dataclass(frozen=True)
class SnippetIndex:
    """The snippets of all notes."""

    notes: Mapping[NotePath, Note]
    schema_files: Mapping[str, str]
    """The texts of the vault's schema files, by name."""
    settings: Settings
    cache: Cache = field(default_factory=Cache, compare=False, repr=False)
    _validated: MutableMapping[NotePath, NoteSnippets] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Each note alone, with the definitions of all."""
    _weighed: MutableMapping[NotePath, NoteSnippets] = field(default_factory=dict, compare=False, repr=False)
    """The same after the objects of all notes were compared with their definitions."""
    revalidated: frozenset[NotePath] = field(default=frozenset(), compare=False, repr=False)
    """The notes that were validated again in an update, because schemas changed."""

    @cached_property
    def registry(self) -> SchemaRegistry:
        """The schemas that the vault defines, beside the built-in ones."""
        return schema_registry(self._definitions, self.schema_files, self.settings)

    @cached_property
    def _definitions(self) -> Mapping[NotePath, Definitions]:
        """What notes say of custom resources; notes that say nothing are left out."""
        return self._definitions_in(self.notes)

    def _definitions_in(self, paths: Iterable[NotePath]) -> dict[NotePath, Definitions]:
        defining = (path for path in paths if defines_kinds(self.notes[path]))
        return {path: definitions(self.notes[path]) for path in defining}

    def of(self, path: NotePath) -> NoteSnippets:
        """The snippets of one note, and their findings."""
        alone = self._alone(path)
        if not self.contradictions:
            return alone
        if path not in self._weighed:
            self._weighed[path] = alone.weighed(self.notes[path], self.contradictions)
        return self._weighed[path]

    def _alone(self, path: NotePath) -> NoteSnippets:
        """The snippets of one note, whatever the objects of other notes are like."""
        if path not in self._validated:
            self._validated[path] = self._validate(self.notes[path])
        return self._validated[path]

    @cached_property
    def contradictions(self) -> Contradictions:
        """The definitions in notes that most objects do not fit."""
        objects = sorted(self._objects.items())
        return contradictions(checked for _, of in objects for checked in of)

    @cached_property
    def _objects(self) -> Mapping[NotePath, tuple[CheckedObject, ...]]:
        """The objects of kinds that notes define, of the notes that have some."""
        kinds = {kind for of in self._definitions.values() for _, kind in of.kinds}
        return self._objects_in(path for path in self.notes if kinds and _may_name(self.notes[path], kinds))

    def _objects_in(self, paths: Iterable[NotePath]) -> dict[NotePath, tuple[CheckedObject, ...]]:
        return {path: objects for path in paths if (objects := self._alone(path).objects)}

    def validate_all(self) -> None:
        """Validate the snippets of all notes, if these are many in several processes."""
        if self.cache.folder is None or "by_note" in vars(self):
            return
        unknown = [note for path, note in self.notes.items() if path not in self._validated]
        unknown = [note for note in unknown if not self._take_known(note)]
        validate_elsewhere(unknown, self._validate_and_keep, self.cache, self.settings.jobs)

    def _take_known(self, note: Note) -> bool:
        """Whether nothing has to be validated for a note."""
        known = (
            known_snippets(self.cache, note, self._surroundings)
            if may_have_snippets(note)
            else NoteSnippets()
        )
        if known is not None:
            self._validated[note.path] = known
        return known is not None

    def with_note(self, note: Note) -> SnippetIndex:
        """The same with another text for one note; the schemas stay those of the vault."""
        before = self.notes[note.path]
        is_same = (note.fences, note.front_matter) == (before.fences, before.front_matter)
        validated = self._alone(note.path) if is_same else self._validate(note)
        changed = replace(
            self,
            notes=overlay(self.notes, note.path, note),
            _validated=overlay(self._validated, note.path, validated),
            _weighed={},
        )
        vars(changed).update(registry=self.registry, contradictions=self.contradictions)
        return changed

    def of_notes(self, notes: Mapping[NotePath, Note]) -> SnippetIndex:
        """The snippets of other notes; as long as no schema changes, only those that differ are validated."""
        index = SnippetIndex(notes, self.schema_files, self.settings, self.cache)
        same = {path for path, note in notes.items() if self.notes.get(path) is note}
        differing = (note for of in (self.notes, notes) for path, note in of.items() if path not in same)
        if not any(map(defines_kinds, differing)):
            vars(index)["registry"] = self.registry
            index._validated.update((path, self._validated[path]) for path in same & self._validated.keys())
        return index

    def updated(
        self, notes: Mapping[NotePath, Note], schema_files: Mapping[str, str], paths: Collection[NotePath]
    ) -> SnippetIndex:
        """The same when some notes or schema files differ: what depends on them is validated again."""
        index = SnippetIndex(notes, schema_files, self.settings, self.cache)
        if schema_files != self.schema_files:
            return replace(index, revalidated=frozenset(notes))
        defined = without(self._definitions, paths)
        defined |= index._definitions_in(path for path in paths if path in notes)
        vars(index)["_definitions"] = {path: defined[path] for path in sorted(defined)}
        differing = self._differing_kinds(index, paths)
        types = names_of_types(differing) if differing else frozenset[str]()
        stale = frozenset(
            path
            for path, note in notes.items()
            if differing and path not in paths
            if _may_name(note, differing) or names_types(note, types)
        )
        alone = replace(index, _validated=without(self._validated, (*paths, *stale)))
        alone._take_parts(index)
        anew = alone._objects_in(path for path in (*paths, *stale) if path in notes)
        vars(alone)["_objects"] = without(self._objects, (*paths, *stale)) | anew
        stale |= self._weighed_anew(alone) - frozenset(paths)
        weighed = without(self._weighed, (*paths, *stale))
        updated = replace(alone, _weighed=weighed, revalidated=stale)
        updated._take_parts(alone)
        if "by_note" in vars(self):
            vars(updated)["by_note"] = self._by_note_of(updated, (*paths, *stale))
        return updated

    def _differing_kinds(self, updated: SnippetIndex, paths: Collection[NotePath]) -> set[str]:
        """The kinds of which notes that differ say something: what their objects are validated with."""
        both = self._definitions, updated._definitions
        notes = [of[path] for of in both for path in paths if path in of]
        differing = {kind for note in notes for _, kind in note.kinds}
        if any(note.mutations for note in notes):
            changed = self.registry.mutated.items() ^ updated.registry.mutated.items()
            differing |= {kind for (_, kind), _ in changed}
        elif not differing:
            vars(updated)["registry"] = self.registry
        return differing

    def _take_parts(self, other: SnippetIndex) -> None:
        """Take what another index knows of the same notes."""
        parts = ("_definitions", "registry", "_objects", "contradictions")
        vars(self).update((part, vars(other)[part]) for part in parts if part in vars(other))

    def _by_note_of(
        self, updated: SnippetIndex, paths: Iterable[NotePath]
    ) -> dict[NotePath, tuple[Snippet, ...]]:
        """The snippets by note of an updated index, in which those of some notes differ."""
        by_note = dict(self.by_note)
        for path in paths:
            if snippets := updated.of(path).snippets if path in updated.notes else ():
                by_note[path] = snippets
            else:
                by_note.pop(path, None)
        return in_order(by_note, self.by_note)

    def _weighed_anew(self, updated: SnippetIndex) -> frozenset[NotePath]:
        """The notes with definitions that are contradicted otherwise in another index, and with objects."""
        before, after = self.contradictions, updated.contradictions
        defined = {of for of in {*before, *after} if before.get(of) != after.get(of)}
        if not defined:
            return frozenset()
        differing = {
            path
            for objects in (self._objects, updated._objects)
            for path, of in objects.items()
            if any(checked.defined in defined for checked in of)
        }
        return frozenset({*differing, *(note for note, _, _ in defined)} & updated.notes.keys())

    @cached_property
    def by_note(self) -> Mapping[NotePath, tuple[Snippet, ...]]:
        """The snippets of the notes that have some."""
        self.validate_all()
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

    @cached_property
    def _surroundings(self) -> bytes:
        defining = (self.notes[path] for path in self._definitions)
        return surroundings(self.settings, self.schema_files, defining)

    def _validate(self, note: Note) -> NoteSnippets:
        if not may_have_snippets(note):
            return NoteSnippets()
        if self.cache.folder is None:
            return self._validated_now(note)
        known = known_snippets(self.cache, note, self._surroundings)
        return self._validate_and_keep(self.cache, note) if known is None else known

    def _validate_and_keep(self, cache: Cache, note: Note) -> NoteSnippets:
        validated = self._validated_now(note)
        if all(finding.rule != _FAILED for finding in validated.diagnostics):
            keep_snippets(cache, note, self._surroundings, validated)
        return validated

    def _validated_now(self, note: Note) -> NoteSnippets:
        try:
            return note_snippets(note, self.registry, self.settings)
        except (Exception, RecursionError) as error:
            message = f"the YAML of this note could not be validated: {type(error).__name__}"
            location = Location(note.path, FILE_START)
            finding = Diagnostic(_FAILED, "error", location, message, REPORT_DEFECT)
            return NoteSnippets((), (finding,))


def _may_name(note: Note, kinds: Collection[str]) -> bool:
    """Whether a note has manifests of one of those kinds, or parts of one."""
    texts = [part for fence in note.fences for part in (fence.text, fence.info, fence.directive)]
    texts.append(str(note.front_matter.get("k8s", "")))
    # in double quotes a kind may be written with escapes
    return any("\\" in text or any(kind in text for kind in kinds) for text in texts)
