"""Huge pages: how many a container may ask for, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import amount, amount_of
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal

_PAGES = "hugepages-"


@lint(PODS, fields=("requests", "limits"))
def huge_pages(manifest: Manifest) -> Iterator[Violation]:
    """The pages of each container and of the pod."""
    for pod in manifest.pods:
        for node in pod.resources:
            fields = manifest.pairs(node)
            amounts = [manifest.pairs(given(fields, name)) for name in ("limits", "requests")]
            pages = [pair for listed in amounts for name, pair in listed.items() if name.startswith(_PAGES)]
            for key, value in pages:
                yield from _pages(key, value)
            if pages and not manifest.partial and not _has_others(amounts):
                key = pages[0][0]
                violation = at_node(
                    INVALID_VALUE,
                    key,
                    forbidden("HugePages require cpu or memory"),
                    "Add `cpu:` or `memory:`, unless a LimitRange of the namespace does.",
                )
                yield replace(violation, severity="warning")


def _has_others(amounts: list[Fields]) -> bool:
    """Whether there is cpu or memory, or a name that may stand for one of them."""
    names = {name for listed in amounts for name in listed}
    return any(not name.startswith(_PAGES) and "/" not in name for name in names)


def _pages(key: yaml.Node, value: yaml.Node) -> Iterator[Violation]:
    """Pages are whole; the name has their size."""
    written = key.value.removeprefix(_PAGES) if isinstance(key, yaml.ScalarNode) else ""
    size, whole = amount(written), amount_of(value)
    if not is_literal(written) or whole is None:
        return
    if not size or size < 0 or whole % size:
        message = invalid(value, f"is not positive integer multiple of {_PAGES}{written}")
        yield at_node(
            INVALID_VALUE, value, message, f"Write a multiple of {written or 'the size of a page'}."
        )
