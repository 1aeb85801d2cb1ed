"""What kustomizations change in the files that they list, themselves or by folders: patches, and names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml

from knotwork.snippets.yaml.values import items, text, text_of, value_at

_OF_NAMES = frozenset(("namespace", "namePrefix", "nameSuffix", "transformers"))
_OF_FIELDS = frozenset(("patches", "patchesStrategicMerge", "patchesJson6902", "replacements"))
_CHANGING = _OF_NAMES | _OF_FIELDS
_LISTING = ("resources", "bases", "components")
_MOST_FOLDERS = 200
"""The most folders below one kustomization."""


class Patch(NamedTuple):
    """A patch as it is written, and the objects that it is for."""

    text: str
    """Empty: one that replacements make of `fields`."""
    kind: str = ""
    """A regular expression, as that of the name; empty for any, or those that the patch itself names."""
    name: str = ""
    fields: tuple[str, ...] = ()
    """The paths that replacements write: `spec.template.spec.containers.[name=web].image`."""


class Changes(NamedTuple):
    """What kustomizations change in one file."""

    patches: tuple[Patch, ...] = ()
    affixes: tuple[tuple[str, str], ...] = ()
    """What is written before and behind names."""
    namespace: bool = False
    """Whether one gives all objects a namespace."""
    transformers: bool = False
    """Whether one has transformers, which may change any name."""


NO_CHANGES = Changes()


def kustomized_changes(
    kustomizations: Mapping[str, Sequence[yaml.Node | None]], texts: Mapping[str, str]
) -> dict[str, Changes]:
    """By the path of a file, what is changed in it.

    `kustomizations`: by folder, their documents. `texts`: those of files by path, for patches in files.
    """
    changed: dict[str, Changes] = {}
    for folder, roots in kustomizations.items():
        below = [*_folders(folder, kustomizations)]
        parts = [*roots, *(root for one in below for root in kustomizations[one] if _is_component(root))]
        own = _changes(folder, parts, texts)
        if own == NO_CHANGES:
            continue
        for path in {path for one in (folder, *below) for path in _listed(one, kustomizations[one])}:
            changed[path] = _both(changed.get(path, NO_CHANGES), own)
    return changed


def _folders(folder: str, kustomizations: Mapping[str, Sequence[yaml.Node | None]]) -> Iterator[str]:
    """The folders with kustomizations that one lists, and those that these list."""
    waiting, seen = [folder], {folder}
    while waiting and len(seen) < _MOST_FOLDERS:
        one = waiting.pop()
        for path in _listed(one, kustomizations[one]):
            if path in kustomizations and path not in seen:
                seen.add(path)
                waiting.append(path)
                yield path


def _listed(folder: str, roots: Iterable[yaml.Node | None]) -> Iterator[str]:
    for root in roots:
        for field in _LISTING:
            for path in map(text, items(value_at(root, field))):
                if path and "\n" not in path:
                    yield _joined(folder, path)


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path)).removeprefix("./")


def _is_component(root: yaml.Node | None) -> bool:
    return text(value_at(root, "kind")) == "Component"


def _both(one: Changes, other: Changes) -> Changes:
    return Changes(
        tuple(dict.fromkeys((*one.patches, *other.patches))),
        tuple(dict.fromkeys((*one.affixes, *other.affixes))),
        one.namespace or other.namespace,
        one.transformers or other.transformers,
    )


def _changes(folder: str, roots: Sequence[yaml.Node | None], texts: Mapping[str, str]) -> Changes:
    kept = [root for root in roots if isinstance(root, yaml.MappingNode) and _changes_something(root)]
    if not kept:
        return NO_CHANGES
    affixes = {
        (text_of(value_at(root, "namePrefix")) or "", text_of(value_at(root, "nameSuffix")) or "")
        for root in kept
    } - {("", "")}
    return Changes(
        tuple(patch for root in kept for patch in _patches(folder, root, texts)),
        tuple(sorted(affixes)),
        any(text_of(value_at(root, "namespace")) for root in kept),
        any(value_at(root, "transformers") is not None for root in kept),
    )


def _changes_something(root: yaml.MappingNode) -> bool:
    return any(key.value in _CHANGING for key, _ in root.value if isinstance(key, yaml.ScalarNode))


def _patches(folder: str, root: yaml.Node, texts: Mapping[str, str]) -> Iterator[Patch]:
    for written in map(text, items(value_at(root, "patchesStrategicMerge"))):
        if written:
            yield Patch(written if "\n" in written else texts.get(_joined(folder, written), ""))
    for entry in (*items(value_at(root, "patches")), *items(value_at(root, "patchesJson6902"))):
        path = text(value_at(entry, "path"))
        target = value_at(entry, "target")
        yield Patch(
            text(value_at(entry, "patch")) or (texts.get(_joined(folder, path), "") if path else ""),
            text(value_at(target, "kind")) or "",
            text(value_at(target, "name")) or "",
        )
    for target in (
        target
        for entry in items(value_at(root, "replacements"))
        for target in items(value_at(entry, "targets"))
    ):
        select = value_at(target, "select")
        fields = tuple(path for path in map(text, items(value_at(target, "fieldPaths"))) if path)
        kind, name = text(value_at(select, "kind")) or "", text(value_at(select, "name")) or ""
        yield Patch("", kind, name, fields)
