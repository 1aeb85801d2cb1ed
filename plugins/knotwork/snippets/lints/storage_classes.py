"""Classes of storage: their parameters, and where in the cluster they make volumes."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import named_once
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items


@lint("storage.k8s.io/StorageClass", "storage.k8s.io/VolumeAttributesClass", fields=("parameters",))
def keys_of_parameters(manifest: Manifest) -> Iterator[Violation]:
    """A parameter has a name."""
    empty = manifest.pairs(manifest.value("parameters")).get("")
    if empty is not None:
        yield at_node(MISSING_FIELD, empty[0], f"{REQUIRED}: field can not be empty", "Name the parameter.")


@lint("storage.k8s.io/StorageClass", fields=("allowedTopologies",))
def topologies(manifest: Manifest) -> Iterator[Violation]:
    """A term names a key once, and each of its values once."""
    for term in manifest.maps(manifest.value("allowedTopologies")):
        expressions = manifest.maps(given(term, "matchLabelExpressions"))
        yield from named_once(given(expression, "key") for expression in expressions)
        for expression in expressions:
            yield from named_once(items(given(expression, "values")))
