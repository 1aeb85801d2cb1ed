"""The versions in which webhooks take what they review: at least one that the API server knows."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import named_once
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, literal

_ADMISSION = "admissionregistration.k8s.io"
_KNOWN = frozenset(("v1", "v1beta1"))


@lint(f"{_ADMISSION}/ValidatingWebhookConfiguration", f"{_ADMISSION}/MutatingWebhookConfiguration")
def admission_reviews(manifest: Manifest) -> Iterator[Violation]:
    """The versions of AdmissionReview."""
    for node, _ in nodes_at(manifest, "webhooks[].admissionReviewVersions"):
        yield from _known(node)


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=("conversionReviewVersions",))
def conversion_reviews(manifest: Manifest) -> Iterator[Violation]:
    """The versions of ConversionReview."""
    for node, _ in nodes_at(manifest, "spec.conversion.webhook.conversionReviewVersions"):
        yield from _known(node)


def _known(node: yaml.Node) -> Iterator[Violation]:
    versions = [literal(item) for item in items(node)]
    if versions and None not in versions and _KNOWN.isdisjoint(versions):
        message = invalid(items(node)[0], "must include at least one of v1, v1beta1")
        yield at_node(INVALID_VALUE, items(node)[0], message, "Write `[v1]`.")
    yield from named_once(items(node))
