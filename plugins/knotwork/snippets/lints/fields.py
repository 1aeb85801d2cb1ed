"""What stands in a field, and violations that many lints report."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.nearest import nearest_names
from knotwork.snippets.fields.api_errors import REQUIRED, at_least, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.of_server import OF_SERVER
from knotwork.snippets.manifest import Manifest, Pod
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, Fields
from knotwork.snippets.yaml.values import number


def given(fields: Fields, name: str) -> yaml.Node | None:
    """The value of a field; None when the field is not there, or is empty."""
    pair = fields.get(name)
    return None if pair is None or pair[1].tag == NULL else pair[1]


def is_nulled(fields: Fields, name: str) -> bool:
    """Whether a field is there and says `null`; one without anything is perhaps to be filled in."""
    node = fields[name][1] if name in fields else None
    return node is not None and node.tag == NULL and node.start_mark.index < node.end_mark.index


def missing(node: yaml.Node, name: str, where: str, help_: str) -> Violation:
    """A violation for a field that a mapping must have, or for one of several, at its first character.

    `where`: the path of the mapping.
    """
    start = node.start_mark.index
    message = f"{where}: {REQUIRED}: {name}" if " " in name else f"{where}.{name}: {REQUIRED}"
    return Violation(MISSING_FIELD, start, start + 1, message, help_, path="")


def warning(node: yaml.Node, message: str, help_: str | None = None, *, since: int = 0) -> Violation:
    """A violation of what the API server takes and warns about.

    `since`: the minor of Kubernetes from which on it is; 0 where it always was.
    """
    gone = f"1.{since}" if since else ""
    return replace(at_node(INVALID_VALUE, node, message, help_), severity="warning", gone=gone)


def may_be_there(name: str, fields: Fields) -> bool:
    """Whether one of the fields is perhaps a misspelt one of that name; the schema check reports that."""
    start = name[:4]
    return any(field.lower().startswith(start) or nearest_names(field, (name,)) for field in fields)


def checked_least(node: yaml.Node | None, least: int) -> Iterator[Violation]:
    """A number that is below the least that is possible."""
    value = number(node)
    if node is not None and value is not None and value < least:
        yield at_node(INVALID_VALUE, node, invalid(node, at_least(least)), f"Write {least} or more.")


def place(node: yaml.Node, phrase: str) -> tuple[int, int, str]:
    """A node as a place that belongs to a violation."""
    return node.start_mark.index, node.end_mark.index, phrase


def volumes(manifest: Manifest, pod: Pod) -> Iterator[tuple[yaml.Node, Fields]]:
    """The volumes of a pod: the name of each, and its fields."""
    for fields in manifest.maps(given(pod.fields, "volumes")):
        name = given(fields, "name")
        if name is not None:
            yield name, fields


def is_output(manifest: Manifest) -> bool:
    """Whether it is shown as a cluster has it, and is not to be applied."""
    return "status" in manifest.fields or not OF_SERVER.isdisjoint(manifest.metadata)
