"""Ports of containers, by number and by name."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import Equivalence
from knotwork.snippets.fields.api_errors import between, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.forms import PORT_NAME, checked_name, port_word
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.one_of import PROBES
from knotwork.snippets.manifest import Container, Manifest
from knotwork.snippets.violation import Repair, Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_true, literal, number, once, text

_HIGHEST = 65535


@lint(PODS, fields=("ports", *PROBES, "lifecycle"))
def ports(manifest: Manifest) -> Iterator[Violation]:
    """The ports of containers, and those that probes and hooks call."""
    for pod in manifest.pods:
        host = is_true(given(pod.fields, "hostNetwork"))
        for container in pod.containers:
            for port in manifest.maps(given(container.fields, "ports")):
                yield from port_number(given(port, "containerPort"))
                yield from port_number(given(port, "hostPort"), least=0)
                yield from _of_the_host(port) if host else ()
            for node in called_ports(manifest, container):
                yield from port_number(node)
                yield from port_text(node)


def port_number(node: yaml.Node | None, least: int = 1) -> Iterator[Violation]:
    """What is wrong with the number of a port."""
    value = number(node)
    if node is not None and value is not None and not least <= value <= _HIGHEST:
        yield at_node(
            INVALID_VALUE,
            node,
            invalid(node, between(least, _HIGHEST)),
            "Write a port number, such as `8080`.",
        )


def port_text(node: yaml.Node | None) -> Iterator[Violation]:
    """What is wrong with a port that is given as a text, where a number would do too."""
    written = literal(node)
    if node is None or written is None:
        return
    if written.isascii() and written.isdigit() and len(written) < 6:
        violation = at_node(
            INVALID_VALUE,
            node,
            invalid(node, "must contain at least one letter (a-z)"),
            "Write the number without quotes.",
        )
        change = (node.start_mark.index, node.end_mark.index, str(int(written)))
        same = 1 <= int(written) <= _HIGHEST and str(int(written)) == written
        by = (Equivalence.QUOTES,) if same else ()
        yield replace(violation, repair=Repair(f"Write `{int(written)}`", by, (change,)))
    else:
        yield from checked_name(node, PORT_NAME, read=port_word)


def port_names(manifest: Manifest, container: Container) -> list[str]:
    """The names of a container's ports."""
    names = [text(given(port, "name")) for port in manifest.maps(given(container.fields, "ports"))]
    return [name for name in names if name]


def _of_the_host(port: Fields) -> Iterator[Violation]:
    """On the host's network, a container's port is the host's."""
    node = given(port, "hostPort")
    host, own = number(node), number(given(port, "containerPort"))
    if node is not None and host and own is not None and host != own:
        message = invalid(node, f"must match `containerPort` ({own}) when `hostNetwork` is true")
        yield at_node(INVALID_VALUE, node, message, "Write the same number, or leave hostPort out.")


def called_ports(manifest: Manifest, container: Container) -> list[yaml.Node]:
    """The ports that a container's probes and hooks call."""
    hooks = manifest.pairs(given(container.fields, "lifecycle"))
    handlers = [container.fields[name][1] for name in PROBES if name in container.fields]
    handlers += [hooks[name][1] for name in ("postStart", "preStop") if name in hooks]
    ports = []
    for handler in handlers:
        for way in ("httpGet", "tcpSocket", "grpc"):
            ports += once([given(manifest.pairs(given(manifest.pairs(handler), way)), "port")])
    return ports
