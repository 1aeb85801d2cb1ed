"""Whole objects in a custom resource (`x-kubernetes-embedded-resource`), whose metadata is checked, too.

It does not look whether there is such a kind, nor at the form of its names beyond that of a part of a path.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.forms import LABEL, PATH_SEGMENT, checked_name
from knotwork.snippets.lints.labels import labels_of_object
from knotwork.snippets.manifest import manifest
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.nodes import key_of, pairs
from knotwork.snippets.yaml.values import literal_name, text

_KIND = lazy_regex(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?")


def embedded_objects(root: yaml.Node, schema: Schema) -> Iterator[yaml.MappingNode]:
    """The objects that a schema calls whole, in a document."""
    waiting, seen = [(root, schema)], set()
    while waiting:
        node, of_node = waiting.pop()
        if (id(node), id(of_node)) in seen:
            continue
        seen.add((id(node), id(of_node)))
        if isinstance(node, yaml.SequenceNode) and of_node.items is not None:
            waiting += [(item, of_node.items) for item in node.value]
        elif isinstance(node, yaml.MappingNode):
            if of_node.embedded:
                yield node
            for key, value in pairs(node):
                below = of_node.fields.get(key_of(key), of_node.values)
                if below is not None:
                    waiting.append((value, below))


def faults_of_embedded(node: yaml.MappingNode, *, partial: bool) -> Iterator[Violation]:
    """What the API server refuses of an object in another one."""
    fields = FieldIndex(node).fields(node)
    for name in ("apiVersion", "kind"):
        if (value := given(fields, name)) is not None and text(value) == "":
            yield at_node(MISSING_FIELD, value, f"{REQUIRED}: must not be empty", "Write it.")
    version, kind = given(fields, "apiVersion"), given(fields, "kind")
    if version is not None and (literal_name(version) or "").count("/") > 1:
        message = invalid(version, "must be a version, or a group, a slash and a version")
        yield at_node(INVALID_VALUE, version, message, "Write it as `v1` or `apps/v1`.")
    written = literal_name(kind)
    if kind is not None and written and not _KIND.fullmatch(written.lower()):
        message = invalid(kind, "must consist of letters, digits and `-`, and begin with a letter")
        yield at_node(INVALID_VALUE, kind, message, "Write a kind: `ConfigMap`.")
    inner = manifest(node, partial)
    if inner is None:
        return
    if text(given(inner.metadata, "name")):
        yield from checked_name(given(inner.metadata, "name"), PATH_SEGMENT)
    if text(given(inner.metadata, "namespace")):
        yield from checked_name(given(inner.metadata, "namespace"), LABEL)
    yield from labels_of_object(inner)
