"""Classes of storage: their parameters, and where in the cluster they make volumes."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import duplicate, named_once
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, literal

_OF_TERMS = frozenset(("matchLabelExpressions",))


@lint("storage.k8s.io/StorageClass", "storage.k8s.io/VolumeAttributesClass", fields=("parameters",))
def keys_of_parameters(manifest: Manifest) -> Iterator[Violation]:
    """A parameter has a name."""
    empty = manifest.pairs(manifest.value("parameters")).get("")
    if empty is not None:
        yield at_node(MISSING_FIELD, empty[0], f"{REQUIRED}: field can not be empty", "Name the parameter.")


@lint("storage.k8s.io/StorageClass", fields=("allowedTopologies",))
def topologies(manifest: Manifest) -> Iterator[Violation]:
    """A term says something, names a key once, and each of its values once."""
    first: dict[object, yaml.Node] = {}
    for node in items(manifest.value("allowedTopologies")):
        term = manifest.pairs(node)
        if (
            not items(given(term, "matchLabelExpressions"))
            and term.keys() <= _OF_TERMS
            and not manifest.partial
        ):
            # none would be no duplicate of itself; the API server says so all the same
            message = 'matchLabelExpressions: Duplicate value: "": the term is empty'
            yield at_node(INVALID_VALUE, node, message, "List a key and its values, or remove the term.")
        expressions = manifest.maps(given(term, "matchLabelExpressions"))
        yield from named_once(given(expression, "key") for expression in expressions)
        conditions = {
            (
                literal(given(expression, "key")),
                *sorted(map(str, map(literal, items(given(expression, "values"))))),
            )
            for expression in expressions
        }
        if expressions and first.setdefault(frozenset(conditions), node) is not node:
            yield duplicate(
                node,
                "Duplicate value: the term is there already",
                first[frozenset(conditions)],
                "Remove one.",
            )
        for expression in expressions:
            yield from named_once(items(given(expression, "values")))
