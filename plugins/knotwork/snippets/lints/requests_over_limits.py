"""Requests that are more than the limits beside them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.quantities import amount_of
from knotwork.snippets.lints.fields import place
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.resources import volume_specs
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields

REQUESTS_OVER_LIMITS = snippet_rule(
    "requests-over-limits",
    "error",
    "manifests",
    """
    A container requests more of a resource than its limit.

    The API server rejects the manifest: `must be less than or equal to cpu limit`.

    Bad:

    ```yaml {k8s="invalid:requests-over-limits"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: greedy
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            requests:
              cpu: 2
            limits:
              cpu: 500m
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: greedy
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            requests:
              cpu: 250m
            limits:
              cpu: 500m
    ```

    Amounts are compared, not their spelling: `0.5` is `500m`. The same applies to claims for storage, and to
    the limits of a LimitRange.
    """,
    position=5,
    in_parts=True,
)

_ORDERED = (
    *(("min", "max"), ("defaultRequest", "default"), ("default", "max"), ("min", "default")),
    *(("defaultRequest", "max"), ("min", "defaultRequest")),
)
"""Fields of a LimitRange: the first is not more than the second."""


@lint(PODS, fields=("requests",))
def requests_of_containers(manifest: Manifest) -> Iterator[Violation]:
    """What containers request, and what they may use."""
    for pod in manifest.pods:
        for node in pod.resources:
            yield from _over(manifest, manifest.pairs(node), "requests", "limits")


@lint("PersistentVolume", "PersistentVolumeClaim", "apps/StatefulSet", fields=("requests",))
def requests_of_claims(manifest: Manifest) -> Iterator[Violation]:
    """What claims for volumes request, and the most they take: the API server lets it pass."""
    for spec in volume_specs(manifest):
        resources = manifest.pairs(spec["resources"][1]) if "resources" in spec else {}
        for violation in _over(manifest, resources, "requests", "limits"):
            message = "the claim asks for more than its limit, which the API server lets pass"
            yield replace(violation, severity="warning", message=message)


@lint("LimitRange")
def limit_ranges(manifest: Manifest) -> Iterator[Violation]:
    """The bounds and defaults of a LimitRange."""
    for limit in manifest.maps(manifest.get("spec", "limits")):
        wrong = [violation for low, high in _ORDERED for violation in _over(manifest, limit, low, high)]
        yield from {violation.start: violation for violation in reversed(wrong)}.values()


def _over(manifest: Manifest, fields: Fields, low: str, high: str) -> Iterator[Violation]:
    """The amounts under `low` that are more than those of the same name under `high`."""
    if low not in fields or high not in fields:
        return
    least, most = manifest.pairs(fields[low][1]), manifest.pairs(fields[high][1])
    for name in least:
        if name not in most:
            continue
        node, bound = least[name][1], most[name][1]
        if node.value == bound.value:
            continue
        least_amount, most_amount = amount_of(node), amount_of(bound)
        if least_amount is not None and most_amount is not None and least_amount > most_amount:
            violation = at_node(
                REQUESTS_OVER_LIMITS,
                node,
                invalid(
                    node,
                    f"must be less than or equal to {name} {high.removesuffix('s')} of {bound.value}",
                ),
                f"Raise {high}.{name}, or lower {low}.{name}.",
            )
            yield replace(violation, related=(place(bound, f"{high}.{name}"),))
