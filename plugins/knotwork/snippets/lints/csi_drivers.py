"""What CSIDrivers say of the tokens of pods."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
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
