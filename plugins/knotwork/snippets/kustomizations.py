"""The files that a kustomization beside them lists: kustomize fills in namespaces, and some are patches."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml

from knotwork.model.note import Fence
from knotwork.snippets.fences import is_yaml
from knotwork.snippets.kustomize_changes import Changes, kustomized_changes
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.values import is_true, items, text, value_at

KUSTOMIZATION_FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


_COMMENTED = re.compile(r"^[ \t]*#[ \t]*-[ \t]+([\w./-]+\.ya?ml)[ \t]*$", re.MULTILINE)
"""A file that is listed in a comment."""
Label = tuple[str, str]
"""A key and its value."""


class Kustomized(NamedTuple):
    """The paths of files that kustomizations name; their folders are those of the blocks' titles."""

    resources: frozenset[str]
    patches: frozenset[str]
    labels: Mapping[str, frozenset[Label]]
    """By path, the labels that pods get."""
    selectors: frozenset[str]
    """The paths of files whose selectors get labels, too: kustomize makes one where there is none."""
    unlisted: Mapping[str, frozenset[Label]]
    """By path, the labels that pods would get if the line that lists their file were no comment."""
    changes: Mapping[str, Changes]
    """By path, what patches and new names change in a file."""


_NOTHING = Kustomized(frozenset(), frozenset(), {}, frozenset(), {}, {})


def kustomized(fences: Sequence[Fence]) -> Kustomized:
    """The files that the kustomizations in blocks name."""
    resources: set[str] = set()
    patches: set[str] = set()
    selectors: set[str] = set()
    labels: dict[str, frozenset[Label]] = {}
    unlisted: dict[str, frozenset[Label]] = {}
    all_roots: dict[str, list[yaml.Node | None]] = {}
    for fence in filter(_is_kustomization, fences):
        roots = [document.root for document in composed(fence.text).documents]
        folder = posixpath.dirname(fence.options["title"])
        all_roots.setdefault(posixpath.normpath(folder), []).extend(roots)
        listed = set(_paths(roots, folder, _resources))
        resources |= listed
        patches.update(_paths(roots, folder, _patches))
        given = frozenset(label for root in roots for label in _labels(root))
        if any(True for root in roots for _ in _labels(root, of_selectors=True)):
            selectors |= listed
        for path in listed if given else ():
            labels[path] = labels.get(path, frozenset()) | given
        for path in _COMMENTED.findall(fence.text) if given else ():
            unlisted[posixpath.normpath(posixpath.join(folder, path))] = given
    if not all_roots:
        return _NOTHING
    texts = {
        posixpath.normpath(title): fence.text
        for fence in (fences if patches else ())
        if (title := fence.options.get("title", "")) and posixpath.normpath(title) in patches
    }
    changes = kustomized_changes(all_roots, texts)
    return Kustomized(
        frozenset(resources), frozenset(patches), labels, frozenset(selectors), unlisted, changes
    )


def _labels(root: yaml.Node | None, *, of_selectors: bool = False) -> Iterator[Label]:
    """The labels that a kustomization gives to the templates of pods; or only those of selectors, too."""
    switches = ("includeSelectors",) if of_selectors else ("includeTemplates", "includeSelectors")
    given = [value_at(root, "commonLabels")]
    for entry in items(value_at(root, "labels")):
        if any(is_true(value_at(entry, name)) for name in switches):
            given.append(value_at(entry, "pairs"))
    for node in given:
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
                yield key.value, value.value


def _is_kustomization(fence: Fence) -> bool:
    title = fence.options.get("title", "")
    return (
        title.endswith(KUSTOMIZATION_FILES)
        and posixpath.basename(title) in KUSTOMIZATION_FILES
        and is_yaml(fence)
    )


def _paths(
    roots: Iterable[yaml.Node | None],
    folder: str,
    of: Callable[[yaml.Node | None], Iterable[yaml.Node | None]],
) -> Iterator[str]:
    for root in roots:
        for path in map(text, of(root)):
            if path and "\n" not in path:
                yield posixpath.normpath(posixpath.join(folder, path))


def _resources(root: yaml.Node | None) -> Iterable[yaml.Node | None]:
    return items(value_at(root, "resources"))


def _patches(root: yaml.Node | None) -> Iterable[yaml.Node | None]:
    named = (*items(value_at(root, "patches")), *items(value_at(root, "patchesJson6902")))
    return [*items(value_at(root, "patchesStrategicMerge")), *(value_at(patch, "path") for patch in named)]
