"""The files that a kustomization beside them lists: kustomize fills in namespaces in these."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from knotwork.model.note import Fence
from knotwork.snippets.fences import is_yaml
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.values import items, text, value_at

_NAMES = frozenset(("kustomization.yaml", "kustomization.yml", "Kustomization"))


def kustomized_files(fences: Iterable[Fence]) -> frozenset[str]:
    """The paths of the files that kustomizations list; their folders are those of the blocks' titles."""
    return frozenset(path for fence in fences if _is_kustomization(fence) for path in _listed(fence))


def _is_kustomization(fence: Fence) -> bool:
    return posixpath.basename(fence.options.get("title", "")) in _NAMES and is_yaml(fence)


def _listed(fence: Fence) -> Iterator[str]:
    folder = posixpath.dirname(fence.options["title"])
    for document in composed(fence.text).documents:
        for path in map(text, items(value_at(document.root, "resources"))):
            if path:
                yield posixpath.normpath(posixpath.join(folder, path))
