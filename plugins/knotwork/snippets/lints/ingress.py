"""Ingresses: backends as they were written before 2021, and paths and hosts."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import replace

import yaml

from knotwork.snippets.lints.fields import given, place, quoted
from knotwork.snippets.lints.forms import LABEL, SUBDOMAIN, fault, name_violation
from knotwork.snippets.lints.one_of import ingress_backends
from knotwork.snippets.manifest import Fields, Manifest, final, named, number, text
from knotwork.snippets.violation import Repair, Violation, at_node

_OLD = ("serviceName", "servicePort")


def old_backends(manifest: Manifest) -> Iterator[Violation]:
    """Backends with `serviceName` and `servicePort`."""
    nodes = [node for node, _ in ingress_backends(manifest)]
    before = given(manifest.spec, "backend")
    for node in [*nodes, *([before] if before is not None else [])]:
        fields = manifest.pairs(node)
        keys = [fields[name][0] for name in _OLD if name in fields]
        if not keys:
            continue
        shape = _shape(fields)
        written = " and ".join(key.value for key in keys)
        message = f"since networking.k8s.io/v1 a backend is a `service`, not {written}"
        found = at_node("ingress-backend", keys[0], message, f"Write `{shape}`.")
        related = tuple(place(key, "its port") for key in keys[1:])
        yield replace(found, related=related, repair=_repair(fields, shape))


def settled(found: Iterable[Violation]) -> list[Violation]:
    """The violations without those of fields that an old backend explains."""
    found = list(found)
    old = [each for each in found if each.rule == "ingress-backend"]
    explained = {start for each in old for start in (each.start, *(related[0] for related in each.related))}
    return [each for each in found if each.rule != "unknown-field" or each.start not in explained]


def paths(manifest: Manifest) -> Iterator[Violation]:
    """The hosts of an Ingress's rules, and their paths."""
    for rule in manifest.maps(given(manifest.spec, "rules")):
        yield from _host(given(rule, "host"))
        for path in manifest.maps(given(manifest.pairs(given(rule, "http")), "paths")):
            node = given(path, "path")
            written = final(node)
            if node is not None and written and not written.startswith("/"):
                yield at_node(
                    "invalid-value",
                    node,
                    f"path {quoted(written)} does not start with `/`",
                    "Write `/` first.",
                )
    if not manifest.partial and manifest.spec.keys() <= {"ingressClassName", "tls"} and manifest.spec:
        key = manifest.fields["spec"][0]
        yield at_node("missing-field", key, "the Ingress has no rules and no defaultBackend", "Add `rules:`.")


def _host(node: yaml.Node | None) -> Iterator[Violation]:
    written = named(node)
    if node is None or not written:
        return
    if _is_address(written):
        yield at_node(
            "invalid-value",
            node,
            f"host {quoted(written)} is an address, not a name",
            "Leave it out for all hosts.",
        )
    elif not written.startswith("*."):
        found = name_violation(node, "host", SUBDOMAIN, "invalid-value", suggest=False)
        yield from [found] if found else []


def _is_address(written: str) -> bool:
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True


def _shape(fields: Fields) -> str:
    """The backend as it is written today."""
    name = text(given(fields, "serviceName")) or "NAME"
    node = given(fields, "servicePort")
    if number(node) is not None:
        return f"service: {{name: {name}, port: {{number: {number(node)}}}}}"
    return f"service: {{name: {name}, port: {{name: {text(node) or 'PORT'}}}}}"


def _repair(fields: Fields, shape: str) -> Repair | None:
    """Both fields, where one stands right behind the other, as one. What is said of them in comments goes."""
    name = text(given(fields, "serviceName"))
    if fields.keys() != set(_OLD) or name is None or fault(name, LABEL) or "PORT" in shape:
        return None
    (first, value), (second, last) = sorted(
        (fields[name] for name in _OLD), key=lambda pair: pair[0].start_mark.index
    )
    between = second.start_mark.line - value.end_mark.line
    if first.start_mark.index >= second.start_mark.index or between > 1:
        return None
    return Repair(f"Write `{shape}`", False, ((first.start_mark.index, last.end_mark.index, shape),))
