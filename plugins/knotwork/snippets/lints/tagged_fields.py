"""Mappings in which the value of one field says which other field is there: a table by kind and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from knotwork.snippets.fields.api_errors import forbidden
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import text


class _Tagged(Struct, frozen=True):
    """Which field goes with which value."""

    path: str
    """Of the mapping."""
    by: str
    """The field that says it."""
    fields: Mapping[str, str]
    """By its value the field that must be there; empty: none may."""


_PLACES = {
    "admissionregistration.k8s.io/MutatingAdmissionPolicy": _Tagged(
        "spec.mutations[]",
        "patchType",
        {"ApplyConfiguration": "applyConfiguration", "JSONPatch": "jsonPatch"},
    ),
    "flowcontrol.apiserver.k8s.io/FlowSchema": _Tagged(
        "spec.rules[].subjects[]",
        "kind",
        {"User": "user", "Group": "group", "ServiceAccount": "serviceAccount"},
    ),
    "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration": _Tagged(
        "spec.limited.limitResponse", "type", {"Queue": "queuing", "Reject": ""}
    ),
}
"""By group and kind."""


@lint(*_PLACES)
def tagged_fields(manifest: Manifest) -> Iterator[Violation]:
    """The field that goes with the value of another, and those that go with its other values."""
    place = _PLACES.get(f"{manifest.group}/{manifest.kind}")
    if place is None:
        return
    for node, where in nodes_at(manifest, place.path):
        fields = manifest.pairs(node)
        tag = given(fields, place.by)
        value = text(tag) or ""
        if tag is None or value not in place.fields:
            continue
        own = place.fields[value]
        for other in place.fields.values():
            if other and other != own and given(fields, other) is not None:
                message = forbidden(f"may not be set when `{place.by}` is '{value}'")
                yield at_node(ONE_OF, fields[other][0], message, "Remove it, or change the other.")
        if own and own not in fields and not manifest.partial and not may_be_there(own, fields):
            yield missing(tag, own, where, f"It goes with `{place.by}: {value}`.")
