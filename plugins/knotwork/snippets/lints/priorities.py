"""PriorityClasses: how important the pods of a class are."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import forbidden
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import number

_HIGHEST = 1_000_000_000


@lint("scheduling.k8s.io/PriorityClass")
def priority(manifest: Manifest) -> Iterator[Violation]:
    """The value of a class: those above are for Kubernetes' own."""
    node = manifest.value("value")
    value = number(node)
    if node is not None and value is not None and value > _HIGHEST and not _is_own(manifest.name):
        message = forbidden(f"maximum allowed value of a user defined priority is {_HIGHEST}")
        yield at_node(INVALID_VALUE, node, message, "Higher values are for the classes of Kubernetes itself.")


def _is_own(name: str | None) -> bool:
    return (name or "").startswith("system-")
