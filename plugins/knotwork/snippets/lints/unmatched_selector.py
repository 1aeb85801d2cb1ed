"""Workloads and the pods they make: the selector must match the template's labels."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import invalid, quoted
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.fields import given, is_nulled, may_be_there, place
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_true, items, literal, text

UNMATCHED_SELECTOR = snippet_rule(
    "unmatched-selector",
    "error",
    "references",
    """
    A workload does not select the pods it makes.

    The labels of its template do not match its selector. The API server rejects it: the workload would create
    pods without end and never find them.

    Bad:

    ```yaml {k8s="invalid:unmatched-selector"}
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop
    spec:
      selector:
        matchLabels:
          app: shop
      template:
        metadata:
          labels:
            app: store
        spec:
          containers:
            - name: shop
              image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop
    spec:
      selector:
        matchLabels:
          app: shop
      template:
        metadata:
          labels:
            app: shop
        spec:
          containers:
            - name: shop
              image: nginx:1.27
    ```

    Give the template the labels of the selector; it may have more. `check --fix` changes the selector only
    with `--unsafe-fixes`: the selector of an existing workload is immutable. A template without `metadata`
    may be an excerpt, which is an info.
    """,
    position=1,
)

_SELECTOR = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"
_HELP = "The selector must match the labels in spec.template.metadata.labels."


@lint("apps/Deployment", "apps/DaemonSet", "apps/ReplicaSet", "apps/StatefulSet")
def selectors(manifest: Manifest) -> Iterator[Violation]:
    """The selector of a Deployment, a ReplicaSet, a StatefulSet or a DaemonSet."""
    node = given(manifest.spec, "selector")
    fields = manifest.pairs(node)
    labels = _labels(manifest)
    if isinstance(node, yaml.MappingNode) and fields.keys() <= known_fields(_SELECTOR) and labels is not None:
        if not manifest.partial and not any(_size(manifest, value) for _, value in fields.values()):
            yield at_node(
                UNMATCHED_SELECTOR,
                node,
                invalid(node, "empty selector is invalid for a workload"),
                "Write `matchLabels:` with a label of the pods.",
            )
        in_part = "metadata" not in manifest.pairs(manifest.get("spec", "template"))
        for violation in _matches(manifest, labels, fields):
            # without any metadata of the pods, a note may show them in part
            yield replace(violation, missing="spec.template.metadata") if in_part else violation


@lint("batch/Job", fields=("manualSelector",))
def selector_by_hand(manifest: Manifest) -> Iterator[Violation]:
    """The selector of a Job whose pods are chosen by hand."""
    labels = _labels(manifest)
    if labels is not None and is_true(given(manifest.spec, "manualSelector")):
        yield from _matches(manifest, labels, manifest.pairs(given(manifest.spec, "selector")))


def _matches(manifest: Manifest, labels: Fields, selector: Fields) -> Iterator[Violation]:
    yield from _match_labels(manifest, labels, given(selector, "matchLabels"))
    for expression in manifest.maps(given(selector, "matchExpressions")):
        yield from _expression(manifest, labels, expression)


@lint("ReplicationController")
def controller_selector(manifest: Manifest) -> Iterator[Violation]:
    """The selector of a ReplicationController, which is labels only."""
    labels = _labels(manifest)
    if labels is not None:
        yield from _match_labels(manifest, labels, given(manifest.spec, "selector"))


def _size(manifest: Manifest, node: yaml.Node) -> int:
    keys = len(node.value) if isinstance(node, yaml.MappingNode) else 0  # with those to be filled in
    return max(keys, len(items(node)) + len(manifest.pairs(node)))


def _labels(manifest: Manifest) -> Fields | None:
    """The labels of the template; None when they are not known."""
    template = manifest.pairs(manifest.get("spec", "template"))
    metadata = given(template, "metadata")
    is_mapping = isinstance(metadata, yaml.MappingNode)
    if not template or not ("metadata" not in template or is_nulled(template, "metadata") or is_mapping):
        return None
    fields = manifest.pairs(metadata)
    if is_nulled(fields, "labels"):
        return {}
    if "labels" in fields:
        node = given(fields, "labels")
        return manifest.pairs(node) if isinstance(node, yaml.MappingNode) else None
    # of a misspelt `labels`, or of labels where they do not belong, the schema check reports
    misspelt = "labels" in template or may_be_there("labels", fields)
    without_pods = "spec" not in template and not template.keys() - {"metadata"}
    return None if manifest.partial or misspelt or without_pods else {}


def _match_labels(manifest: Manifest, labels: Fields, node: yaml.Node | None) -> Iterator[Violation]:
    for name, (key, value) in manifest.pairs(node).items():
        required = literal(value)
        if required is None:
            continue
        if name not in labels:
            if not manifest.partial:
                yield _without(name, key, labels)
            continue
        there = labels[name][1]
        written = literal(there)
        if written is not None and written != required:
            message = f"selector does not match template labels: the template has {quoted(written)}"
            violation = at_node(UNMATCHED_SELECTOR, value, message, _HELP)
            repair = written_instead(value, written)
            yield replace(violation, related=(place(there, "the template's label"),), repair=repair)


def _without(name: str, key: yaml.Node, labels: Fields) -> Violation:
    message = f"selector does not match template labels: the template has no label {quoted(name)}"
    violation = at_node(UNMATCHED_SELECTOR, key, message, _HELP)
    return replace(
        violation,
        related=tuple(place(key, "a label of the template") for key, _ in list(labels.values())[:3]),
    )


def _expression(manifest: Manifest, labels: Fields, expression: Fields) -> Iterator[Violation]:
    key, operator = given(expression, "key"), text(given(expression, "operator"))
    name = literal(key)
    if key is None or name is None or operator is None or (manifest.partial and name not in labels):
        return
    values = [literal(value) for value in items(given(expression, "values"))]
    there = literal(labels[name][1]) if name in labels else None
    if None in values or (name in labels and there is None):
        return
    if operator == "In" and values and there not in values:
        yield at_node(
            UNMATCHED_SELECTOR,
            key,
            f"selector does not match template labels: {quoted(name)} has none of the values",
            _HELP,
        )
    elif operator == "NotIn" and there in values and there is not None:
        yield at_node(
            UNMATCHED_SELECTOR,
            key,
            f"selector does not match template labels: {quoted(name)} has one of the values",
            _HELP,
        )
    elif operator == "Exists" and there is None:
        yield at_node(
            UNMATCHED_SELECTOR,
            key,
            f"selector does not match template labels: there is no label {quoted(name)}",
            _HELP,
        )
    elif operator == "DoesNotExist" and there is not None:
        yield at_node(
            UNMATCHED_SELECTOR,
            key,
            f"selector does not match template labels: there is a label {quoted(name)}",
            _HELP,
        )
