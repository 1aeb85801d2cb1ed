"""How many pods there are, and how they are replaced: numbers that cannot be, and settings that fight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import checked_least, given, is_output, place
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, number, text

_KEPT_UP = ("Deployment", "ReplicaSet", "StatefulSet", "ReplicationController", "DaemonSet")
_OF_WORKLOAD = {name: (("spec", name), 0) for name in ("replicas", "minReadySeconds", "revisionHistoryLimit")}
_OF_JOB = ("parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished")
_OF_CRON_JOB = ("startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit")
_LEAST: Mapping[str, Mapping[str, tuple[tuple[str, ...], int]]] = {
    **dict.fromkeys(_KEPT_UP, _OF_WORKLOAD),
    "StatefulSet": {name: least for name, least in _OF_WORKLOAD.items() if name != "revisionHistoryLimit"},
    "Job": {name: (("spec", name), 0) for name in _OF_JOB},
    "CronJob": {
        **{name: (("spec", "jobTemplate", "spec", name), 0) for name in _OF_JOB},
        **{name: (("spec", name), 0) for name in _OF_CRON_JOB},
    },
    "HorizontalPodAutoscaler": {
        "minReplicas": (("spec", "minReplicas"), 0),
        "maxReplicas": (("spec", "maxReplicas"), 1),
    },
}
"""The numbers in a workload: by their names the paths of their fields, and the least values."""
_OF_POD = ("activeDeadlineSeconds", "ephemeralContainers")
_COUNTED = frozenset((*_OF_POD, *(name for numbers in _LEAST.values() for name in numbers)))
_DEADLINE = 600
"""How long a Deployment waits when it does not say."""


@lint(PODS, "autoscaling/HorizontalPodAutoscaler", fields=_COUNTED)
def counts(manifest: Manifest) -> Iterator[Violation]:
    """Numbers below the least that is possible."""
    for name, (path, least) in _LEAST.get(manifest.kind, {}).items():
        if name in manifest.names:
            yield from checked_least(manifest.get(*path), least)
    for pod in manifest.pods:
        yield from checked_least(given(pod.fields, "activeDeadlineSeconds"), 1)
        if items(given(pod.fields, "ephemeralContainers")) and not is_output(manifest):
            key = pod.fields["ephemeralContainers"][0]
            template = pod.path != "spec"
            message = forbidden(
                "ephemeral containers not allowed in pod template" if template else "cannot be set on create"
            )
            yield at_node(INVALID_VALUE, key, message, "`kubectl debug` adds them to a pod that runs.")


@lint(
    "apps/Deployment",
    "apps/DaemonSet",
    fields=("strategy", "updateStrategy", "minReadySeconds", "progressDeadlineSeconds"),
)
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
        message = forbidden(f"may not be specified when strategy `type` is '{kind}'")
        yield at_node(
            INVALID_VALUE,
            strategy["rollingUpdate"][0],
            message,
            "Remove it, or write `type: RollingUpdate`.",
        )
        return
    fields = manifest.pairs(rolling)
    for name in ("maxSurge", "maxUnavailable"):
        yield from _share(given(fields, name), most=name == "maxUnavailable" or manifest.kind == "DaemonSet")
    if manifest.kind == "Deployment":
        yield from _deadline(manifest)
        yield from _stuck(fields)
    elif kind != "OnDelete":
        yield from _of_daemons(manifest, fields)


@lint("apps/StatefulSet", fields=("updateStrategy",))
def rollout_of_sets(manifest: Manifest) -> Iterator[Violation]:
    """How a StatefulSet replaces its pods: with settings, or not by itself."""
    strategy = manifest.pairs(given(manifest.spec, "updateStrategy"))
    if text(given(strategy, "type")) == "OnDelete" and given(strategy, "rollingUpdate") is not None:
        message = "Invalid value: only allowed for updateStrategy 'RollingUpdate'"
        help_ = "Remove it, or write `type: RollingUpdate`."
        yield at_node(INVALID_VALUE, strategy["rollingUpdate"][0], message, help_)
        return
    unavailable = given(manifest.pairs(given(strategy, "rollingUpdate")), "maxUnavailable")
    if unavailable is not None and _is_none(unavailable):
        violation = at_node(
            INVALID_VALUE, unavailable, invalid(unavailable, "cannot be 0"), "Write more than 0."
        )
        # without the gate MaxUnavailableStatefulSet the field is dropped: a 1.36 server takes it
        yield replace(violation, severity="info")
    else:
        yield from _share(unavailable, most=True)


def _stuck(fields: Fields) -> Iterator[Violation]:
    surge, unavailable = given(fields, "maxSurge"), given(fields, "maxUnavailable")
    if surge is not None and unavailable is not None and _is_none(surge) and _is_none(unavailable):
        violation = at_node(
            INVALID_VALUE,
            unavailable,
            invalid(unavailable, "may not be 0 when `maxSurge` is 0"),
            "Raise one of them.",
        )
        yield replace(violation, related=(place(surge, "maxSurge"),))


def _of_daemons(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    """Of a DaemonSet one of both is 0, and unless it says otherwise maxUnavailable is 1 and maxSurge 0."""
    surge, unavailable = given(fields, "maxSurge"), given(fields, "maxUnavailable")
    alone = len(fields) == 1 and not manifest.partial
    if surge is not None and not _is_none(surge) and _is_share(surge):
        if alone:
            message = forbidden("may not be set when `maxUnavailable` is non-zero, and it is 1 by default")
            yield at_node(INVALID_VALUE, fields["maxSurge"][0], message, "Add `maxUnavailable: 0`.")
        elif unavailable is not None and not _is_none(unavailable) and _is_share(unavailable):
            message = invalid(surge, "may not be set when `maxUnavailable` is non-zero")
            violation = at_node(INVALID_VALUE, surge, message, "Write 0 for one of them.")
            yield replace(violation, related=(place(unavailable, "maxUnavailable"),))
    elif unavailable is not None and _is_none(unavailable) and alone:
        message = invalid(unavailable, "cannot be 0 when `maxSurge` is 0, as it is by default")
        yield at_node(INVALID_VALUE, unavailable, message, "Raise one of them.")
    else:
        yield from _stuck(fields)


def _deadline(manifest: Manifest) -> Iterator[Violation]:
    """A Deployment has failed after its deadline, so its pods must be ready before."""
    ready, deadline = (given(manifest.spec, name) for name in ("minReadySeconds", "progressDeadlineSeconds"))
    waits = 0 if "minReadySeconds" not in manifest.spec else number(ready)
    ends = _DEADLINE if "progressDeadlineSeconds" not in manifest.spec else number(deadline)
    node = deadline if deadline is not None else ready
    by_default = deadline is None or ready is None
    if node is None or waits is None or ends is None or ends > waits or waits < 0:
        return
    if by_default and manifest.partial:
        return
    unsaid = ", as it is by default," if deadline is None else ""
    message = f"progressDeadlineSeconds {ends}{unsaid} must be greater than minReadySeconds {waits}"
    violation = at_node(INVALID_VALUE, node, message, "Raise it, or lower minReadySeconds.")
    related = (place(ready, "minReadySeconds"),) if ready is not None and ready is not node else ()
    yield replace(violation, related=related)


@lint("policy/PodDisruptionBudget")
def budget(manifest: Manifest) -> Iterator[Violation]:
    """How many pods a PodDisruptionBudget keeps."""
    fields = manifest.spec
    for name in ("minAvailable", "maxUnavailable"):
        yield from _share(given(fields, name), most=True)
    if given(fields, "minAvailable") is not None and given(fields, "maxUnavailable") is not None:
        message = forbidden("minAvailable and maxUnavailable cannot be both set")
        yield at_node(ONE_OF, fields["maxUnavailable"][0], message, "Keep one of them.")


_CHOICE = re.compile(r"\d+%?(?: ?(?:/|\||or) ?\d+%?)+")
"""Values to choose from: `1/25%`, `1 or 10%`."""
_INTEGER_OR_SHARE = "must be an integer or a percentage (e.g '5%')"


def _share(node: yaml.Node | None, *, most: bool) -> Iterator[Violation]:
    """A number of pods, or a percentage of them."""
    value, written = number(node), literal(node)
    if node is None:
        return
    if value is not None:
        yield from checked_least(node, 0)
    elif written is not None and not (
        written.endswith("%") and written[:-1].isascii() and written[:-1].isdigit()
    ):
        message, help_ = invalid(node, _INTEGER_OR_SHARE), "Write a number, or a share: `25%`."
        is_choice = _CHOICE.fullmatch(written) is not None
        yield replace(at_node(INVALID_VALUE, node, message, help_), severity="info" if is_choice else None)
    elif written is not None and most and int(written[:-1][:9]) > 100:
        yield at_node(
            INVALID_VALUE, node, invalid(node, "must not be greater than 100%"), "Write 100% or less."
        )


def _is_none(node: yaml.Node) -> bool:
    return number(node) == 0 or text(node) == "0%"


def _is_share(node: yaml.Node) -> bool:
    """Whether it is a number or a percentage, and not one to be filled in."""
    written = literal(node)
    return number(node) is not None or (written is not None and written.endswith("%"))
