"""The items of a list of one kind, such as a `PodList`: kubectl applies each, as those of a `List`."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.lints import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.values import items


def item_violations(manifest: Manifest) -> Iterator[Violation]:
    """What is wrong with the items of a list of one kind, beyond their schema; of other manifests nothing.

    An item that does not state its kind is what the API server answers with: it may be shortened.
    """
    kind = manifest.kind.removesuffix("List")
    if kind in ("", manifest.kind):
        return
    for node in items(manifest.value("items")):
        if isinstance(node, yaml.MappingNode):
            index = FieldIndex(node)
            partial = manifest.partial or "kind" not in index.fields(node)
            yield from lint(
                Manifest(node, index, manifest.api_version, kind, partial, manifest.section, manifest.minor)
            )
