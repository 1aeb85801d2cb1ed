"""How many pods there are, and how they are replaced: numbers that cannot be, and settings that fight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import yaml

from knotwork.snippets.lints.fields import given, missing, place
from knotwork.snippets.lints.one_of import PROBES
from knotwork.snippets.manifest import Fields, Manifest, final, number, text
from knotwork.snippets.violation import Violation, at_node

_COUNTS = {"spec.replicas": 0, "spec.minReadySeconds": 0, "spec.revisionHistoryLimit": 0}
_JOB = {
    "parallelism": 0,
    "completions": 0,
    "backoffLimit": 0,
    "activeDeadlineSeconds": 0,
    "ttlSecondsAfterFinished": 0,
}
_LEAST: Mapping[str, Mapping[str, int]] = {
    **dict.fromkeys(
        ("Deployment", "ReplicaSet", "StatefulSet", "ReplicationController", "DaemonSet"), _COUNTS
    ),
    "Job": {f"spec.{name}": least for name, least in _JOB.items()},
    "CronJob": {
        **{f"spec.jobTemplate.spec.{name}": least for name, least in _JOB.items()},
        "spec.startingDeadlineSeconds": 0,
        "spec.successfulJobsHistoryLimit": 0,
        "spec.failedJobsHistoryLimit": 0,
    },
    "HorizontalPodAutoscaler": {"spec.minReplicas": 0, "spec.maxReplicas": 1},
}
"""The least value of the numbers in a workload, by the paths of their fields."""
_PROBE = {
    "initialDelaySeconds": 0,
    "periodSeconds": 1,
    "timeoutSeconds": 1,
    "successThreshold": 1,
    "failureThreshold": 1,
}


def counts(manifest: Manifest) -> Iterator[Violation]:
    """Numbers below the least that is possible."""
    for path, least in _LEAST.get(manifest.kind, {}).items():
        *_, name = path.split(".")
        yield from _at_least(manifest.get(*path.split(".")), name, least)
    for pod in manifest.pods:
        yield from _at_least(given(pod.fields, "activeDeadlineSeconds"), "activeDeadlineSeconds", 1)
        for container in pod.containers:
            for name in (each for each in PROBES if each in container.fields):
                yield from _probe(name, manifest.pairs(given(container.fields, name)))


def rollout(manifest: Manifest) -> Iterator[Violation]:
    """How a Deployment or a DaemonSet replaces its pods."""
    field = "strategy" if manifest.kind == "Deployment" else "updateStrategy"
    strategy = manifest.pairs(given(manifest.spec, field))
    rolling = given(strategy, "rollingUpdate")
    kind = text(given(strategy, "type"))
    if (
        isinstance(rolling, yaml.MappingNode)
        and kind in ("Recreate", "OnDelete")
        and manifest.kind == "Deployment"
    ):
        message = f"rollingUpdate is not for the strategy {kind}"
        yield at_node(
            "invalid-value",
            strategy["rollingUpdate"][0],
            message,
            "Remove it, or write `type: RollingUpdate`.",
        )
        return
    fields = manifest.pairs(rolling)
    for name in ("maxSurge", "maxUnavailable"):
        yield from _share(given(fields, name), name, most=name == "maxUnavailable")
    surge, unavailable = given(fields, "maxSurge"), given(fields, "maxUnavailable")
    if surge is not None and unavailable is not None and _is_none(surge) and _is_none(unavailable):
        found = at_node(
            "invalid-value", unavailable, "maxUnavailable and maxSurge are both 0", "Raise one of them."
        )
        yield replace(found, related=(place(surge, "maxSurge"),))


def budget(manifest: Manifest) -> Iterator[Violation]:
    """How many pods a PodDisruptionBudget keeps."""
    fields = manifest.spec
    for name in ("minAvailable", "maxUnavailable"):
        yield from _share(given(fields, name), name, most=True)
    if given(fields, "minAvailable") is not None and given(fields, "maxUnavailable") is not None:
        message = "a PodDisruptionBudget has minAvailable or maxUnavailable, not both"
        yield at_node("one-of", fields["maxUnavailable"][0], message, "Keep one of them.")


def autoscaler(manifest: Manifest) -> Iterator[Violation]:
    """The bounds of a HorizontalPodAutoscaler, and its metrics."""
    low, high = given(manifest.spec, "minReplicas"), given(manifest.spec, "maxReplicas")
    least, most = number(low), number(high)
    if low is not None and high is not None and least is not None and most is not None and least > most > 0:
        found = at_node(
            "invalid-value",
            low,
            f"minReplicas {least} is more than maxReplicas {most}",
            "Swap them, or lower it.",
        )
        yield replace(found, related=(place(high, "maxReplicas"),))
    if manifest.api_version == "autoscaling/v2":
        for index, metric in enumerate(manifest.maps(given(manifest.spec, "metrics"))):
            yield from _metric(manifest, metric, f"spec.metrics[{index}]")


def indexed_job(manifest: Manifest) -> Iterator[Violation]:
    """A Job whose pods are numbered must say how many there are."""
    path = ("spec", "jobTemplate", "spec") if manifest.kind == "CronJob" else ("spec",)
    node = manifest.get(*path)
    fields = manifest.pairs(node)
    if (
        text(given(fields, "completionMode")) == "Indexed"
        and "completions" not in fields
        and not manifest.partial
    ):
        place_ = fields["completionMode"][1]
        yield at_node(
            "missing-field", place_, f'"completions" is missing in {".".join(path)}', "An Indexed Job has it."
        )


_METRICS = {
    "Resource": "resource",
    "ContainerResource": "containerResource",
    "Pods": "pods",
    "Object": "object",
    "External": "external",
}


def _metric(manifest: Manifest, metric: Fields, where: str) -> Iterator[Violation]:
    kind = text(given(metric, "type"))
    wanted = _METRICS.get(kind or "")
    if wanted is None or not metric.keys() <= {"type", *_METRICS.values()}:
        return
    others = [name for name in metric if name not in ("type", wanted)]
    if others:
        message = f"{where} is of type {kind} and has {others[0]}"
        yield at_node("one-of", metric[others[0]][0], message, f"A metric of that type has {wanted} only.")
    elif wanted not in metric and not manifest.partial:
        yield missing(metric["type"][0], wanted, where, f"A metric of type {kind} has it.")


def _at_least(node: yaml.Node | None, name: str, least: int) -> Iterator[Violation]:
    value = number(node)
    if node is not None and value is not None and value < least:
        yield at_node(
            "invalid-value", node, f"{name} {value} is less than {least}", f"Write {least} or more."
        )


def _probe(name: str, fields: Fields) -> Iterator[Violation]:
    for field, least in _PROBE.items():
        if number(given(fields, field)) != 0 or field == "initialDelaySeconds":  # 0 is the default
            yield from _at_least(given(fields, field), f"{name}.{field}", least)
    node = given(fields, "successThreshold")
    value = number(node)
    if node is not None and value is not None and value > 1 and name != "readinessProbe":
        yield at_node(
            "invalid-value", node, f"successThreshold of a {name} is 1", "Only a readinessProbe has more."
        )


def _share(node: yaml.Node | None, name: str, *, most: bool) -> Iterator[Violation]:
    """A number of pods, or a percentage of them."""
    value, written = number(node), final(node)
    if node is None:
        return
    if value is not None:
        yield from _at_least(node, name, 0)
    elif written is not None and not (
        written.endswith("%") and written[:-1].isascii() and written[:-1].isdigit()
    ):
        yield at_node(
            "invalid-value",
            node,
            f'{name} "{written[:40]}" is no number of pods',
            "Write a number, or a share: `25%`.",
        )
    elif written is not None and most and int(written[:-1][:9]) > 100:
        yield at_node(
            "invalid-value", node, f"{name} {written[:40]} is more than all pods", "Write 100% or less."
        )


def _is_none(node: yaml.Node) -> bool:
    return number(node) == 0 or text(node) == "0%"
