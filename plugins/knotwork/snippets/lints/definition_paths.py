"""The paths in a CustomResourceDefinition: columns, the fields to select by, and those of a scale."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import named_once
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_true, items, literal

_DEFINITION = "apiextensions.k8s.io/CustomResourceDefinition"
_SIMPLE = lazy_regex(r"(?:\.[A-Za-z_][\w-]*)+")
_QUOTED = lazy_regex(r"""'[^']*'|"[^"]*\"""")
_SELECTABLE = ("string", "boolean", "integer")
_OPEN = frozenset(
    ("additionalProperties", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "$ref")
)
"""What lets an object have other fields than its properties."""
_SCALE = ("specReplicasPath", "statusReplicasPath", "labelSelectorPath")


@lint(_DEFINITION, fields=("selectableFields",))
def selectable_fields(manifest: Manifest) -> Iterator[Violation]:
    """Objects are selected by fields that the schema has, and that are single values."""
    for version in manifest.maps(given(manifest.spec, "versions")):
        root = manifest.pairs(given(manifest.pairs(given(version, "schema")), "openAPIV3Schema"))
        nodes = [
            given(manifest.pairs(node), "jsonPath") for node in items(given(version, "selectableFields"))
        ]
        yield from named_once(nodes)
        for node in nodes:
            written = literal(node)
            if node is not None and written and _SIMPLE.fullmatch(written):
                yield from _selectable(manifest, node, written.split(".")[1:], root)


def _selectable(manifest: Manifest, node: yaml.Node, path: list[str], schema: Fields) -> Iterator[Violation]:
    if path[0] == "metadata":
        message = invalid(node, "must not point to fields in metadata")
        yield at_node(INVALID_VALUE, node, message, "Names and namespaces can be selected by anyway.")
        return
    for step in path:
        properties = manifest.pairs(given(schema, "properties"))
        if not properties or not _OPEN.isdisjoint(schema):
            return
        if step not in properties:
            message = invalid(node, "is an invalid path: does not refer to a valid field")
            yield at_node(INVALID_VALUE, node, message, f"The schema has no {step} there.")
            return
        schema = manifest.pairs(properties[step][1])
    kind = literal(given(schema, "type"))
    if kind is not None and kind not in _SELECTABLE:
        message = invalid(node, "must point to a field of type string, boolean or integer")
        yield at_node(INVALID_VALUE, node, message, f"This one is of the type {kind}.")


@lint(_DEFINITION, fields=("scale",))
def scales(manifest: Manifest) -> Iterator[Violation]:
    """The paths of a scale are names divided by dots; a selector is in the spec or the status."""
    for name in _SCALE:
        for node, _ in nodes_at(manifest, f"spec.versions[].subresources.scale.{name}"):
            written = literal(node) or ""
            if name == "labelSelectorPath" and written[:1] == "." and not _is_inside(written):
                message = invalid(node, "should be a json path under either .spec or .status")
                yield at_node(INVALID_VALUE, node, message, "Such as `.status.selector`.")
            elif "[" in written:
                # the API server takes it, and does not find the field
                message = invalid(node, "only JSON paths without the array notation are allowed")
                violation = at_node(INVALID_VALUE, node, message, "Choose a field outside of lists.")
                yield replace(violation, severity="warning")


@lint(_DEFINITION, fields=("additionalPrinterColumns",))
def columns(manifest: Manifest) -> Iterator[Violation]:
    """A path that cannot be read leaves a kind without its columns."""
    for node, _ in nodes_at(manifest, "spec.versions[].additionalPrinterColumns[].jsonPath"):
        bare = _QUOTED.sub("", literal(node) or "")
        if any(bare.count(one) != bare.count(other) for one, other in ("[]", "()", "{}")):
            message = invalid(node, "brackets are not closed, and no column is shown")
            yield warning(node, message, "Close them.")


def _is_inside(path: str) -> bool:
    return path.startswith((".spec.", ".status."))


_AT_NO_ROOT = (
    *("oneOf", "anyOf", "allOf", "not", "enum", "default", "additionalProperties", "minProperties"),
    "maxProperties",
)


@lint(_DEFINITION, fields=("openAPIV3Schema",))
def roots(manifest: Manifest) -> Iterator[Violation]:
    """What the schema of a whole object may not say."""
    for version in manifest.maps(given(manifest.spec, "versions")):
        root = manifest.pairs(given(manifest.pairs(given(version, "schema")), "openAPIV3Schema"))
        nullable = given(root, "nullable")
        if nullable is not None and is_true(nullable):
            message = "Forbidden: nullable cannot be true at the root"
            yield at_node(INVALID_VALUE, nullable, message, "Remove it.")
        if "status" not in manifest.pairs(given(version, "subresources")):
            continue
        for name in _AT_NO_ROOT:
            if given(root, name) is not None:
                message = invalid(
                    root[name][1],
                    f"{name} is not allowed at the root of the schema if the status subresource is enabled",
                )
                yield at_node(INVALID_VALUE, root[name][0], message, "Move it into `properties.spec`.")
