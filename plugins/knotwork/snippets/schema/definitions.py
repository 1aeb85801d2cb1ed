"""What a note says of custom resources: their definitions, and which of them are changed when made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

import yaml
from msgspec import Struct, field

from knotwork.model.note import Fence, Note
from knotwork.snippets.fences import is_yaml, yaml_parts
from knotwork.snippets.said_of_blocks import is_said_to_be_part
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.schema.crds import custom_kinds
from knotwork.snippets.schema.defined_names import short_names
from knotwork.snippets.schema.mutations import MUTATING, Mutation, mutations
from knotwork.snippets.schema.same_schema import is_same_schema
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.elisions import has_elision
from knotwork.snippets.yaml.recovery import recovered

CRD = "CustomResourceDefinition"

Kinds = Mapping[tuple[str, str], Schema | None]
"""The schemas of custom resources, by apiVersion and kind; None: the definitions of one note differ."""


class Definitions(Struct, frozen=True):
    """What a note says of custom resources."""

    kinds: Kinds = field(default_factory=dict)
    mutations: Set[Mutation] = frozenset()
    """The objects that it has changed before they are validated."""


def definitions(note: Note) -> Definitions:
    """What a note says of custom resources."""
    changed = (
        mutation
        for fence in note.fences
        if names_mutation(fence.text) and _has_yaml(fence)
        for part in yaml_parts(fence)
        for document in recovered(part).composed.documents
        for mutation in mutations(document.root)
    )
    return Definitions(note_kinds(note), frozenset(changed))


def note_kinds(note: Note) -> Kinds:
    """The custom resources that a note defines."""
    kinds: dict[tuple[str, str], Schema | None] = {}
    for fence in filter(_may_define_kinds, note.fences):
        in_part = is_said_to_be_part(fence)
        for part in yaml_parts(fence):
            for document in recovered(part).composed.documents:
                for kind, schema in defined_kinds((document.root,), in_part=in_part).items():
                    same = kind not in kinds or is_same_schema(kinds[kind], schema)
                    kinds[kind] = schema if same else None
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
    """Whether a note may define custom resources for the other notes, or have their objects changed."""
    return any(_may_define_kinds(fence) or names_mutation(fence.text) for fence in note.fences)


def names_mutation(text: str) -> bool:
    """Whether a text may have objects changed before they are validated."""
    return MUTATING[0] in text or MUTATING[1] in text


def _may_define_kinds(fence: Fence) -> bool:
    """Whether a fence may have definitions that are complete: resources can be validated with those."""
    return CRD in fence.text and _has_yaml(fence) and not has_elision(fence.text)


def _has_yaml(fence: Fence) -> bool:
    """Whether a fence is YAML that no directive calls a part, or wrong."""
    return is_yaml(fence) and (fence.options.get("k8s", fence.directive) or "full") in ("full", "auto")


def defined_kinds(
    roots: Iterable[yaml.Node | None], *, in_part: bool = False
) -> dict[tuple[str, str], Schema]:
    """The schemas of the kinds that documents define; Kubernetes' own are not defined anew."""
    metadata = schemas_of(NEWEST).named("ObjectMeta")[0]
    kinds: dict[tuple[str, str], Schema] = {}
    for root in roots:
        if root is not None:
            kinds.update(custom_kinds(root, metadata, in_part=in_part))
    return {kind: schema for kind, schema in kinds.items() if not _is_builtin(*kind)}


def _is_builtin(api_version: str, kind: str) -> bool:
    """Whether a kind is Kubernetes' own: no definition replaces it."""
    return schemas_of(NEWEST).kind(api_version, kind) is not None
