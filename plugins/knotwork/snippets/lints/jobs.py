"""Jobs: whether their containers are started again, how many pods they make, and which are theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.fields.walk import MISSING_FIELD
from knotwork.snippets.lints.fields import given, place
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest, Pod
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.enums import field_enums
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import is_false, text

JOB_RESTART_POLICY = snippet_rule(
    "job-restart-policy",
    "error",
    "manifests",
    """
    The `restartPolicy` of a workload's pods is one that such a workload cannot have.

    A Job is meant to end: the API server takes only `OnFailure` and `Never`, and since pods have `Always`
    unless they say otherwise, a Job must say it. What is to run for ever, such as a Deployment, has `Always`
    only.

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

    With `Never` a failed pod stays for you to look at and another takes its place; with `OnFailure` its
    container is started again in the same pod.
    """,
    position=7,
)


_JOBS = frozenset(("Job", "CronJob"))
_KEPT_UP = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController"))
_POLICIES = frozenset(field_enums("PodSpec")["restartPolicy"])
_GENERATED = frozenset(
    prefix + name for prefix in ("", "batch.kubernetes.io/") for name in ("controller-uid", "job-name")
)
"""The labels by which a Job finds its pods."""
_HELP = "Write `restartPolicy: OnFailure` to run the container again, or `Never` to make a new pod."


@lint(PODS)
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
            yield at_node(JOB_RESTART_POLICY, node, message, _HELP)
        elif manifest.kind in _KEPT_UP and policy != "Always":
            message = f"the pods of a {manifest.kind} always restart: restartPolicy may not be {policy}"
            found = at_node(JOB_RESTART_POLICY, node, message, "Remove it, or make a Job of it.")
            yield replace(found, repair=written_instead(node, "Always"))


@lint("batch/Job", "batch/CronJob")
def job(manifest: Manifest) -> Iterator[Violation]:
    """What a Job, or a CronJob of its Jobs, says of how often it runs and of its pods."""
    path = ("spec", "jobTemplate", "spec") if manifest.kind == "CronJob" else ("spec",)
    fields = manifest.pairs(manifest.get(*path))
    mode = given(fields, "completionMode")
    if mode is not None and text(mode) == "Indexed" and "completions" not in fields and not manifest.partial:
        message = f'"completions" is missing in {".".join(path)}'
        yield at_node(MISSING_FIELD, mode, message, "An Indexed Job has it.")
    if not manifest.partial and ("completionMode" not in fields or text(mode) == "NonIndexed"):
        for name in ("backoffLimitPerIndex", "maxFailedIndexes"):
            if given(fields, name) is not None:
                message = f"{name} is for Jobs whose pods are numbered"
                help_ = "Write `completionMode: Indexed`, or remove it."
                yield at_node(INVALID_VALUE, fields[name][0], message, help_)
    yield from _selector(manifest, fields)
    yield from _failure_policy(manifest, fields)


def _selector(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    """A Job's selector is generated, unless it says `manualSelector: true`."""
    selector = given(fields, "selector")
    manual = given(fields, "manualSelector")
    if selector is None or (manual is not None and not is_false(manual)):
        return
    labels = manifest.pairs(given(manifest.pairs(selector), "matchLabels"))
    if manifest.partial or not any(is_literal(name) and name not in _GENERATED for name in labels):
        return
    message = f"the selector of a {manifest.kind}'s pods is generated"
    help_ = "Remove it, or write `manualSelector: true` beside it."
    if manifest.kind == "CronJob":
        help_ = "Remove it."
    yield at_node(INVALID_VALUE, fields["selector"][0], message, help_)


def _failure_policy(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    for pod in manifest.pods:
        node = given(pod.fields, "restartPolicy")
        if given(fields, "podFailurePolicy") is not None and node is not None and text(node) == "OnFailure":
            message = "a podFailurePolicy goes with restartPolicy Never only"
            found = at_node(INVALID_VALUE, node, message, "Write `restartPolicy: Never`.")
            yield replace(found, related=(place(fields["podFailurePolicy"][0], "the podFailurePolicy"),))


def _is_whole(pod: Pod) -> bool:
    """Whether no field is misspelt that may be the restartPolicy; of that the schema speaks."""
    return not any(name.lower().startswith("restart") for name in pod.fields)


def _missing(manifest: Manifest, pod: Pod) -> Violation:
    key = next(iter(pod.fields.values()))[0] if pod.fields else pod.node
    message = f"the pods of a {manifest.kind} need a restartPolicy: they may not have the default, Always"
    return at_node(JOB_RESTART_POLICY, key, message, f"{_HELP} It stands in {pod.path}.")
