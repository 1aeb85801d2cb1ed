"""Whether the containers of a workload are started again."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, unsupported
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.fields import given, is_nulled
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest, Pod
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.enums import field_enums
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import text

JOB_RESTART_POLICY = snippet_rule(
    "job-restart-policy",
    "error",
    "manifests",
    """
    The pods of a workload have a `restartPolicy` that this kind does not allow.

    A Job must end: the API server accepts only `OnFailure` and `Never`. The default is `Always`, so a Job
    must set the field. Workloads that run without end, such as a Deployment, allow only `Always`.

    Bad:

    ```yaml {k8s="invalid:job-restart-policy"}
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: restarts
    spec:
      template:
        spec:
          containers:
            - name: once
              image: busybox:1.37
    ```

    Good:

    ```yaml
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: restarts
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: once
              image: busybox:1.37
    ```

    With `Never` a failed pod is kept and a new one replaces it; with `OnFailure` the container restarts in
    the same pod.
    """,
    position=7,
)

_KEPT_UP = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController"))
_RESTARTED_LESS = frozenset(field_enums("PodSpec")["restartPolicy"]) - {"Always"}
_HELP = "Write `restartPolicy: OnFailure` to run the container again, or `Never` to make a new pod."


@lint("batch/Job", "batch/CronJob")
def restart_policy_of_jobs(manifest: Manifest) -> Iterator[Violation]:
    """The restartPolicy of pods that end: there is one, and it is not the default."""
    for pod in manifest.pods:
        node = given(pod.fields, "restartPolicy")
        if is_nulled(pod.fields, "restartPolicy") or (node is not None and text(node) == ""):
            key = pod.fields["restartPolicy"][0]
            message = f'{REQUIRED}: valid values: "OnFailure", "Never"'
            yield at_node(JOB_RESTART_POLICY, key, message, _HELP)
        elif node is None:
            if not manifest.partial and all(map(_has_none, (pod.fields, *manifest.around(pod)))):
                yield _missing(manifest, pod)
        elif text(node) == "Always":
            message = unsupported("Always", ("OnFailure", "Never"))
            yield at_node(JOB_RESTART_POLICY, node, message, _HELP)


@lint(PODS, fields=("restartPolicy",))
def restart_policy_of_workloads(manifest: Manifest) -> Iterator[Violation]:
    """The restartPolicy of pods that are kept up: only the default is possible."""
    if manifest.kind not in _KEPT_UP:
        return
    for pod in manifest.pods:
        node = given(pod.fields, "restartPolicy")
        policy = text(node)
        if node is not None and policy in _RESTARTED_LESS:
            message = unsupported(policy, ("Always",))
            violation = at_node(JOB_RESTART_POLICY, node, message, "Remove it, or make a Job of it.")
            yield replace(violation, repair=written_instead(node, "Always"))


def _has_none(fields: Fields) -> bool:
    """Whether no field is the restartPolicy, misspelt or misplaced; the schema check reports that."""
    return not any(name.lower().startswith("restart") for name in fields)


def _missing(manifest: Manifest, pod: Pod) -> Violation:
    key = next(iter(pod.fields.values()))[0] if pod.fields else pod.node
    message = f'{pod.path}.restartPolicy: {REQUIRED}: valid values: "OnFailure", "Never"'
    help_ = f"{_HELP} The default, Always, is not allowed in a {manifest.kind}."
    return replace(at_node(JOB_RESTART_POLICY, key, message, help_), path="")
