"""Questions whether somebody may do something: who it is, and where."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, literal, text

_GROUP = "authorization.k8s.io"
_STORED = ("name", "generateName", "labels", "annotations", "finalizers", "ownerReferences")
_LOCAL = "LocalSubjectAccessReview"


@lint(f"{_GROUP}/SubjectAccessReview", f"{_GROUP}/{_LOCAL}")
def access_reviews(manifest: Manifest) -> Iterator[Violation]:
    """A review is about a user or groups."""
    spec = manifest.value("spec")
    named = text(given(manifest.spec, "user")) or items(given(manifest.spec, "groups"))
    others = {name: pair for name, pair in manifest.spec.items() if name not in ("user", "groups")}
    guessed = any(may_be_there(name, others) for name in ("user", "groups"))
    if isinstance(spec, yaml.MappingNode) and spec.value and not (named or guessed or manifest.partial):
        message = f"{REQUIRED}: at least one of user or group must be specified"
        yield at_node(MISSING_FIELD, manifest.fields["spec"][0], message, "Add `user:`, or `groups:`.")
    if manifest.kind == _LOCAL:
        yield from _local(manifest)


@lint(f"{_GROUP}/SubjectAccessReview", f"{_GROUP}/{_LOCAL}", f"{_GROUP}/SelfSubjectAccessReview")
def unnamed(manifest: Manifest) -> Iterator[Violation]:
    """A question is not stored, and has no metadata but the namespace of a local one."""
    allowed = {"namespace"} if manifest.kind == _LOCAL else set()
    for name, (key, value) in manifest.metadata.items():
        if name in _STORED and name not in allowed and (literal(value) or items(value) or _is_map(value)):
            wrong = at_node(INVALID_VALUE, key, "metadata: Invalid value: must be empty", "Remove it.")
            yield replace(wrong, path="")


def _is_map(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and bool(node.value)


def _local(manifest: Manifest) -> Iterator[Violation]:
    """One of a namespace is about what is in it."""
    if given(manifest.spec, "nonResourceAttributes") is not None:
        key = manifest.spec["nonResourceAttributes"][0]
        message = forbidden("disallowed on this kind of request")
        yield at_node(INVALID_VALUE, key, message, "Ask in a SubjectAccessReview.")
    attributes = given(manifest.spec, "resourceAttributes")
    node = given(manifest.pairs(attributes), "namespace")
    if isinstance(attributes, yaml.MappingNode) and not manifest.partial:
        fields = manifest.pairs(attributes)
        if "namespace" not in fields and not may_be_there("namespace", fields):
            yield missing(attributes, "namespace", "spec.resourceAttributes", "It is that of the review.")
    written, own = literal(node), literal(given(manifest.metadata, "namespace"))
    if node is not None and written and own and written != own:
        message = invalid(node, "must match metadata.namespace")
        yield at_node(INVALID_VALUE, node, message, f"Write `{own}` in both.")
