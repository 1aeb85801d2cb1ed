"""How pods choose nodes: comparisons with numbers, fields of nodes, and keys of labels."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, text

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_COMPARING = ("Gt", "Lt")


@lint(PODS, fields=("tolerations", "nodeAffinity", "podAffinity", "podAntiAffinity"))
def node_terms(manifest: Manifest) -> Iterator[Violation]:
    """The terms of tolerations and affinities."""
    for pod in manifest.pods:
        for toleration in manifest.maps(given(pod.fields, "tolerations")):
            if text(given(toleration, "operator")) in _COMPARING:
                yield from _whole_number(given(toleration, "value"))
        affinity = manifest.pairs(given(pod.fields, "affinity"))
        for term in _of_nodes(manifest, manifest.pairs(given(affinity, "nodeAffinity"))):
            yield from _expressions(manifest, term)
        for name in ("podAffinity", "podAntiAffinity"):
            for term in _of_pods(manifest, manifest.pairs(given(affinity, name))):
                yield from _label_keys(manifest, term)


@lint("PersistentVolume", "resource.k8s.io/ResourceSlice", fields=("matchFields",))
def terms_of_objects(manifest: Manifest) -> Iterator[Violation]:
    """The nodes that reach a volume, or devices."""
    for path in ("spec.nodeAffinity.required", "spec.nodeSelector"):
        for node, _ in nodes_at(manifest, f"{path}.nodeSelectorTerms[]"):
            yield from _expressions(manifest, manifest.pairs(node))


def _of_nodes(manifest: Manifest, rules: Fields) -> Iterator[Fields]:
    yield from manifest.maps(given(manifest.pairs(given(rules, _REQUIRED)), "nodeSelectorTerms"))
    for preferred in manifest.maps(given(rules, _PREFERRED)):
        yield manifest.pairs(given(preferred, "preference"))


def _of_pods(manifest: Manifest, rules: Fields) -> Iterator[Fields]:
    yield from manifest.maps(given(rules, _REQUIRED))
    for preferred in manifest.maps(given(rules, _PREFERRED)):
        yield manifest.pairs(given(preferred, "podAffinityTerm"))


def _expressions(manifest: Manifest, term: Fields) -> Iterator[Violation]:
    for expression in manifest.maps(given(term, "matchExpressions")):
        if text(given(expression, "operator")) in _COMPARING:
            for value in items(given(expression, "values")):
                # the API server takes any text, and the scheduler matches nothing then
                yield from (replace(wrong, severity="warning") for wrong in _whole_number(value))
    for expression in manifest.maps(given(term, "matchFields")):
        key = given(expression, "key")
        written = literal(key)
        if key is not None and written is not None and written != "metadata.name":
            message = invalid(key, "not a valid field selector key: only metadata.name is supported")
            yield at_node(INVALID_VALUE, key, message, "Compare labels with `matchExpressions`.")
            continue
        operator = given(expression, "operator")
        values = items(given(expression, "values"))
        if operator is not None and literal(operator) not in (None, "", "In", "NotIn"):
            message = invalid(operator, "not a valid selector operator: a field is compared by In and NotIn")
            yield at_node(INVALID_VALUE, operator, message, "Write `In` or `NotIn`.")
        elif len(values) > 1:
            message = invalid(values[1], "must be only one value for node field selector")
            yield at_node(INVALID_VALUE, values[1], message, "Make a term of each.")


def _whole_number(node: yaml.Node | None) -> Iterator[Violation]:
    written = literal(node)
    if node is not None and written and not written.removeprefix("-").isdecimal():
        message = invalid(node, "for 'Gt', 'Lt' operators, the value must be an integer")
        yield at_node(INVALID_VALUE, node, message, 'Write one in quotes: `"5"`.')


def _label_keys(manifest: Manifest, term: Fields) -> Iterator[Violation]:
    for name in ("matchLabelKeys", "mismatchLabelKeys"):
        if items(given(term, name)) and "labelSelector" not in term and not manifest.partial:
            message = forbidden("must not be specified when labelSelector is not set")
            yield at_node(INVALID_VALUE, term[name][0], message, "Add the labelSelector.")
    without = {literal(node) for node in items(given(term, "mismatchLabelKeys"))}
    for node in items(given(term, "matchLabelKeys")):
        if literal(node) in without - {None}:
            message = invalid(node, "exists in both matchLabelKeys and mismatchLabelKeys")
            yield at_node(INVALID_VALUE, node, message, "Keep it in one of them.")
