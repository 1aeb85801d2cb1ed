"""Ingresses: backends as they were written before 2021, and paths and hosts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import yaml

from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.walk import MISSING_FIELD
from knotwork.snippets.lints.fields import given, place, quoted
from knotwork.snippets.lints.forms import LABEL, PORT_NAME, SUBDOMAIN, fault, name_violation
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.networks import is_address
from knotwork.snippets.lints.one_of import ingress_backends
from knotwork.snippets.lints.ports import port_number
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Repair, Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, literal_name, number, text

INGRESS_BACKEND = snippet_rule(
    "ingress-backend",
    "error",
    "manifests",
    """
    An Ingress names its Service with `serviceName` and `servicePort`, as was done before
    `networking.k8s.io/v1`.

    The API server refuses these fields as unknown. Tutorials from before 2021 are full of them: since then
    the service has a mapping of its own, and each path a `pathType`.

    Bad:

    ```yaml {k8s="invalid:ingress-backend"}
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: old
    spec:
      rules:
        - http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  serviceName: web
                  servicePort: 80
    ```

    Good:

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: new
    spec:
      rules:
        - http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: web
                    port:
                      number: 80
    ```

    `check --fix` rewrites them, on one line, with `--unsafe-fixes`.
    """,
    position=8,
)


_STRICT = ("Exact", "Prefix")
_NOT_WITHIN = ("//", "/./", "/../", "%2f", "%2F")
_NOT_AT_END = ("/..", "/.")
_OLD = ("serviceName", "servicePort")


@lint("networking.k8s.io/Ingress")
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
        found = at_node(INGRESS_BACKEND, keys[0], message, f"Write `{shape}`.")
        related = tuple(place(key, "its port") for key in keys[1:])
        yield replace(found, related=related, repair=_repair(fields, shape))


def settled(found: Iterable[Violation]) -> list[Violation]:
    """The violations without those of fields that an old backend explains."""
    found = list(found)
    old = [each for each in found if each.rule is INGRESS_BACKEND]
    explained = {start for each in old for start in (each.start, *(related[0] for related in each.related))}
    return [each for each in found if each.rule is not UNKNOWN_FIELD or each.start not in explained]


@lint("networking.k8s.io/Ingress")
def paths(manifest: Manifest) -> Iterator[Violation]:
    """The hosts and paths of an Ingress, and that there is something to do."""
    for rule in manifest.maps(given(manifest.spec, "rules")):
        yield from _host(given(rule, "host"))
        listed = given(manifest.pairs(given(rule, "http")), "paths")
        if isinstance(listed, yaml.SequenceNode) and not listed.value and not manifest.partial:
            yield at_node(MISSING_FIELD, listed, "http has no paths", "Write one: `path: /`.")
        for path in manifest.maps(listed):
            yield from _path(manifest, path)
    for certificate in manifest.maps(given(manifest.spec, "tls")):
        for host in items(given(certificate, "hosts")):
            yield from _host(host)
    if not manifest.partial and _is_idle(manifest):
        key = manifest.fields["spec"][0]
        yield at_node(MISSING_FIELD, key, "the Ingress has no rules and no defaultBackend", "Add `rules:`.")


def _is_idle(manifest: Manifest) -> bool:
    """Whether there is a spec that sends requests nowhere; of one with other fields the schema speaks."""
    fields = manifest.spec
    rules = fields["rules"][1] if "rules" in fields else None
    known = fields.keys() <= {"ingressClassName", "rules", "tls"}
    none = rules is None or (isinstance(rules, yaml.SequenceNode) and not rules.value)
    return isinstance(manifest.value("spec"), yaml.MappingNode) and known and none


@lint("networking.k8s.io/Ingress")
def backends(manifest: Manifest) -> Iterator[Violation]:
    """The names and ports of the Services that an Ingress sends requests to."""
    for node, _ in ingress_backends(manifest):
        service = manifest.pairs(given(manifest.pairs(node), "service"))
        port = manifest.pairs(given(service, "port"))
        for found in (
            name_violation(given(service, "name"), "service name", LABEL),
            name_violation(given(port, "name"), "port name", PORT_NAME),
        ):
            yield from [found] if found else []
        yield from port_number(given(port, "number"), "port")


def _path(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    node, kind = given(fields, "path"), text(given(fields, "pathType"))
    written = literal(node)
    strict = kind in _STRICT
    if strict and "path" not in fields and fields.keys() <= {"backend", "pathType"} and not manifest.partial:
        message = f"a path of type {kind} has no `path:`"
        yield at_node(MISSING_FIELD, fields["pathType"][1], message, "Write `path: /` for all.")
    if node is None or written is None:
        return
    if not written:
        if strict:
            yield at_node(INVALID_VALUE, node, f"a path of type {kind} is empty", "Write `/` for all.")
    elif not written.startswith("/"):
        yield at_node(
            INVALID_VALUE, node, f"path {quoted(written)} does not start with `/`", "Write `/` first."
        )
    elif strict:
        wrong = [part for part in _NOT_WITHIN if part in written]
        wrong += [part for part in _NOT_AT_END if written.endswith(part)]
        if wrong:
            message = f"path {quoted(written)} may not hold `{wrong[0]}`"
            yield at_node(INVALID_VALUE, node, message, "Write the path that it stands for.")


def _host(node: yaml.Node | None) -> Iterator[Violation]:
    written = literal_name(node)
    if node is None or not written:
        return
    if is_address(written):
        yield at_node(
            INVALID_VALUE,
            node,
            f"host {quoted(written)} is an address, not a name",
            "Leave it out for all hosts.",
        )
        return
    wrong = fault(written.removeprefix("*."), SUBDOMAIN)
    if wrong:
        help_ = "A `*` stands for the first part of a name: `*.example.com`." if "*" in written else None
        message = f"host {quoted(written)} {wrong}"
        yield at_node(INVALID_VALUE, node, message, help_ or SUBDOMAIN.shape)


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
    return Repair(f"Write `{shape}`", (), ((first.start_mark.index, last.end_mark.index, shape),))
