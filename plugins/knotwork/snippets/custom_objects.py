"""What holds for every object of a custom resource, whatever its definition says: its metadata."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import takewhile

import yaml
from msgspec.structs import replace

from knotwork.snippets.embedded_objects import embedded_objects, faults_of_embedded
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD, misspelt, renamed
from knotwork.snippets.fields.walk import schema_violations
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.lints.labels import labels_of_object
from knotwork.snippets.lints.names import name_of_custom_object
from knotwork.snippets.lints.scaled_kinds import of_scaled
from knotwork.snippets.lints.typos import is_typo
from knotwork.snippets.manifest import manifest
from knotwork.snippets.schema.builtin import NEWEST, group_of, schemas_of
from knotwork.snippets.schema.project_kinds import versions_in_projects
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation, at_node, places_of
from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.nodes import NULL, key_of
from knotwork.snippets.yaml.values import value_at

_OF_METADATA = frozenset(("name", "generateName", "namespace", "labels", "annotations", "finalizers"))
"""Fields that no kind has beside its metadata, or hardly any."""
_OF_OBJECTS = frozenset(("name", "namespace", "labels", "annotations"))
"""Fields of metadata that objects of a cluster have."""
_BESIDE_SPEC = frozenset(
    (
        *("apiVersion", "kind", "metadata", "spec", "status", "items"),
        *("data", "stringData", "binaryData", "type"),
        *("rules", "subjects", "roleRef", "webhooks", "parameters", "provisioner", "secrets", "subsets"),
        *("scale", "operation", "immutable", "values", "config", "template", "hooks"),
    )
)
"""Fields of some kind beside its spec, or of another object whose start is missing."""
_OF_THE_PROJECT = (".k8s.io", ".x-k8s.io")
"""How the groups of Kubernetes' own subprojects end."""
_NAMES_SINCE = 34
"""The minor from which on `k8s-short-name` and `k8s-long-name` are checked."""


def metadata_violations(
    root: yaml.Node, *, partial: bool, schema: Schema | None = None
) -> Iterator[Violation]:
    """Names, labels and annotations that the API server refuses in an object of any definition.

    So it does in the objects within, which `schema` tells.
    """
    custom = manifest(root, partial)
    if custom is not None:
        yield from name_of_custom_object(custom, cluster_wide=schema is not None and schema.cluster_wide)
        yield from labels_of_object(custom)
    if schema is not None and schema.has_embedded:
        for inner in embedded_objects(root, schema):
            yield from faults_of_embedded(inner, partial=partial)


def without_newer_formats(violations: list[Violation], minor: str) -> list[Violation]:
    """The violations without those of formats that a minor of Kubernetes does not check yet."""
    if int(minor.partition(".")[2]) >= _NAMES_SINCE:
        return violations
    return [fault for fault in violations if "must be of type k8s-" not in fault.message]


def metadata_without_schema(
    root: yaml.Node, api_version: str, kind: str, *, partial: bool
) -> Iterator[Violation]:
    """The same of a kind that no schema is known for, with labels and annotations of a wrong type.

    What is not of Kubernetes or a well-known project may be for a program that takes more.
    """
    group = group_of(api_version)
    is_known = _is_of_project(api_version, kind)
    # other programs have versions without a group, such as v1alpha1
    of_kubernetes = schemas_of(NEWEST).serves(group) and (bool(group) or api_version == "v1")
    if "." not in group and not of_kubernetes:
        return
    yield from _beside_their_parent(root)
    certain = is_known or of_kubernetes
    for fault in _misspelt_parts(root):
        yield fault if certain else replace(fault, severity="warning")
    for fault in schema_violations(root, _labelled()):
        if fault.rule is WRONG_TYPE:
            yield fault if certain else replace(fault, severity="warning")
    if is_known:
        yield from metadata_violations(root, partial=partial)
    elif group.endswith(_OF_THE_PROJECT):
        for fault in metadata_violations(root, partial=True):  # it may be a program's file, not submitted
            yield replace(fault, severity=fault.severity or "warning")
    if kind == "ScaledObject" and group == "keda.sh":
        yield from _scaled(root)


