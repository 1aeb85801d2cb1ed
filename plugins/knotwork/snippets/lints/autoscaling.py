"""HorizontalPodAutoscalers: their limits and their metrics."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import at_least, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import amount_of
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.lints.fields import given, missing, place, warning
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import number, text

_METRICS = {
    "Resource": "resource",
    "ContainerResource": "containerResource",
    "Pods": "pods",
    "Object": "object",
    "External": "external",
}
_TARGETS = {
    "Resource": ("averageUtilization", "averageValue"),
    "ContainerResource": ("averageUtilization", "averageValue"),
    "Pods": ("averageValue",),
    "Object": ("value", "averageValue"),
    "External": ("value", "averageValue"),
}
"""What the target of a metric of that type has: at least one of these."""
_OF_TARGETS = frozenset(("type", "value", "averageValue", "averageUtilization"))
"""The fields of any target; with another one it is misspelt, and reported."""
_EXCLUSIVE = frozenset(("Resource", "ContainerResource", "External"))
"""Those whose targets have one of them only."""


@lint("autoscaling/HorizontalPodAutoscaler", fields=("tolerance",))
def tolerances(manifest: Manifest) -> Iterator[Violation]:
    """How far a metric may be off: not below nothing."""
    for node, _ in (
        *nodes_at(manifest, "spec.behavior.scaleUp.tolerance"),
        *nodes_at(manifest, "spec.behavior.scaleDown.tolerance"),
    ):
        if (amount_of(node) or 0) < 0:
            yield at_node(INVALID_VALUE, node, invalid(node, at_least(0)), "Write a part of one: `0.05`.")


_AMOUNTS = tuple(
    f"spec.metrics[].{source}.target.{name}"
    for source in _METRICS.values()
    for name in ("value", "averageValue")
)


@lint("autoscaling/HorizontalPodAutoscaler", fields=("value", "averageValue"))
def targets(manifest: Manifest) -> Iterator[Violation]:
    """What a metric is to be: something above nothing."""
    if manifest.api_version != "autoscaling/v2":
        return
    for path in _AMOUNTS:
        for node, _ in nodes_at(manifest, path):
            amount = amount_of(node)
            if amount is not None and amount <= 0:
                yield at_node(INVALID_VALUE, node, invalid(node, "must be positive"), "Write more than 0.")


@lint("autoscaling/HorizontalPodAutoscaler")
def autoscaler(manifest: Manifest) -> Iterator[Violation]:
    """The limits of a HorizontalPodAutoscaler, and its metrics."""
    low, high = given(manifest.spec, "minReplicas"), given(manifest.spec, "maxReplicas")
    least, most = number(low), number(high)
    if low is not None and high is not None and least is not None and most is not None and least > most > 0:
        violation = at_node(
            INVALID_VALUE,
            low,
            invalid(low, f"must be less than or equal to `maxReplicas` {most}"),
            "Swap them, or lower it.",
        )
        yield replace(violation, related=(place(high, "maxReplicas"),))
    if low is not None and least == 0 and not manifest.partial:
        yield from _idle(manifest, low)
    if manifest.api_version == "autoscaling/v2":
        for index, metric in enumerate(manifest.maps(given(manifest.spec, "metrics"))):
            yield from _metric(manifest, metric, f"spec.metrics[{index}]")


def _idle(manifest: Manifest, node: yaml.Node) -> Iterator[Violation]:
    """Only a metric that no pod has to report can start the first pod."""
    metrics = manifest.maps(given(manifest.spec, "metrics"))
    types = {text(given(metric, "type")) for metric in metrics}
    if types <= {"Resource", "ContainerResource", "Pods"}:
        message = invalid(
            node, "must specify at least one Object or External metric to support scaling to zero replicas"
        )
        yield at_node(INVALID_VALUE, node, message, "Add one, or write 1 or more.")
    elif not manifest.since(37):
        message = invalid(node, "must be greater than or equal to 1 without the feature gate HPAScaleToZero")
        help_ = "Before Kubernetes 1.37 the gate is off by default: write 1 or more, or enable it."
        yield warning(node, message, help_)


def _metric(manifest: Manifest, metric: Fields, where: str) -> Iterator[Violation]:
    kind = text(given(metric, "type"))
    source = _METRICS.get(kind or "")
    if source is None or not metric.keys() <= {"type", *_METRICS.values()}:
        return
    others = [name for name in metric if name not in ("type", source)]
    if others:
        message = forbidden(f"may not be set when `type` is '{kind}'")
        yield at_node(ONE_OF, metric[others[0]][0], message, f"A metric of that type has {source} only.")
    elif source not in metric and not manifest.partial:
        yield missing(metric["type"][0], source, where, f"A metric of type {kind} has it.")
    elif kind is not None:
        fields = manifest.pairs(given(metric, source))
        yield from _target(manifest, kind, fields, f"{where}.{source}.target")


def _target(manifest: Manifest, kind: str, metric: Fields, where: str) -> Iterator[Violation]:
    node = given(metric, "target")
    fields = manifest.pairs(node)
    names = _TARGETS[kind]
    there = [name for name in names if given(fields, name) is not None]
    if len(there) > 1 and kind in _EXCLUSIVE:
        first, second = sorted((fields[name][0] for name in there), key=lambda key: key.start_mark.index)
        message = forbidden(f"may not set both {first.value} and {second.value}")
        violation = at_node(ONE_OF, second, message, "Keep one of them.")
        yield replace(violation, related=(place(first, "the other is here"),))
    elif node is not None and not there and fields.keys() <= _OF_TARGETS and not manifest.partial:
        yield missing(node, any_of(names), where, f"A metric of type {kind} has it.")
