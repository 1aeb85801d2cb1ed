"""Names within pods: of containers, volumes, ports and variables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from knotwork.snippets.fields.api_errors import duplicate_value, quoted
from knotwork.snippets.lints.fields import given, volumes
from knotwork.snippets.lints.forms import LABEL, PORT_NAME, SUBDOMAIN, VARIABLE, checked_name, port_word
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.lints.places import nodes_below
from knotwork.snippets.manifest import Container, Manifest, Pod
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import literal, literal_name, once, text


@lint(PODS)
def pod_names(manifest: Manifest) -> Iterator[Violation]:
    """The names a pod gives to its parts."""
    for pod in manifest.pods:
        names = [(given(container.fields, "name"), "container name", LABEL) for container in pod.containers]
        if "volumes" in pod.fields:
            names += [(node, "volume name", LABEL) for node, _ in volumes(manifest, pod)]
        names.append((given(pod.fields, "hostname"), "hostname", LABEL))
        names.append((given(pod.fields, "serviceAccountName"), "serviceAccountName", SUBDOMAIN))
        if "serviceAccountName" not in pod.fields:  # the old name of the field
            names.append((given(pod.fields, "serviceAccount"), "serviceAccount", SUBDOMAIN))
        ports = [_names(manifest, container, "ports") for container in pod.containers]
        for container, of_container in zip(pod.containers, ports, strict=True):
            names += [(node, "port name", PORT_NAME) for node in of_container]
            names += [(node, "variable name", VARIABLE) for node in _names(manifest, container, "env")]
        seen: set[int] = set()
        for node, what, form in names:
            if node is not None and id(node) not in seen and not _is_unset(node, what):
                seen.add(id(node))
                # for variables, capitals are usual
                read = literal if form is VARIABLE else port_word if form is PORT_NAME else literal_name
                written = read(node)
                if written is not None and not form.fits(written):
                    yield from checked_name(node, form, read=read)
        if len(pod.containers) > 1:
            yield from _shared_names(pod)
        for container, of_container in zip(pod.containers, ports, strict=True):
            if len(of_container) > 1:
                yield from _shared_ports(_of_ports(manifest, container))


_IN_ENV = ("configMapKeyRef", "secretKeyRef")
_OF_ENV = ("configMapRef", "secretRef")


@lint(PODS, fields=(*_IN_ENV, *_OF_ENV))
def names_of_sources(manifest: Manifest) -> Iterator[Violation]:
    """The Secrets and ConfigMaps that variables are from."""
    for container in manifest.containers:
        for kind in _IN_ENV:
            for node, _ in nodes_below(manifest, container.node, f"env[].valueFrom.{kind}.name"):
                yield from checked_name(node, SUBDOMAIN)
        for kind in _OF_ENV:
            for node, _ in nodes_below(manifest, container.node, f"envFrom[].{kind}.name"):
                # the server takes a prefix of a name here, too
                if (text(node) or "").removesuffix("-") and not SUBDOMAIN.fits(
                    (text(node) or "").removesuffix("-")
                ):
                    yield from checked_name(node, SUBDOMAIN)


def _names(manifest: Manifest, container: Container, field: str) -> list[yaml.Node]:
    """The names in one of a container's lists."""
    if field not in container.fields:
        return []
    return once([given(item, "name") for item in manifest.maps(given(container.fields, field))])


def _of_ports(manifest: Manifest, container: Container) -> list[yaml.Node]:
    """The names of ports; what has no number belongs to another list, whose key is indented too far."""
    ports = manifest.maps(given(container.fields, "ports"))
    return once([given(port, "name") for port in ports if "containerPort" in port])


def _is_unset(node: yaml.Node, what: str) -> bool:
    """Whether it is an empty text in a field that need not be there."""
    return what in ("hostname", "serviceAccountName", "serviceAccount", "port name") and node.value == ""


def _shared_names(pod: Pod) -> Iterator[Violation]:
    """Containers of different lists with one name; the schema check reports those in one list."""
    first: dict[str, tuple[yaml.Node, str]] = {}
    for container in pod.containers:
        node = given(container.fields, "name")
        name = literal(node)
        if node is None or not name:
            continue
        before, kind = first.setdefault(name, (node, container.kind))
        if before is not node and kind != container.kind:
            message = duplicate_value(f"{quoted(name)}, as in {kind}")
            yield duplicate(node, message, before, "All containers of a pod have different names.")


def _shared_ports(ports: Sequence[yaml.Node]) -> Iterator[Violation]:
    """Names that several ports of a container have."""
    first: dict[str, yaml.Node] = {}
    for node in ports:
        name = literal(node)
        if name and first.setdefault(name, node) is not node:
            message = duplicate_value(quoted(name))
            yield duplicate(node, message, first[name], "Give one of them another name.")
