"""Ingresses: their hosts and paths, and the Services they send requests to."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.addresses import is_address
from knotwork.snippets.fields.api_errors import REQUIRED, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.forms import LABEL, PORT_NAME, SUBDOMAIN, checked_name, fault, port_word
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ingress_backends
from knotwork.snippets.lints.ports import port_number
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_null, items, literal, literal_name, text

_STRICT = ("Exact", "Prefix")
_NOT_WITHIN = ("//", "/./", "/../", "%2f", "%2F")
_NOT_AT_END = ("/..", "/.")


@lint("networking.k8s.io/IngressClass")
def controller(manifest: Manifest) -> Iterator[Violation]:
    """What serves the Ingresses of a class: a path with a domain before it."""
    node = given(manifest.spec, "controller")
    written = literal(node)
    domain, _, path = (written or "").partition("/")
    valid = path and SUBDOMAIN.fits(domain) and not any(map(str.isspace, path))
    if node is not None and written and not valid:
        message = invalid(node, "must be a domain-prefixed path (such as 'acme.io/foo')")
        yield at_node(INVALID_VALUE, node, message, "The documentation of the controller says which.")


@lint("networking.k8s.io/Ingress")
def paths(manifest: Manifest) -> Iterator[Violation]:
    """The hosts and paths of an Ingress, and that there is something to do."""
    for rule in manifest.maps(given(manifest.spec, "rules")):
        yield from _host(given(rule, "host"))
        listed = given(manifest.pairs(given(rule, "http")), "paths")
        if isinstance(listed, yaml.SequenceNode) and not listed.value and not manifest.partial:
            yield at_node(MISSING_FIELD, listed, REQUIRED, "Write one: `path: /`.")
        for path in manifest.maps(listed):
            yield from _path(manifest, path)
    for certificate in manifest.maps(given(manifest.spec, "tls")):
        for host in items(given(certificate, "hosts")):
            yield from _host(host)
    if not manifest.partial and _is_idle(manifest):
        key = manifest.fields["spec"][0]
        yield at_node(
            MISSING_FIELD,
            key,
            f"{REQUIRED}: either `defaultBackend` or `rules` must be specified",
            "Add `rules:`.",
        )


def _is_idle(manifest: Manifest) -> bool:
    """Whether there is a spec that sends requests nowhere; the schema check reports one with other fields."""
    fields = manifest.spec
    rules = fields["rules"][1] if "rules" in fields else None
    known = fields.keys() <= known_fields("io.k8s.api.networking.v1.IngressSpec") - {"defaultBackend"}
    none = rules is None or is_null(rules) or (isinstance(rules, yaml.SequenceNode) and not rules.value)
    return isinstance(manifest.value("spec"), yaml.MappingNode) and known and none


@lint("networking.k8s.io/Ingress")
def backends(manifest: Manifest) -> Iterator[Violation]:
    """The names and ports of the Services that an Ingress sends requests to."""
    for node, _ in ingress_backends(manifest):
        service = manifest.pairs(given(manifest.pairs(node), "service"))
        port = manifest.pairs(given(service, "port"))
        yield from checked_name(given(service, "name"), LABEL)
        name, port_of = given(port, "name"), given(port, "number")
        if text(name) != "" or port_of is None:  # beside the other, an empty one or 0 is none
            yield from (_or_number(own, name) for own in checked_name(name, PORT_NAME, read=port_word))
        yield from port_number(port_of, least=0 if text(name) else 1)


def _or_number(violation: Violation, name: yaml.Node | None) -> Violation:
    """The violation of the name of a port; of one in digits with what they are."""
    written = text(name) or ""
    if not (written.isascii() and written.isdecimal()):
        return violation
    return replace(violation, help=f"Write `number: {written}`: a name has a letter.", repair=None)


def _path(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    node, kind = given(fields, "path"), text(given(fields, "pathType"))
    written = literal(node)
    strict = kind in _STRICT
    if strict and "path" not in fields and fields.keys() <= {"backend", "pathType"} and not manifest.partial:
        message = f"{REQUIRED}: `path` must be specified for path type {kind}"
        yield at_node(MISSING_FIELD, fields["pathType"][1], message, "Write `path: /` for all.")
    if node is None or written is None:
        return
    if not written:
        if strict:
            yield at_node(
                INVALID_VALUE, node, invalid(node, "must be an absolute path"), "Write `/` for all."
            )
    elif not written.startswith("/") and not (written.isupper() and written.isidentifier()):  # `PATH`
        yield at_node(INVALID_VALUE, node, invalid(node, "must be an absolute path"), "Write `/` first.")
    elif strict:
        wrong = [part for part in _NOT_WITHIN if part in written]
        wrong += [part for part in _NOT_AT_END if written.endswith(part)]
        if wrong:
            message = invalid(node, f"must not contain '{wrong[0]}'")
            yield at_node(INVALID_VALUE, node, message, "Write the path without it.")


def _host(node: yaml.Node | None) -> Iterator[Violation]:
    written = literal_name(node)
    if node is None or not written:
        return
    if is_address(written):
        yield at_node(
            INVALID_VALUE,
            node,
            invalid(node, "must be a DNS name, not an IP address"),
            "Leave it out for all hosts.",
        )
        return
    wrong = fault(written.removeprefix("*."), SUBDOMAIN)
    if wrong:
        help_ = "A `*` stands for the first part of a name: `*.example.com`." if "*" in written else None
        message = invalid(node, wrong)
        yield at_node(INVALID_VALUE, node, message, help_ or SUBDOMAIN.shape)
