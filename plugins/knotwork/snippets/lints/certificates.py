"""Requests for certificates, and bundles of those that are trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.encoded_texts import unpacked
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import named_once
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, literal

_PEM, _REQUEST = "-----BEGIN ", "-----BEGIN CERTIFICATE REQUEST-----"
_LEGACY = "kubernetes.io/legacy-unknown"
_STAND_IN = re.compile(r"\W*[\w .:-]{0,20}\W*")
"""A few words in base64, which stand for a request."""


@lint("certificates.k8s.io/CertificateSigningRequest")
def certificate_requests(manifest: Manifest) -> Iterator[Violation]:
    """What is to be signed is a request, not a certificate or a key; by whom, and what for."""
    node = given(manifest.spec, "request")
    inside = unpacked(literal(node))
    if node is not None and inside and not inside.lstrip().startswith(_REQUEST):
        twice = (unpacked(inside) or "").startswith(_PEM)
        message = invalid(node, "PEM block type must be CERTIFICATE REQUEST")
        help_ = "It is base64 of base64: encode it once." if twice else "Encode the .csr file: `base64 -w0`."
        wrong = at_node(INVALID_VALUE, node, message, help_)
        if not (inside.startswith(_PEM) or twice) and _STAND_IN.fullmatch(inside):
            wrong = replace(wrong, message=f"{message}; it is taken for a placeholder", severity="info")
        yield wrong
    signer = given(manifest.spec, "signerName")
    if signer is not None and literal(signer) == _LEGACY:
        message = invalid(signer, "the legacy signerName is not allowed via this API version")
        yield at_node(
            INVALID_VALUE,
            signer,
            message,
            "Name another signer, such as `kubernetes.io/kube-apiserver-client`.",
        )
    yield from named_once(items(given(manifest.spec, "usages")))


@lint("certificates.k8s.io/ClusterTrustBundle")
def trust_bundles(manifest: Manifest) -> Iterator[Violation]:
    """The name of a bundle begins with that of its signer, if it has one."""
    node = given(manifest.metadata, "name")
    name, signer = literal(node), literal(given(manifest.spec, "signerName"))
    if node is None or not name or manifest.partial:
        return
    prefix = (signer or "").replace("/", ":") + ":"
    if signer and not name.startswith(prefix):
        message = invalid(
            node, f"ClusterTrustBundle for signerName {signer} must be named with prefix {prefix}"
        )
        yield at_node(INVALID_NAME, node, message, f"Write `{prefix}{name.rpartition(':')[2]}`.")
    elif "signerName" not in manifest.spec and ":" in name:
        message = invalid(node, "ClusterTrustBundle without signer name must not have `:` in its name")
        yield at_node(INVALID_NAME, node, message, "Add `spec.signerName`, or write a name without `:`.")
