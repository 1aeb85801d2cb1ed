"""Advice about security: what a pod may do that it should rather not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from knotwork.snippets.lints.fields import given, volumes
from knotwork.snippets.lints.pod_references import secret_variables
from knotwork.snippets.manifest import (
    Container,
    Fields,
    Manifest,
    Pod,
    is_false,
    is_true,
    items,
    number,
    text,
)
from knotwork.snippets.violation import Violation, at_node

_HOST = {"hostNetwork": "network", "hostPID": "processes", "hostIPC": "shared memory"}


def pod_advice(manifest: Manifest) -> Iterator[Violation]:
    """Advice about the pods of a manifest."""
    for pod in manifest.pods:
        yield from _host(manifest, pod)
        for container in pod.containers:
            context = manifest.pairs(given(container.fields, "securityContext"))
            yield from _privileges(manifest, container, context)
            yield from _root(manifest, pod, container, context)
            yield from _limits(manifest, container)
            for key in secret_variables(manifest, container):
                message = f"{_called(container)} has a Secret in its environment"
                yield at_node(
                    "secret-in-env",
                    key,
                    message,
                    "Mount it as a volume: variables end up in logs and child processes.",
                )


def rule_advice(manifest: Manifest) -> Iterator[Violation]:
    """Advice about what roles allow."""
    for rule in manifest.maps(manifest.value("rules")):
        for field in ("apiGroups", "resources", "verbs"):
            for node in items(given(rule, field)):
                if text(node) == "*":
                    message = f"the rule allows all {field}"
                    yield at_node("wildcard-rbac", node, message, f"List the {field} that are needed.")


def _host(manifest: Manifest, pod: Pod) -> Iterator[Violation]:
    for name, what in _HOST.items():
        if is_true(given(pod.fields, name)):
            message = f"the pod shares the node's {what}"
            yield at_node(
                "host-namespace", pod.fields[name][0], message, f"Remove `{name}: true` unless it is needed."
            )
    for _, volume in volumes(manifest, pod):
        if given(volume, "hostPath") is not None:
            message = "the pod reaches into the node's files"
            yield at_node(
                "host-path", volume["hostPath"][0], message, "Use a volume that is made for the pod."
            )


def _privileges(manifest: Manifest, container: Container, context: Fields) -> Iterator[Violation]:
    if is_true(given(context, "privileged")):
        message = f"{_called(container)} is privileged"
        yield at_node(
            "privileged-container",
            context["privileged"][0],
            message,
            "Give it the capabilities that it needs.",
        )
        return
    node = given(context, "allowPrivilegeEscalation")
    message = f"{_called(container)} may gain more privileges than it starts with"
    help_ = "Write `allowPrivilegeEscalation: false` in its securityContext."
    if is_true(node):
        yield at_node("privilege-escalation", context["allowPrivilegeEscalation"][0], message, help_)
    elif node is None and not manifest.partial:
        yield _at_container("privilege-escalation", container, message, help_)
    if not is_true(given(context, "readOnlyRootFilesystem")) and not manifest.partial:
        message = f"{_called(container)} may write to its own file system"
        help_ = "Write `readOnlyRootFilesystem: true` in its securityContext."
        yield _at_container("writable-root", container, message, help_)


def _root(manifest: Manifest, pod: Pod, container: Container, context: Fields) -> Iterator[Violation]:
    """What a container says of its user counts more than what its pod says."""
    around = manifest.pairs(given(pod.fields, "securityContext"))
    user = given(context, "runAsUser") or given(around, "runAsUser")
    not_root = given(context, "runAsNonRoot") or given(around, "runAsNonRoot")
    message = f"{_called(container)} may run as root"
    help_ = "Write `runAsNonRoot: true` in its securityContext, or a `runAsUser:` above 0."
    if user is not None and number(user) == 0:
        yield at_node("run-as-root", user, f"{_called(container)} runs as root", help_)
    elif is_false(not_root) and user is None and not_root is not None:
        yield at_node("run-as-root", not_root, message, help_)
    elif user is None and not_root is None and not manifest.partial:
        yield _at_container("run-as-root", container, message, help_)


def _limits(manifest: Manifest, container: Container) -> Iterator[Violation]:
    if manifest.partial or container.kind == "ephemeralContainers":
        return
    limits = manifest.pairs(given(manifest.pairs(given(container.fields, "resources")), "limits"))
    if "memory" not in limits:
        message = f"{_called(container)} has no limit of memory"
        yield _at_container("missing-limits", container, message, "Add `resources: {limits: {memory: …}}`.")


def _called(container: Container) -> str:
    name = text(given(container.fields, "name"))
    return f'container "{name[:60]}"' if name else container.where


def _at_container(rule: str, container: Container, message: str, help_: str) -> Violation:
    """Said at the container's name, or where the container begins."""
    name = given(container.fields, "name")
    node: yaml.Node = name if name is not None else container.node
    found = at_node(rule, node, message, help_)
    return found if name is not None else replace(found, end=found.start + 1)
