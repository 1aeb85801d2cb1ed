"""The schema registry: the custom resources and the JSON Schemas of a vault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from knotwork.config.globs import matches
from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.model.note import Fence
from knotwork.snippets.folders_of_tests import is_below
from knotwork.snippets.proposal_paths import is_proposal
from knotwork.snippets.schema.definitions import CRD, Definitions, Kinds, defined_kinds, names_mutation
from knotwork.snippets.schema.json_schema import Check, json_schema_check
from knotwork.snippets.schema.mutations import Mutated, Mutation, Resource, mutated, mutations
from knotwork.snippets.schema.same_schema import is_same_schema
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.compose import composed

_CRD_API = "apiextensions.k8s.io/v1"


class SchemaRegistry(Struct, frozen=True):
    """Schemas that are not Kubernetes' own."""

    custom: Mapping[tuple[str, str], Schema] = field(default_factory=dict)
    """By apiVersion and kind."""
    disputed: Mapping[tuple[str, str], Mapping[NotePath, Schema | None]] = field(default_factory=dict)
    """The definitions, by their notes, of kinds that are not defined the same everywhere."""
    others: Mapping[tuple[str, str], Sequence[Schema]] = field(default_factory=dict)
    """Further definitions of the kinds in `custom`: what one of them accepts is no mistake."""
    places: Mapping[tuple[str, str], Sequence[NotePath]] = field(default_factory=dict)
    """The notes that define a kind which no file of the settings defines, those whose definitions count."""
    defined: Set[tuple[str, str]] = frozenset()
    """The group and kind of every custom resource that a definition in `apiextensions.k8s.io/v1` defines."""
    stored: Set[tuple[str, str]] = frozenset()
    """The group and kind of every custom resource of which a definition has a version that is stored."""
    mutated: Mapping[tuple[str, str], Mutated] = field(default_factory=dict)
    """The resources whose objects are changed before they are validated, by group and kind."""
    elsewhere: Mapping[tuple[str, str], Sequence[Schema]] = field(default_factory=dict)
    """Definitions farther away of the kinds in `custom`: a field that one of them has is known."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The texts of JSON Schemas, by the paths in settings and fences."""
    by_glob: Mapping[str, str] = field(default_factory=dict)
    """The JSON Schemas of blocks, by patterns for the title of a block or the path of its note."""

    def seen_from(self, path: NotePath) -> SchemaRegistry:
        """The registry for a note: of a kind that several notes define differently, the nearest one counts.

        A definition in the note itself is nearest, then those in its folder, then those in the folders
        around it. Where the nearest ones differ, the kind has no schema. If the nearest one is in none of
        these folders, what others accept is no mistake; else it may be an older copy, and the fields of
        others are known.
        """
        if not self.disputed:
            return self
        nearest = {kind: _nearest(notes, path) for kind, notes in self.disputed.items()}
        settled = {kind: schema for kind, schema in nearest.items() if schema is not None}
        others = {kind: _others(self.disputed[kind], chosen, path) for kind, chosen in settled.items()}
        elsewhere = {
            kind: _differing(self.disputed[kind], chosen)
            for kind, chosen in settled.items()
            if not others[kind] and path not in self.disputed[kind]
        }
        return replace(self, custom={**self.custom, **settled}, others=others, elsewhere=elsewhere)

    def definition_of(self, kind: tuple[str, str], path: NotePath) -> NotePath | None:
        """The note whose definition of a kind counts for a note; None when none does."""
        notes = self.places.get(kind, ())
        if path in notes:
            return path
        folders = path.split("/")[:-1]
        return min(notes, key=lambda note: (-_shared(folders, note.split("/")[:-1]), note), default=None)

    def only_of(self, own: Kinds) -> SchemaRegistry:
        """The registry for a note to which no definitions apply but its own."""
        custom = {kind: schema for kind, schema in own.items() if schema is not None}
        return replace(self, custom=custom, disputed={})

    @property
    def kinds(self) -> Iterable[tuple[str, str]]:
        """The apiVersion and kind of every custom resource that is defined, the same everywhere or not."""
        return (*self.custom, *(kind for kind in self.disputed if kind not in self.custom))

    def json_schema(self, name: str) -> Check | str:
        """The check by a schema file, or a phrase about why there is none."""
        text = self.files.get(name)
        if text is None:
            return "there is no such file in the vault, nor is it named in the settings"
        return json_schema_check(text)

    def json_schema_of(self, fence: Fence, path: str) -> str | None:
        """The schema file for a fence of a note; None: it has none."""
        title = fence.options.get("title", "")
        for glob, name in self.by_glob.items():
            if (title and matches((glob,), title)) or matches((glob,), path):
                return name
        return None


