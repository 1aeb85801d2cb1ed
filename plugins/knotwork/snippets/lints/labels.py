"""Labels, annotations and what selects by them: keys and values must have a certain form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, quoted
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.forms import LABEL_VALUE, SUBDOMAIN, checked_name, fault
from knotwork.snippets.lints.lint import EVERY_KIND, lint
from knotwork.snippets.lints.places import nodes_below
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import STRING, Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import items, literal, literal_name, once, text

INVALID_LABEL = snippet_rule(
    "invalid-label",
    "error",
    "manifests",
    """
    A label or annotation has a key or a value that Kubernetes does not allow.

    The API server rejects the manifest. The value of a label has at most 63 letters, digits, `-`, `_` and
    `.`, with a letter or digit at both ends: no spaces, slashes or `@`. The same goes for a key, which may
    have a domain and `/` in front. Annotations may have any value.

    Bad:

    ```yaml {k8s="invalid:invalid-label"}
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
      labels:
        owner: jane@example.com
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
      annotations:
        owner: jane@example.com
    ```

    Shorten it, or make it an annotation if no selector uses it.
    """,
    position=2,
    in_parts=True,
)

_KEY_SHAPE = (
    "A key is a name of at most 63 characters (letters, digits, `-`, `_`, `.`), with an optional DNS "
    "subdomain prefix and `/`."
)
_PREFERENCE = (
    "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[].preference.matchExpressions"
)
_NO_SELECTORS = frozenset(("CustomResourceDefinition", "HorizontalPodAutoscaler"))
"""Kinds in which `matchLabels` may be a property of objects, or the labels of a metric, which may be any."""
_WITHOUT_VALUES = ("Exists", "DoesNotExist")
_COMPARING = ("Gt", "Lt")


@lint(EVERY_KIND)
def labels(manifest: Manifest) -> Iterator[Violation]:
    """The labels and annotations of an object and its pods, and all selectors."""
    metadata = [manifest.metadata, *[pod.metadata for pod in manifest.pods]]
    if manifest.kind == "CronJob":
        metadata.append(manifest.pairs(manifest.get("spec", "jobTemplate", "metadata")))
    elif manifest.kind == "ResourceClaimTemplate":
        metadata.append(manifest.pairs(manifest.get("spec", "metadata")))
    if "volumeClaimTemplate" in manifest.names:
        for pod in manifest.pods:
            for node, _ in nodes_below(
                manifest, pod.node, "volumes[].ephemeral.volumeClaimTemplate.metadata"
            ):
                metadata.append(manifest.pairs(node))
    if "labels" in manifest.names:
        for node in once([given(fields, "labels") for fields in metadata]):
            yield from _labels(manifest, node)
    if "annotations" in manifest.names:
        for node in once([given(fields, "annotations") for fields in metadata]):
            yield from _keys(manifest.pairs(node), lower=True)
    if "nodeSelector" in manifest.names:
        for node in once([given(pod.fields, "nodeSelector") for pod in manifest.pods]):
            yield from _labels(manifest, node)
    if manifest.kind == "RuntimeClass":
        for node in once([manifest.get("scheduling", "nodeSelector")]):
            yield from _labels(manifest, node)
    if manifest.group == "" and manifest.kind in ("Service", "ReplicationController"):
        for node in once([given(manifest.spec, "selector")]):
            yield from _labels(manifest, node)
    if manifest.kind not in _NO_SELECTORS:
        yield from _selectors(manifest)


def labels_of_object(manifest: Manifest) -> Iterator[Violation]:
    """The labels and annotations of an object itself."""
    if (node := given(manifest.metadata, "labels")) is not None:
        yield from _labels(manifest, node)
    yield from _keys(manifest.pairs(given(manifest.metadata, "annotations")), lower=True)


def _labels(manifest: Manifest, node: yaml.Node) -> Iterator[Violation]:
    fields = manifest.pairs(node)
    for name, (_, value) in fields.items():
        if value.tag != STRING or not (_is_label(name) and _is_label(value.value)):
            break
    else:
        return  # as most are
    yield from _keys(fields, lower=False)
    for name, (_, value) in fields.items():
        written = _value(value)
        if written and not LABEL_VALUE.fits(written) and is_literal(name):
            yield from checked_name(value, LABEL_VALUE, INVALID_LABEL, read=_value)


def _value(node: yaml.Node | None) -> str | None:
    """The value of a label; only underscores, which stand for a name, are one that is refused."""
    written = literal(node)
    return written if written and not written.strip("_") else literal_name(node)


@lru_cache(maxsize=1024)
def _is_label(written: str) -> bool:
    """Whether a key without a domain, or a value, is valid."""
    return bool(written) and LABEL_VALUE.fits(written)


def _keys(fields: Fields, *, lower: bool) -> Iterator[Violation]:
    for name, (key, _) in fields.items():
        written = name.lower() if lower else name
        if written and LABEL_VALUE.fits(written):
            continue
        wrong = key_fault(written) if is_literal(name) else None
        if wrong:
            yield at_node(INVALID_LABEL, key, f"Invalid value: {quoted(name)}: {wrong}", _KEY_SHAPE)


def key_fault(key: str) -> str | None:
    """What is wrong with the key of a label."""
    domain, slash, name = key.rpartition("/")
    if slash and "/" in domain:
        return "must not contain more than one `/`"
    if slash and fault(domain, SUBDOMAIN):
        return f"prefix part {fault(domain, SUBDOMAIN)}"
    return "name part must not be empty" if not name else fault(name, LABEL_VALUE)


def _selectors(manifest: Manifest) -> Iterator[Violation]:
    """What stands under `matchLabels` and `matchExpressions`, wherever these are."""
    for node in once(manifest.index.labels):
        yield from _labels(manifest, node)
    if manifest.index.expressions:
        preferred = _preferred(manifest) if "preference" in manifest.names else frozenset()
        for node in once(manifest.index.expressions):
            for expression in once(items(node)):
                yield from _expression(manifest, expression)
                for wrong in _values(manifest, expression):
                    yield replace(wrong, severity="warning") if id(node) in preferred else wrong


def _preferred(manifest: Manifest) -> frozenset[int]:
    """The expressions that prefer nodes: the API server only warns of their values."""
    return frozenset(
        id(node) for pod in manifest.pods for node, _ in nodes_below(manifest, pod.node, _PREFERENCE)
    )


def _values(manifest: Manifest, expression: yaml.Node) -> Iterator[Violation]:
    """What labels are compared with: values that labels can have."""
    fields = manifest.pairs(expression)
    if "scopeName" in fields:
        return  # of a quota: names of classes
    for node in items(given(fields, "values")):
        yield from checked_name(node, LABEL_VALUE, INVALID_LABEL, read=_value)


def _expression(manifest: Manifest, node: yaml.Node) -> Iterator[Violation]:
    fields = manifest.pairs(node)
    operator, key = text(given(fields, "operator")), given(fields, "key")
    written = literal(key)
    wrong = key_fault(written) if written is not None else None
    if key is not None and wrong:
        yield at_node(INVALID_LABEL, key, f"Invalid value: {quoted(str(written))}: {wrong}", _KEY_SHAPE)
    if text(given(fields, "scopeName")) not in (None, "PriorityClass"):
        return  # such a scope is there or not, whatever the operator says of values
    values = given(fields, "values")
    count = len(items(values))
    if operator in _WITHOUT_VALUES and values is not None and count:
        yield at_node(
            INVALID_VALUE,
            values,
            forbidden(f"may not be specified when `operator` is '{operator}'"),
            "Remove `values:`, or write `In`.",
        )
    elif operator in ("In", "NotIn") and not count and not (manifest.partial and values is None):
        place = values if values is not None else fields["operator"][1]
        # what is no list has the wrong type
        if "values" not in fields or isinstance(values, yaml.SequenceNode):
            yield at_node(
                INVALID_VALUE,
                place,
                f"{REQUIRED}: `values` must be specified when `operator` is 'In' or 'NotIn'",
                "List them under `values:`.",
            )
    elif operator in _COMPARING and count > 1 and values is not None:
        yield at_node(
            INVALID_VALUE,
            values,
            f"{REQUIRED}: must be specified single value when `operator` is 'Lt' or 'Gt'",
            "Keep one of them.",
        )
