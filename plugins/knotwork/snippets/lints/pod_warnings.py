"""Pods that the API server takes and warns about: names, ports, files and settings that do something else.

Sources: `warningsForPodSpecAndMeta` and `warningsForOverlappingVirtualPaths` in pkg/api/pod, and
`WarningsOnCreate` of the kinds that make pods.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.lints.fields import given, place, warning
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, literal_name, number

_LABEL = 63
"""The most characters of a DNS label."""
_FILES = ("configMap", "secret", "downwardAPI")
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


@lint("Pod", "ReplicationController", "apps/Deployment", "apps/ReplicaSet", "batch/Job", "batch/CronJob")
def host_names(manifest: Manifest) -> Iterator[Violation]:
    """A name from which hostnames are made, and that is none: `web.v2`."""
    node = given(manifest.metadata, "name" if "name" in manifest.metadata else "generateName")
    written = literal_name(node)
    if node is None or not written or _is_made(manifest) or ("." not in written and len(written) <= _LABEL):
        return
    why = "must not contain dots" if "." in written else f"must be no more than {_LABEL} characters"
    used = "the Pod's hostname" if manifest.kind == "Pod" else "Pod names and hostnames"
    message = (
        f"this is used in {used}, which can result in surprising behavior; a DNS label is recommended: {why}"
    )
    help_ = f"Write `{written.replace('.', '-')}`." if "." in written else "Shorten it."
    yield replace(at_node(INVALID_NAME, node, message, help_), severity="warning")


def _is_made(manifest: Manifest) -> bool:
    """Whether it is an object of a cluster, or an Indexed Job, whose name is refused then."""
    return "uid" in manifest.metadata or literal(given(manifest.spec, "completionMode")) == "Indexed"


@lint(PODS, fields=("ports",))
def ports_of_pods(manifest: Manifest) -> Iterator[Violation]:
    """Containers of a pod share its address, so two of them cannot have one port."""
    for pod in manifest.pods:
        numbers: dict[tuple[object, ...], tuple[yaml.Node, str, int]] = {}
        names: dict[str, tuple[yaml.Node, str, int]] = {}
        for nth, container in enumerate(pod.containers):
            for index, port in enumerate(manifest.maps(given(container.fields, "ports"))):
                node, where = given(port, "containerPort"), f"{container.path}.ports[{index}]"
                if node is None or container.kind == "ephemeralContainers":
                    continue
                host, on = given(port, "hostPort"), literal(given(port, "hostIP")) or ""
                if on and host is None and not manifest.partial:
                    yield warning(port["hostIP"][0], "hostIP set without hostPort", "Remove it, or add it.")
                key = (number(node), literal(given(port, "protocol")) or "TCP", on)
                before = numbers.setdefault(key, (node, where, nth)) if key[0] and host is None else None
                if before is not None and before[2] != nth:
                    message = f"duplicate port definition with {before[1]}"
                    yield _second(node, message, before[0], "Containers of a pod share its ports.")
                name = given(port, "name")
                if name is not None and (written := literal(name)):
                    named = names.setdefault(written, (name, where, nth))
                    if named[2] != nth:
                        message = (
                            f'duplicate port name "{written}" with {named[1]}, services and probes that '
                            "select ports by name will use the first"
                        )
                        yield _second(name, message, named[0], "Give it another name.")


@lint(PODS, fields=("podAffinity", "podAntiAffinity"))
def near_no_pod(manifest: Manifest) -> Iterator[Violation]:
    """Pods that are to be near, or far from, others that are not said."""
    for pod in manifest.pods:
        affinity = manifest.pairs(given(pod.fields, "affinity"))
        for name in ("podAffinity", "podAntiAffinity"):
            terms = manifest.pairs(given(affinity, name))
            path = f"{pod.path}.affinity.{name}"
            for index, term in enumerate(manifest.maps(given(terms, _REQUIRED))):
                yield from _of_no_pod(manifest, term, f"{path}.{_REQUIRED}[{index}]")
            for index, weighted in enumerate(manifest.maps(given(terms, _PREFERRED))):
                term = manifest.pairs(given(weighted, "podAffinityTerm"))
                yield from _of_no_pod(manifest, term, f"{path}.{_PREFERRED}[{index}].podAffinityTerm")


def _of_no_pod(manifest: Manifest, term: Fields, path: str) -> Iterator[Violation]:
    """A term without a selector matches no pod; one that is empty matches all."""
    if literal(given(term, "topologyKey")) and given(term, "labelSelector") is None and not manifest.partial:
        message = f"{path}.labelSelector: a null labelSelector results in matching no pod"
        help_ = "Add `labelSelector:` with labels of the pods."
        yield replace(warning(term["topologyKey"][0], message, help_), path="")


@lint(PODS, fields=("terminationGracePeriodSeconds", "imagePullSecrets"))
def settings_of_pods(manifest: Manifest) -> Iterator[Violation]:
    """A pod that ends before it began, and a secret without a name."""
    for pod in manifest.pods:
        grace = given(pod.fields, "terminationGracePeriodSeconds")
        seconds = number(grace)
        if grace is not None and seconds is not None and seconds < 0:
            detail = "must be >= 0; negative values are invalid and will be treated as 1"
            yield warning(grace, invalid(grace, detail), "Write 0 or more.")
        for node in items(given(pod.fields, "imagePullSecrets")):
            secret = manifest.pairs(node)
            name = given(secret, "name") if secret or manifest.partial else node
            if (
                name is not None
                and (name is node or literal(name) == "")
                and isinstance(node, yaml.MappingNode)
            ):
                yield warning(name, 'invalid empty name ""', "Name the secret, or remove it.")


@lint(PODS, fields=("items",))
def overlapping_files(manifest: Manifest) -> Iterator[Violation]:
    """Two files of a volume at one path, or one below another."""
    for pod in manifest.pods:
        for volume in manifest.maps(given(pod.fields, "volumes")):
            for name in _FILES:
                yield from _overlaps(_paths(manifest, manifest.pairs(given(volume, name))), same=True)
            sources = manifest.maps(given(manifest.pairs(given(volume, "projected")), "sources"))
            tokens = (manifest.pairs(given(source, "serviceAccountToken")) for source in sources)
            placed = [given(token, "path") for token in tokens]
            for source in sources:
                for name in _FILES:
                    placed += _paths(manifest, manifest.pairs(given(source, name)))
            yield from _overlaps(placed, same=False)


def _paths(manifest: Manifest, source: Fields) -> list[yaml.Node | None]:
    return [given(item, "path") for item in manifest.maps(given(source, "items"))]


def _overlaps(placed: Sequence[yaml.Node | None], *, same: bool) -> Iterator[Violation]:
    """`same`: files at the very same path are allowed; where not, that is reported elsewhere."""
    paths: list[tuple[str, yaml.Node]] = []
    for node in placed:
        written = (literal(node) or "").rstrip("/")
        if node is None or not written:
            continue
        for other, first in paths:
            below = f"{other}/".startswith(f"{written}/") or f"{written}/".startswith(f"{other}/")
            if below and (same or written != other):
                message = f'overlapping paths: "{written}" with "{other}"'
                yield _second(node, message, first, "Give it another path.")
                break
        paths.append((written, node))


def _second(node: yaml.Node, message: str, first: yaml.Node, help_: str) -> Violation:
    return replace(warning(node, message, help_), related=(place(first, "the first is here"),))
