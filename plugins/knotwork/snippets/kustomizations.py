"""The files that a kustomization beside them lists: kustomize fills in namespaces, and some are patches."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml

from knotwork.model.note import Fence
from knotwork.snippets.fences import is_yaml
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.values import is_true, items, text, value_at

_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


Label = tuple[str, str]
"""A key and its value."""


class Kustomized(NamedTuple):
    """The paths of files that kustomizations name; their folders are those of the blocks' titles."""

    resources: frozenset[str]
    patches: frozenset[str]
    labels: Mapping[str, frozenset[Label]]
    """By path, the labels that pods and selectors get."""


def kustomized(fences: Sequence[Fence]) -> Kustomized:
    """The files that the kustomizations in blocks name."""
    resources = frozenset(path for fence in fences for path in _paths(fence, _resources))
    patches = frozenset(path for fence in fences for path in _paths(fence, _patches))
    labels: dict[str, frozenset[Label]] = {}
    for fence in fences if resources else ():
        given = frozenset(_labels(fence))
        for path in _paths(fence, _resources) if given else ():
            labels[path] = labels.get(path, frozenset()) | given
    return Kustomized(resources, patches, labels)


def _labels(fence: Fence) -> Iterator[Label]:
    """The labels that a kustomization gives to the templates of pods."""
    if not _is_kustomization(fence):
        return
    for document in composed(fence.text).documents:
        root = document.root
        given = [value_at(root, "commonLabels")]
        for entry in items(value_at(root, "labels")):
            if any(is_true(value_at(entry, name)) for name in ("includeTemplates", "includeSelectors")):
                given.append(value_at(entry, "pairs"))
        for node in given:
            for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
                if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
                    yield key.value, value.value


def _is_kustomization(fence: Fence) -> bool:
    title = fence.options.get("title", "")
    return title.endswith(_NAMES) and posixpath.basename(title) in _NAMES and is_yaml(fence)


def _paths(fence: Fence, of: Callable[[yaml.Node | None], Iterable[yaml.Node | None]]) -> Iterator[str]:
    if not _is_kustomization(fence):
        return
    title = fence.options["title"]
    for document in composed(fence.text).documents:
        for path in map(text, of(document.root)):
            if path and "\n" not in path:
                yield posixpath.normpath(posixpath.join(posixpath.dirname(title), path))


def _resources(root: yaml.Node | None) -> Iterable[yaml.Node | None]:
    return items(value_at(root, "resources"))


def _patches(root: yaml.Node | None) -> Iterable[yaml.Node | None]:
    named = (*items(value_at(root, "patches")), *items(value_at(root, "patchesJson6902")))
    return [*items(value_at(root, "patchesStrategicMerge")), *(value_at(patch, "path") for patch in named)]
