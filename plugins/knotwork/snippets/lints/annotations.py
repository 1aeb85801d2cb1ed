"""Annotations that the API server reads: those of pods and of Services."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from knotwork.snippets.addresses import network
from knotwork.snippets.fields.api_errors import forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.service_types import shown_type
from knotwork.snippets.manifest import Manifest, Pod
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import literal, text

_COST = "controller.kubernetes.io/pod-deletion-cost"
_ARMOR = "container.apparmor.security.beta.kubernetes.io/"
_SECCOMP = ("seccomp.security.alpha.kubernetes.io/pod", "container.seccomp.security.alpha.kubernetes.io/")
_PROFILE = re.compile(r"(?:runtime/default|docker/default|unconfined|localhost/.*)?")
_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,9}")
_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges"
_HINTS, _MODE = "service.kubernetes.io/topology-aware-hints", "service.kubernetes.io/topology-mode"


@lint(PODS, fields=("annotations",))
def of_pods(manifest: Manifest) -> Iterator[Violation]:
    """What a pod is annotated with: its cost, and the profiles of its containers before they were fields."""
    for pod in manifest.pods:
        metadata = manifest.metadata if manifest.kind == "Pod" else pod.metadata
        for name, (key, value) in manifest.pairs(given(metadata, "annotations")).items():
            written = literal(value)
            if written is None:
                continue
            if name == _COST:
                if not _WHOLE_NUMBER.fullmatch(written) or not -(2**31) <= int(written) < 2**31:
                    message = invalid(value, "must be a 32bit integer")
                    yield at_node(INVALID_VALUE, value, message, 'Write a whole number in quotes: `"100"`.')
            elif name.startswith((_ARMOR, *_SECCOMP)) and not _PROFILE.fullmatch(written):
                message = invalid(value, "must be a valid profile")
                help_ = "Write `runtime/default`, `unconfined` or `localhost/NAME`."
                yield at_node(INVALID_VALUE, value, message, help_)
            elif name.startswith(_ARMOR):
                yield from _container(manifest, pod, name.removeprefix(_ARMOR), key)


def _container(manifest: Manifest, pod: Pod, name: str, key: yaml.Node) -> Iterator[Violation]:
    names = [text(given(container.fields, "name")) for container in pod.containers]
    if name not in names and None not in names and names and is_literal(name) and not manifest.partial:
        message = invalid(key, "container not found")
        yield at_node(INVALID_VALUE, key, message, "Its end is the name of a container of the pod.")


@lint("Service", fields=(_RANGES, _MODE))
def of_services(manifest: Manifest) -> Iterator[Violation]:
    """Who may reach a load balancer, and how traffic is kept near, before these were fields."""
    annotations = manifest.pairs(given(manifest.metadata, "annotations"))
    if _RANGES in annotations and "loadBalancerSourceRanges" not in manifest.spec:
        yield from _ranges(manifest, annotations)
    mode, hints = (literal(given(annotations, name)) for name in (_MODE, _HINTS))
    if mode is not None and hints is not None and mode != hints:
        key = annotations[_MODE][1]
        message = invalid(key, f"must match annotations[{_HINTS}] when both are specified")
        yield at_node(INVALID_VALUE, key, message, "Remove the other.")


def _ranges(manifest: Manifest, annotations: Fields) -> Iterator[Violation]:
    key, value = annotations[_RANGES]
    if shown_type(manifest) in ("ClusterIP", "NodePort", "ExternalName") and not manifest.partial:
        message = forbidden("may only be used when `type` is 'LoadBalancer'")
        yield at_node(INVALID_VALUE, key, message, "Remove it, or write `type: LoadBalancer`.")
    written = (literal(value) or "").strip()
    if written and any(network(part.strip()) is None for part in written.split(",")):
        yield at_node(
            INVALID_VALUE,
            value,
            invalid(value, "must be a list of ranges"),
            "Write ranges divided by commas: `10.0.0.0/8,192.168.0.0/16`.",
        )
