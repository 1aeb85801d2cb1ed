"""Whether containers are started again: what workloads ask of the pods they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knotwork.snippets.lints.fields import given
from knotwork.snippets.manifest import Manifest, Pod, text
from knotwork.snippets.suggestions import written_instead
from knotwork.snippets.violation import Violation, at_node

_JOBS = frozenset(("Job", "CronJob"))
_KEPT_UP = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController"))
_POLICIES = frozenset(("Always", "OnFailure", "Never"))
_HELP = "Write `restartPolicy: OnFailure` to run the container again, or `Never` to make a new pod."


def restart_policy(manifest: Manifest) -> Iterator[Violation]:
    """The restartPolicy of a workload's pods."""
    for pod in manifest.pods:
        node = given(pod.fields, "restartPolicy")
        policy = text(node)
        if manifest.kind in _JOBS and node is None:
            if not manifest.partial and _is_whole(pod):
                yield _missing(manifest, pod)
        elif node is None or policy not in _POLICIES:
            continue  # of a value that nobody knows the table of values speaks
        elif manifest.kind in _JOBS and policy == "Always":
            message = f"the pods of a {manifest.kind} may not have restartPolicy Always"
            yield at_node("job-restart-policy", node, message, _HELP)
        elif manifest.kind in _KEPT_UP and policy != "Always":
            message = f"the pods of a {manifest.kind} always restart: restartPolicy may not be {policy}"
            found = at_node("job-restart-policy", node, message, "Remove it, or make a Job of it.")
            yield replace(found, repair=written_instead(node, "Always", safe=False))


def _is_whole(pod: Pod) -> bool:
    """Whether no field is misspelt that may be the restartPolicy; of that the schema speaks."""
    return not any(name.lower().startswith("restart") for name in pod.fields)


def _missing(manifest: Manifest, pod: Pod) -> Violation:
    key = next(iter(pod.fields.values()))[0] if pod.fields else pod.node
    message = f"the pods of a {manifest.kind} need a restartPolicy: they may not have the default, Always"
    return at_node("job-restart-policy", key, message, f"{_HELP} It stands in {pod.path}.")
