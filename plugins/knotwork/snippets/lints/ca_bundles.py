"""Certificates by which the API server knows a webhook or another API server: PEM, and that in base64."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.invalid_base64 import INVALID_BASE64
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal

_ADMISSION = "admissionregistration.k8s.io"
_PLACES = {
    f"{_ADMISSION}/ValidatingWebhookConfiguration": "webhooks[].clientConfig.caBundle",
    f"{_ADMISSION}/MutatingWebhookConfiguration": "webhooks[].clientConfig.caBundle",
    "apiregistration.k8s.io/APIService": "spec.caBundle",
    "apiextensions.k8s.io/CustomResourceDefinition": "spec.conversion.webhook.clientConfig.caBundle",
}


@lint(*_PLACES, fields=("caBundle",))
def bundles(manifest: Manifest) -> Iterator[Violation]:
    """A bundle that is written as it is. Any other text may stand for one."""
    for node, _ in nodes_at(manifest, _PLACES.get(f"{manifest.group}/{manifest.kind}", "")):
        if (literal(node) or "").lstrip().startswith("-----BEGIN "):
            message = "illegal base64 data: the value is PEM, and not base64"
            yield at_node(INVALID_BASE64, node, message, "Encode it: `base64 < FILE`.")
