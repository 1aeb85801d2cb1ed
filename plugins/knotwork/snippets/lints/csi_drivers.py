"""What CSIDrivers say of the tokens of pods."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items

_FIELD = "serviceAccountTokenInSecrets"


@lint("storage.k8s.io/CSIDriver", fields=(_FIELD,))
def tokens_in_secrets(manifest: Manifest) -> Iterator[Violation]:
    """Where tokens are, when there are some."""
    node = given(manifest.spec, _FIELD)
    if node is not None and not items(given(manifest.spec, "tokenRequests")) and not manifest.partial:
        message = invalid(node, f"{_FIELD} is set but no tokenRequests are specified")
        yield at_node(INVALID_VALUE, node, message, "Add the `tokenRequests`, or remove it.")


@lint("storage.k8s.io/CSIDriver", fields=("tokenRequests",))
def tokens_in_attributes(manifest: Manifest) -> Iterator[Violation]:
    """Tokens are in the attributes of volumes, which drivers log, unless it is said where they are."""
    node = given(manifest.spec, "tokenRequests")
    if manifest.since(35) and items(node) and _FIELD not in manifest.spec and not manifest.partial:
        message = f"spec.{_FIELD} is unset: tokens may be logged, as they are in the attributes of volumes"
        help_ = f"Write `{_FIELD}: true`, if the driver supports it."
        yield replace(warning(manifest.spec["tokenRequests"][0], message, help_, since=35), path="")
