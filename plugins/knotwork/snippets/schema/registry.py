"""The schema registry: the custom resources and the JSON Schemas of a vault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import yaml
from msgspec import Struct, field

from knotwork.config.globs import matches
from knotwork.config.settings import Settings
from knotwork.model.note import Fence, Note
from knotwork.snippets.fences import is_yaml, yaml_parts
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.schema.crds import custom_kinds, short_names
from knotwork.snippets.schema.json_schema import Check, json_schema_check
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.elisions import has_elision
from knotwork.snippets.yaml.recovery import recovered

_CRD = "CustomResourceDefinition"


class SchemaRegistry(Struct, frozen=True):
    """Schemas that are not Kubernetes' own."""

    custom: Mapping[tuple[str, str], Schema] = field(default_factory=dict)
    """By apiVersion and kind."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The texts of JSON Schemas, by the paths in settings and fences."""
    by_glob: Mapping[str, str] = field(default_factory=dict)
    """The JSON Schemas of blocks, by patterns for the title of a block or the path of its note."""

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


Kinds = Mapping[tuple[str, str], Schema]
"""The schemas of custom resources, by apiVersion and kind."""


def schema_registry(
    of_notes: Iterable[Kinds], files: Mapping[str, str], settings: Settings
) -> SchemaRegistry:
    """The registry of a vault; `files` are the texts of the files that settings and fences name.

    Of a resource that several notes define, the last one counts.

    Of a resource that is defined both in a file of the settings and in a note, the file counts.
    """
    custom: dict[tuple[str, str], Schema] = {}
    for kinds in of_notes:
        custom.update(kinds)
    for name in settings.crds:
        if _CRD in (text := files.get(name, "")):
            custom.update(_kinds(doc.root for doc in composed(text).documents))
    names = {name: files[name] for name in files if name not in settings.crds}
    return SchemaRegistry(custom, names, settings.json_schemas)


def note_kinds(note: Note) -> Kinds:
    """The custom resources that a note defines."""
    kinds: dict[tuple[str, str], Schema] = {}
    for fence in filter(_may_define_kinds, note.fences):
        for part in yaml_parts(fence):
            kinds.update(_kinds(doc.root for doc in recovered(part).composed.documents))
    return kinds


def defined_short_names(note: Note) -> dict[str, list[str]]:
    """The short names of the custom resources that a note defines, by kind."""
    roots = (
        document.root
        for fence in filter(_may_define_kinds, note.fences)
        for part in yaml_parts(fence)
        for document in recovered(part).composed.documents
    )
    return dict(filter(None, (short_names(root) for root in roots if root is not None)))


def defines_kinds(note: Note) -> bool:
    """Whether a note may define custom resources for the other notes."""
    return any(map(_may_define_kinds, note.fences))


def _may_define_kinds(fence: Fence) -> bool:
    """Whether a fence may have definitions that are complete: resources can be validated with those."""
    if _CRD not in fence.text or not is_yaml(fence):
        return False
    directive = fence.options.get("k8s", fence.directive) or "full"
    return directive in ("full", "auto") and not has_elision(fence.text)


def _kinds(roots: Iterable[yaml.Node | None]) -> dict[tuple[str, str], Schema]:
    metadata = schemas_of(NEWEST).named("ObjectMeta")[0]
    kinds: dict[tuple[str, str], Schema] = {}
    for root in roots:
        if root is not None:
            kinds.update(custom_kinds(root, metadata))
    return kinds