def schema_registry(
    of_notes: Mapping[NotePath, Definitions], files: Mapping[str, str], settings: Settings
) -> SchemaRegistry:
    """The registry of a vault; `files` are the texts of the files that settings and fences name.

    What tests define is no definition for anything else: it may have only what they need. Of a
    resource that is defined both in a file of the settings and in a note, the file counts.
    """
    custom: dict[tuple[str, str], Schema] = {}
    for name in settings.crds:
        if CRD in (text := files.get(name, "")):
            custom.update(defined_kinds(_roots(text)))
    by_note: dict[tuple[str, str], dict[NotePath, Schema | None]] = defaultdict(dict)
    for path, definitions in of_notes.items():
        for kind, schema in definitions.kinds.items():
            if kind not in custom and not (is_below(path, "data") or is_below(path, "tests")):
                by_note[kind][path] = schema
    counting = {kind: _without_parts(_without_proposed(notes)) for kind, notes in by_note.items()}
    agreed = {kind: _agreed([*notes.values()]) for kind, notes in counting.items()}
    custom.update((kind, schema) for kind, schema in agreed.items() if schema is not None)
    disputed = {kind: counting[kind] for kind, schema in agreed.items() if schema is None}
    names = {name: files[name] for name in files if name not in settings.crds}
    schemas = [*custom.items(), *((kind, schema) for kind, of in by_note.items() for schema in of.values())]
    defined = {
        (api_version.partition("/")[0], kind)
        for (api_version, kind), schema in schemas
        if schema is not None and schema.definition == _CRD_API
    }
    stored = {
        (api_version.partition("/")[0], kind)
        for (api_version, kind), schema in schemas
        if schema is not None and schema.stored
    }
    return SchemaRegistry(
        custom,
        disputed,
        places={kind: tuple(notes) for kind, notes in counting.items()},
        defined=defined,
        stored=stored,
        mutated=_mutated(schemas, of_notes, {name: files.get(name, "") for name in settings.crds}),
        files=names,
        by_glob=settings.json_schemas,
    )


def _roots(text: str) -> Iterator[yaml.Node | None]:
    return (document.root for document in composed(text).documents)


def _mutated(
    schemas: Sequence[tuple[tuple[str, str], Schema | None]],
    of_notes: Mapping[NotePath, Definitions],
    files: Mapping[str, str],
) -> Mapping[tuple[str, str], Mutated]:
    """The resources whose objects are changed before they are validated, by their group and kind."""
    by_place: dict[str, Set[Mutation]] = {
        name.rpartition("/")[2]: frozenset(chain.from_iterable(map(mutations, _roots(text))))
        for name, text in files.items()
        if names_mutation(text)
    }
    by_place.update((path, of.mutations) for path, of in sorted(of_notes.items()) if of.mutations)
    if not by_place:
        return {}
    changed = {kind: mutated(resource, by_place.items()) for kind, resource in _resources(schemas).items()}
    return {kind: of for kind, of in changed.items() if of is not None}


def _resources(
    schemas: Sequence[tuple[tuple[str, str], Schema | None]],
) -> Mapping[tuple[str, str], Resource]:
    """The custom resources that are defined, by their group and kind."""
    defined: dict[tuple[str, str], list[tuple[str, Schema]]] = defaultdict(list)
    for (api_version, kind), schema in schemas:
        if schema is not None and schema.plural:
            group, _, version = api_version.partition("/")
            defined[group, kind].append((version, schema))
    return {
        (group, kind): Resource(
            group,
            frozenset(schema.plural for _, schema in of),
            frozenset(version for version, _ in of),
            frozenset("Cluster" if schema.cluster_wide else "Namespaced" for _, schema in of),
        )
        for (group, kind), of in defined.items()
    }


def _without_proposed(notes: Mapping[NotePath, Schema | None]) -> Mapping[NotePath, Schema | None]:
    """The definitions of a kind without those of proposals, unless only these define it."""
    return {path: schema for path, schema in notes.items() if not is_proposal(path)} or notes


def _without_parts(notes: Mapping[NotePath, Schema | None]) -> Mapping[NotePath, Schema | None]:
    """The definitions of a kind without those that are shown in part, unless there are no others."""
    return {path: schema for path, schema in notes.items() if schema is None or not schema.in_part} or notes


def _agreed(schemas: Sequence[Schema | None]) -> Schema | None:
    """The schema that all definitions of a kind have; None: they differ."""
    first = schemas[0]
    return first if all(is_same_schema(first, other) for other in schemas[1:]) else None


def _nearest(notes: Mapping[NotePath, Schema | None], path: NotePath) -> Schema | None:
    """The schema of the definitions nearest to a note; None: these differ."""
    if path in notes:
        return notes[path]
    folders = path.split("/")[:-1]
    shared = {note: _shared(folders, note.split("/")[:-1]) for note in notes}
    most = max(shared.values())
    return _agreed([notes[note] for note, count in shared.items() if count == most])


def _others(notes: Mapping[NotePath, Schema | None], chosen: Schema, path: NotePath) -> Sequence[Schema]:
    """The definitions of a kind that count beside the nearest one: none when that one is around the note."""
    near = (note.rpartition("/") for note, schema in notes.items() if schema is chosen)
    if path in notes or any(slash and path.startswith(f"{folder}/") for folder, slash, _ in near):
        return ()
    return _differing(notes, chosen)


def _differing(notes: Mapping[NotePath, Schema | None], chosen: Schema) -> Sequence[Schema]:
    """The other definitions of a kind."""
    return [schema for schema in notes.values() if schema is not None and schema is not chosen]


def _shared(folders: Sequence[str], others: Sequence[str]) -> int:
    """How many folders two paths have in common, from the top."""
    pairs = zip(folders, others, strict=False)
    return next(
        (count for count, (one, other) in enumerate(pairs) if one != other), min(len(folders), len(others))
    )
