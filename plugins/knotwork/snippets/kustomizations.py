"""The files that a kustomization beside them lists: kustomize fills in namespaces, and some are patches."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import yaml

from knotwork.model.note import Fence
from knotwork.snippets.fences import is_yaml
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.values import items, text, value_at

_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


class Kustomized(NamedTuple):
    """The paths of files that kustomizations name; their folders are those of the blocks' titles."""

    resources: frozenset[str]
    patches: frozenset[str]


def kustomized(fences: Sequence[Fence]) -> Kustomized:
    """The files that the kustomizations in blocks name."""
    resources = frozenset(path for fence in fences for path in _paths(fence, _resources))
    return Kustomized(resources, frozenset(path for fence in fences for path in _paths(fence, _patches)))


def _paths(fence: Fence, of: Callable[[yaml.Node | None], Iterable[yaml.Node | None]]) -> Iterator[str]:
    title = fence.options.get("title", "")
    if not title.endswith(_NAMES) or posixpath.basename(title) not in _NAMES or not is_yaml(fence):
        return
    for document in composed(fence.text).documents:
        for path in map(text, of(document.root)):
            if path and "\n" not in path:
                yield posixpath.normpath(posixpath.join(posixpath.dirname(title), path))


def _resources(root: yaml.Node | None) -> Iterable[yaml.Node | None]:
    return items(value_at(root, "resources"))


def _patches(root: yaml.Node | None) -> Iterable[yaml.Node | None]:
    named = (*items(value_at(root, "patches")), *items(value_at(root, "patchesJson6902")))
    return [*items(value_at(root, "patchesStrategicMerge")), *(value_at(patch, "path") for patch in named)]