def without_name(root: yaml.Node, api_version: str, kind: str) -> Iterator[Violation]:
    """That an object of a kind without a schema has no name, in a file that is whole.

    A list of objects has none, nor has a file for a program, which has no namespace and no labels.
    """
    metadata = value_at(root, "metadata")
    if not isinstance(metadata, yaml.MappingNode) or kind.endswith("List"):
        return
    fields = {key_of(key): value.tag != NULL for key, value in metadata.value}
    named = (
        fields.get("name")
        or fields.get("generateName")
        or any(is_typo(name, "name") for name in fields if name != "name")
    )
    if named or not fields.keys() & _OF_OBJECTS:
        return
    start = metadata.start_mark.index
    message, help_ = f"metadata.name: {REQUIRED}", "Write a name: every object has one."
    missing = Violation(MISSING_FIELD, start, start + 1, message, help_, missing="metadata.name", path="")
    yield missing if _is_of_project(api_version, kind) else replace(missing, severity="warning")


def _is_of_project(api_version: str, kind: str) -> bool:
    """Whether a well-known project has a kind in a group."""
    group = group_of(api_version)
    return any(group_of(version) == group for version in versions_in_projects(kind)[0])


def _beside_their_parent(root: yaml.Node) -> Iterator[Violation]:
    """The fields that stand right below an empty `metadata:` or `spec:`, in its column.

    What belongs in metadata is known. Below `spec:` it is every field that hardly any kind has beside it,
    which is not certain.
    """
    fields = root.value if isinstance(root, yaml.MappingNode) and not root.flow_style else []
    waiting = {"metadata", "spec"}
    for index, (parent, value) in enumerate(fields):
        name = key_of(parent)
        is_left_out = value.tag == NULL and value.start_mark.index == value.end_mark.index
        if not is_left_out or name not in waiting:
            continue
        waiting.discard(name)
        behind = (key for key, _ in fields[index + 1 :])
        if name == "metadata":
            lost = [*takewhile(lambda key: key_of(key) in _OF_METADATA, behind)]
        else:
            lost = [*takewhile(lambda key: key_of(key) not in _BESIDE_SPEC, behind)]
        if lost:
            yield _lost_indentation(lost, name)


def _misspelt_parts(root: yaml.Node) -> Iterator[Violation]:
    """A misspelt `metadata` or `spec`, which nearly every kind has, where it has none."""
    fields = root.value if isinstance(root, yaml.MappingNode) else []
    names = {key_of(key): key for key, _ in fields}
    for part in ("metadata", "spec"):
        if part in names:
            continue
        for name, key in names.items():
            # a kind may have several specs
            if name not in _BESIDE_SPEC and name != f"{part}s" and is_typo(name, part):
                yield renamed(misspelt(key, name, part, f"Write `{part}`."), key, part, ())


def _lost_indentation(lost: list[yaml.Node], parent: str) -> Violation:
    name = key_of(lost[0])
    message = f'unknown field "{name}": "{name}" belongs under {parent}'
    violation = at_node(UNKNOWN_FIELD, lost[0], message, "Check the indentation.")
    severity = None if parent == "metadata" else "warning"
    return replace(violation, path=name, related=places_of(lost[1:]), below=parent, severity=severity)


def _scaled(root: yaml.Node) -> Iterator[Violation]:
    """What KEDA scales, which is what an autoscaler of Kubernetes may."""
    reference = value_at(value_at(root, "spec"), "scaleTargetRef")
    if isinstance(reference, yaml.MappingNode):
        yield from of_scaled(FieldIndex(reference).fields(reference), "")


@cache
def _labelled() -> Schema:
    """The schema of a document of which only labels and annotations are known."""
    known = schemas_of(NEWEST).named("ObjectMeta")[0].fields
    metadata = Schema(type="object", fields={name: known[name] for name in ("labels", "annotations")})
    return Schema(type="object", fields={"metadata": metadata})
