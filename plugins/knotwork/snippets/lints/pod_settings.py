"""What a pod says in one place that another place of it rules out: namespaces, mounts, signals, systems."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import duplicate_value, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.containers import security_context
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.forms import SUBDOMAIN, checked_name
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.manifest import Container, Manifest, Pod
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_false, is_true, items, literal, number, text

_KEPT_UP = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "ReplicationController", "DaemonSet"))
_SLEEPS = 30
"""How long a pod has when it does not say."""


@lint(PODS, fields=("hostUsers", "shareProcessNamespace", "hostnameOverride", "activeDeadlineSeconds"))
def namespaces(manifest: Manifest) -> Iterator[Violation]:
    """The namespaces of a pod, its host name, and a deadline where there can be none."""
    for pod in manifest.pods:
        if is_false(given(pod.fields, "hostUsers")):
            # with a feature gate that is off before 1.37, such a pod may be on the host's network
            of_network = () if manifest.since(37) else ("hostNetwork",)
            for name in ("hostPID", "hostIPC", *of_network):
                if is_true(given(pod.fields, name)):
                    yield _excluded(pod.fields, name, "hostUsers: false")
            for container in pod.containers:
                if given(container.fields, "volumeDevices") is not None:
                    yield _excluded(container.fields, "volumeDevices", "hostUsers: false")
        if is_true(given(pod.fields, "shareProcessNamespace")) and is_true(given(pod.fields, "hostPID")):
            yield _excluded(pod.fields, "shareProcessNamespace", "hostPID: true")
        if (own := given(pod.fields, "hostnameOverride")) is not None:
            yield from checked_name(own, SUBDOMAIN)
            for name in ("hostNetwork", "setHostnameAsFQDN"):
                if is_true(given(pod.fields, name)):
                    yield _excluded(pod.fields, "hostnameOverride", f"{name}: true")
        if manifest.kind in _KEPT_UP and given(pod.fields, "activeDeadlineSeconds") is not None:
            key = pod.fields["activeDeadlineSeconds"][0]
            message = forbidden(f"activeDeadlineSeconds in {manifest.kind} is not supported")
            yield at_node(INVALID_VALUE, key, message, "Remove it: a Job's pods can have one.")


@lint(PODS, fields=("volumeMounts", "volumeDevices"))
def propagation(manifest: Manifest) -> Iterator[Violation]:
    """Mounts that only some containers may have, and devices that only some volumes are."""
    for pod in manifest.pods:
        volumes = {text(given(v, "name")): v for v in manifest.maps(given(pod.fields, "volumes"))}
        for container in pod.containers:
            privileged = given(security_context(manifest, container), "privileged")
            for mount in manifest.maps(given(container.fields, "volumeMounts")):
                node = given(mount, "mountPropagation")
                if (
                    node is not None
                    and text(node) == "Bidirectional"
                    and not _may_be_true(privileged, manifest)
                ):
                    message = forbidden(
                        "Bidirectional mount propagation is available only to privileged containers"
                    )
                    yield at_node(INVALID_VALUE, node, message, "Write `HostToContainer`.")
                yield from _recursive(mount)
            yield from _devices_apart(manifest, container)
            for device in manifest.maps(given(container.fields, "volumeDevices")):
                node = given(device, "name")
                volume = volumes.get(text(node), {})
                if node is not None and set(volume) - {"name", "persistentVolumeClaim", "ephemeral"}:
                    message = invalid(
                        node, "can only use volume source type of PersistentVolumeClaim for block mode"
                    )
                    yield at_node(INVALID_VALUE, node, message, "Only a claim can: `persistentVolumeClaim`.")


@lint(PODS, fields=("hostPort",))
def host_ports(manifest: Manifest) -> Iterator[Violation]:
    """A port of the node is taken once by a pod; init containers run at other times."""
    for pod in manifest.pods:
        first: dict[tuple[object, ...], yaml.Node] = {}
        for container in pod.containers:
            if container.kind != "containers":
                continue
            for port in manifest.maps(given(container.fields, "ports")):
                node = given(port, "hostPort")
                address = (literal(given(port, name)) or "" for name in ("protocol", "hostIP"))
                key = (number(node), *address)
                if node is not None and key[0] and first.setdefault(key, node) is not node:
                    message = duplicate_value(str(key[0]))
                    yield duplicate(node, message, first[key], "Give one another hostPort.")


@lint(PODS, fields=("lifecycle", "capabilities"))
def hooks(manifest: Manifest) -> Iterator[Violation]:
    """Hooks that take too long, signals of an unknown system, and rights that are denied again."""
    for pod in manifest.pods:
        grace = given(pod.fields, "terminationGracePeriodSeconds")
        longest = number(grace) if "terminationGracePeriodSeconds" in pod.fields else _SLEEPS
        for container in pod.containers:
            lifecycle = manifest.pairs(given(container.fields, "lifecycle"))
            yield from _sleep(manifest, lifecycle, longest)
            yield from _signal(manifest, pod, lifecycle)
            yield from _system_rights(manifest, container)


def _excluded(fields: Fields, name: str, other: str) -> Violation:
    return at_node(
        INVALID_VALUE, fields[name][0], forbidden(f"may not be set with `{other}`"), "Remove one of them."
    )


def _may_be_true(node: yaml.Node | None, manifest: Manifest) -> bool:
    return is_true(node) or (node is None and manifest.partial)


def _recursive(mount: Fields) -> Iterator[Violation]:
    node = given(mount, "recursiveReadOnly")
    if node is not None and text(node) in ("Enabled", "IfPossible") and not is_true(given(mount, "readOnly")):
        message = forbidden("may only be specified when readOnly is true")
        yield at_node(INVALID_VALUE, node, message, "Add `readOnly: true`.")
    propagation_ = given(mount, "mountPropagation")
    if (
        node is not None
        and text(node) in ("Enabled", "IfPossible")
        and text(propagation_) not in (None, "None")
    ):
        message = forbidden("may only be specified when mountPropagation is None or not specified")
        yield at_node(INVALID_VALUE, node, message, "Remove `mountPropagation`.")


def _devices_apart(manifest: Manifest, container: Container) -> Iterator[Violation]:
    """A volume is a device of a container once, or it is mounted."""
    first = {
        literal(given(mount, "name")): given(mount, "name")
        for mount in manifest.maps(given(container.fields, "volumeMounts"))
    }
    mounted = set(first)
    for device in manifest.maps(given(container.fields, "volumeDevices")):
        node = given(device, "name")
        written = literal(node)
        if node is None or not written:
            continue
        before = first.setdefault(written, node)
        if before is not None and before is not node:
            detail = "must not already exist in volumeMounts" if written in mounted else "must be unique"
            yield duplicate(node, invalid(node, detail), before, "Keep one of them.")


def _sleep(manifest: Manifest, lifecycle: Fields, longest: int | None) -> Iterator[Violation]:
    for hook in ("postStart", "preStop"):
        sleep = manifest.pairs(given(manifest.pairs(given(lifecycle, hook)), "sleep"))
        node = given(sleep, "seconds")
        seconds = number(node)
        if node is not None and seconds is not None and longest is not None and seconds > longest:
            message = invalid(node, f"must be no more than terminationGracePeriodSeconds ({longest})")
            help_ = "Raise `terminationGracePeriodSeconds`, or sleep less."
            yield at_node(INVALID_VALUE, node, message, help_)


def _signal(manifest: Manifest, pod: Pod, lifecycle: Fields) -> Iterator[Violation]:
    if given(lifecycle, "stopSignal") is not None and "os" not in pod.fields and not manifest.partial:
        message = forbidden("may not be set for containers with empty os.name")
        key = lifecycle["stopSignal"][0]
        yield at_node(MISSING_FIELD, key, message, "Write `os: {name: linux}` in the pod's spec.")


def _system_rights(manifest: Manifest, container: Container) -> Iterator[Violation]:
    context = security_context(manifest, container)
    added = items(given(manifest.pairs(given(context, "capabilities")), "add"))
    node = given(context, "allowPrivilegeEscalation")
    if node is not None and is_false(node) and any(text(item) == "CAP_SYS_ADMIN" for item in added):
        message = invalid(
            node, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
        )
        yield at_node(INVALID_VALUE, node, message, "Remove one of them.")
