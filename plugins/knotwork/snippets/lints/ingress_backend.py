"""Backends of an Ingress as they were written before 2021."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.lints.fields import given, place
from knotwork.snippets.lints.forms import LABEL, fault
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ingress_backends
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Repair, Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_mask
from knotwork.snippets.yaml.values import number, text

INGRESS_BACKEND = snippet_rule(
    "ingress-backend",
    "error",
    "manifests",
    """
    An Ingress uses `serviceName` and `servicePort`, which `networking.k8s.io/v1` no longer has.

    The API server rejects these fields as unknown. Tutorials from before 2021 use them; now `service` is a
    mapping, and each path has a `pathType`.

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

_FILLED_IN = "…"
_MASK = lazy_regex(r"x{5,}")
"""What stands in place of braces within a value."""
_OLD = ("serviceName", "servicePort")


@lint("networking.k8s.io/Ingress")
def ingress_backend(manifest: Manifest) -> Iterator[Violation]:
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
        message = f"networking.k8s.io/v1 has `service` in place of {written}"
        violation = at_node(INGRESS_BACKEND, keys[0], message, f"Write `{shape}`.")
        related = tuple(place(key, "its port") for key in keys[1:])
        yield replace(violation, related=related, repair=_repair(fields, shape))


def without_explained(violations: Iterable[Violation]) -> list[Violation]:
    """The violations without those of fields that an old backend explains."""
    violations = list(violations)
    old = [violation for violation in violations if violation.rule is INGRESS_BACKEND]
    explained = {
        start for backend in old for start in (backend.start, *(place[0] for place in backend.related))
    }
    return [
        violation
        for violation in violations
        if violation.rule is not UNKNOWN_FIELD or violation.start not in explained
    ]


def new_backend(violation: Violation) -> str:
    """The backend as it is written today, for a violation of this rule."""
    return (violation.help or "``").split("`")[1]


def _shape(fields: Fields) -> str:
    """The backend as it is written today."""
    name = _written(given(fields, "serviceName")) or "NAME"
    node = given(fields, "servicePort")
    if number(node) is not None:
        return f"service: {{name: {name}, port: {{number: {number(node)}}}}}"
    port = _written(node) or "PORT"
    kind = "number or name" if port == _FILLED_IN else "name"
    return f"service: {{name: {name}, port: {{{kind}: {port}}}}}"


def _written(node: yaml.Node | None) -> str | None:
    """The text of a value; dots for one that a template fills in, or for such a part of it."""
    value = text(node)
    return value and (_FILLED_IN if is_mask(value) else _MASK.sub(_FILLED_IN, value))


def _repair(fields: Fields, shape: str) -> Repair | None:
    """Both fields, where one stands right behind the other, as one. Comments on these lines are lost."""
    name = text(given(fields, "serviceName"))
    if (
        fields.keys() != set(_OLD)
        or name is None
        or fault(name, LABEL)
        or "PORT" in shape
        or _FILLED_IN in shape
    ):
        return None
    (first, value), (second, last) = sorted(
        (fields[name] for name in _OLD), key=lambda pair: pair[0].start_mark.index
    )
    between = second.start_mark.line - value.end_mark.line
    if first.start_mark.index >= second.start_mark.index or between > 1:
        return None
    return Repair(f"Write `{shape}`", (), ((first.start_mark.index, last.end_mark.index, shape),))
