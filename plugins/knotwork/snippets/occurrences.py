"""The occurrences of Kubernetes' fields in a block of YAML, and of the names of other objects.

The site explains the fields and links the names. Both depend on the block alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import yaml

from knotwork.model.note import Fence
from knotwork.model.text import Position
from knotwork.snippets.fields.fragments import UnknownPath, at_path
from knotwork.snippets.identity import identity
from knotwork.snippets.lints.references import references
from knotwork.snippets.manifest import manifest
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.nodes import MERGE
from knotwork.snippets.yaml.recovery import Recovered

FragmentPath = str
"""`Pod.spec.containers[]`."""


class Occurrence(NamedTuple):
    """A field or a name in a line of a block."""

    line: int
    """0-based, in `Fence.text`."""
    start: int
    """The 0-based column in that line."""
    end: int
    owner: str
    """Of a field: the short name of the definition it belongs to. Of a reference: the kind of the object."""
    name: str
    """The field, or the name of the object."""


def field_occurrences(fence: Fence, read: Recovered, path: FragmentPath = "") -> list[Occurrence]:
    """The fields of a block's manifests that Kubernetes describes, in the order of lines. Never raises.

    `path` is the path of a fragment. A document that is neither has none.
    """
    known = schemas_of(NEWEST)
    occurrences: set[Occurrence] = set()
    for document in read.composed.documents:
        api_version, kind, _, _ = identity(document.root)
        schema = known.kind(api_version or "", kind or "")
        if schema is None and path:
            below = at_path(known, path, {})
            schema = None if isinstance(below, UnknownPath) else below
        if document.root is not None and schema is not None:
            for key, owner in _keys(document.root, schema):
                occurrences.update(_occurrence(fence, read, key, owner, key.value))
    return sorted(occurrences)


def reference_occurrences(fence: Fence, read: Recovered) -> list[Occurrence]:
    """The names of other objects in a block, in the order of lines. Never raises."""
    occurrences: set[Occurrence] = set()
    for document in read.composed.documents:
        for kind, name in _references(document):
            occurrences.update(_occurrence(fence, read, name, kind, name.value))
    return sorted(occurrences)


def _references(document: Document) -> Iterator[tuple[str, yaml.ScalarNode]]:
    """The kinds and names of the objects that a manifest refers to."""
    of_document = manifest(document.root, partial=True)
    for reference in references(of_document) if of_document is not None else ():
        if isinstance(reference.name, yaml.ScalarNode):
            yield reference.kind, reference.name


def _keys(root: yaml.Node, schema: Schema) -> Iterator[tuple[yaml.ScalarNode, str]]:
    """Every key that is a field of a definition, with the definition's name."""
    seen: set[tuple[int, int]] = set()
    waiting = [(root, schema)]
    while waiting:
        node, schema = waiting.pop()
        if isinstance(node, yaml.ScalarNode) or (id(node), id(schema)) in seen:
            continue
        seen.add((id(node), id(schema)))
        if isinstance(node, yaml.SequenceNode):
            waiting += [(item, schema.items or schema) for item in node.value]
            continue
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag == MERGE:
                continue
            below = schema.fields.get(key.value)
            if below is not None and schema.name:
                yield key, schema.name
            below = below or schema.values
            if below is not None:
                waiting.append((value, below))


def _occurrence(
    fence: Fence, read: Recovered, node: yaml.ScalarNode, owner: str, name: str
) -> Iterator[Occurrence]:
    """The occurrence of a scalar in the block as it is written; none when it spans several lines."""
    start = read.source.position(node.start_mark.index)
    end = read.source.position(node.end_mark.index)
    if start.line == end.line:
        line, first = _in_fence(fence, start)
        yield Occurrence(line, first, _in_fence(fence, end)[1], owner, name)


def _in_fence(fence: Fence, position: Position) -> tuple[int, int]:
    """The line and column in `Fence.text`, both 0-based."""
    line = position.line - fence.first_line
    before = fence.columns[line] if line < len(fence.columns) else 0
    return line, position.column - 1 - before
