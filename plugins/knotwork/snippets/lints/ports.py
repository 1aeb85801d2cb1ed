"""Ports: their numbers, and the names by which probes call them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from knotwork.model.equivalences import Equivalence
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.suggestions import did_you_mean, meant, written_instead
from knotwork.snippets.lints.fields import given, quoted
from knotwork.snippets.lints.forms import PORT_NAME, name_violation
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.one_of import PROBES
from knotwork.snippets.manifest import Container, Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Repair, Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_true, literal, literal_name, number, once, text

UNDEFINED_PORT = snippet_rule(
    "undefined-port",
    "warning",
    "references",
    """
    A probe, a hook or a Service calls a port by a name that the container does not give to one.

    The API server takes it and does not look. The probe then fails each time: the pod is never ready, or is
    restarted again and again. A Service of the same note leads nowhere.

    Bad:

    ```yaml {k8s="invalid:undefined-port"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: ports
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - name: http
              containerPort: 80
          readinessProbe:
            httpGet:
              port: web
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: ports
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - name: http
              containerPort: 80
          readinessProbe:
            httpGet:
              port: http
    ```

    Give the port that name under the container's `ports`, or write its number, which needs no entry there.
    """,
    position=4,
)


_HIGHEST = 65535


@lint(PODS)
def ports(manifest: Manifest) -> Iterator[Violation]:
    """The ports of containers, and those that probes and hooks ask."""
    for pod in manifest.pods:
        host = is_true(given(pod.fields, "hostNetwork"))
        for container in pod.containers:
            for port in manifest.maps(given(container.fields, "ports")):
                yield from port_number(given(port, "containerPort"), "containerPort")
                yield from port_number(given(port, "hostPort"), "hostPort", least=0)
                yield from _of_the_host(port) if host else ()
            for field, node in _asked(manifest, container):
                yield from port_number(node, f"{field} port")
                yield from port_text(node, f"{field} port")
                if not manifest.partial:
                    yield from _undefined(manifest, container, field, node)


def port_number(node: yaml.Node | None, what: str, least: int = 1) -> Iterator[Violation]:
    """What is wrong with the number of a port."""
    value = number(node)
    if node is not None and value is not None and not least <= value <= _HIGHEST:
        yield at_node(
            INVALID_VALUE, node, f"{what} {value} is no port", f"Ports are numbers from 1 to {_HIGHEST}."
        )


def port_text(node: yaml.Node | None, what: str) -> Iterator[Violation]:
    """What is wrong with a port that is given as a text, where a number would do too."""
    written = literal(node)
    if node is None or written is None:
        return
    if written.isascii() and written.isdigit() and len(written) < 6:
        found = at_node(
            INVALID_VALUE, node, f"{what} {quoted(written)} is a text", "A number stands without quotes."
        )
        change = (node.start_mark.index, node.end_mark.index, str(int(written)))
        same = 1 <= int(written) <= _HIGHEST and str(int(written)) == written
        by = (Equivalence.QUOTES,) if same else ()
        yield replace(found, repair=Repair(f"Write `{int(written)}`", by, (change,)))
    else:
        wrong = name_violation(node, what, PORT_NAME)
        yield from [wrong] if wrong else []


def port_names(manifest: Manifest, container: Container) -> list[str]:
    """The names of a container's ports."""
    found = [text(given(port, "name")) for port in manifest.maps(given(container.fields, "ports"))]
    return [name for name in found if name]


def _of_the_host(port: Fields) -> Iterator[Violation]:
    """On the host's network, a container's port is the host's."""
    node = given(port, "hostPort")
    host, own = number(node), number(given(port, "containerPort"))
    if node is not None and host and own is not None and host != own:
        message = f"hostPort {host} is not containerPort {own}, though the pod uses the host's network"
        yield at_node(INVALID_VALUE, node, message, "Write the same number, or leave hostPort out.")


def _asked(manifest: Manifest, container: Container) -> list[tuple[str, yaml.Node]]:
    """The ports that a container's probes and hooks ask, each with the field it is for."""
    hooks = manifest.pairs(given(container.fields, "lifecycle"))
    handlers = [(name, container.fields[name][1]) for name in PROBES if name in container.fields]
    handlers += [(name, hooks[name][1]) for name in ("postStart", "preStop") if name in hooks]
    found = []
    for name, handler in handlers:
        for way in ("httpGet", "tcpSocket", "grpc"):
            for node in once([given(manifest.pairs(given(manifest.pairs(handler), way)), "port")]):
                found.append((name, node))
    return found


def _undefined(manifest: Manifest, container: Container, field: str, node: yaml.Node) -> Iterator[Violation]:
    written = literal_name(node)
    names = port_names(manifest, container)
    if not written or written in names or written.isdigit():
        return
    if any(name != "ports" and name.lower().startswith("port") for name in container.fields):
        return  # of a misspelt `ports` the schema speaks
    best = meant(written, names)
    hint = did_you_mean(written, names)
    message = f"{field} asks port {quoted(written)}, which the container does not have{hint}"
    found = at_node(UNDEFINED_PORT, node, message, "Name a port of this container, or write its number.")
    yield replace(found, repair=written_instead(node, best) if best else None)
