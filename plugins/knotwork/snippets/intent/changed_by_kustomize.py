"""What a patch or a replacement of a kustomization sets in a file that it lists, and names that it writes.

The file as it stands lacks the field, or has another value; what is applied is what kustomize makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.identity import identity
from knotwork.snippets.kustomize_changes import NO_CHANGES, Changes, Patch
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.violation import Violation, as_info, severity, unquoted
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.locate import path_at
from knotwork.snippets.yaml.nodes import NULL, key_of
from knotwork.snippets.yaml.paths import Path, shown
from knotwork.snippets.yaml.values import items, text, value_at

_NAMED = lazy_regex(r"([A-Za-z][\w.-]*(?:\[[^\]\n]+\]|\.[\w-]+)*): ")
"""How a message begins that has the path itself."""
_IDENTITY = frozenset(("apiVersion", "kind", "metadata.name", "metadata.namespace"))
"""The fields by which a patch says what it is for."""
_KEYS = (
    "name",
    "mountPath",
    "containerPort",
    "port",
    "key",
    "ip",
    "topologyKey",
    "devicePath",
    "uid",
    "type",
)
"""The fields by which items of lists are merged."""
_WITHOUT_AFFIX = frozenset(("Namespace", "CustomResourceDefinition", "APIService"))
_NAME = lazy_regex(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_STEP = lazy_regex(r"((?:[^.\\]|\\.)+)(?:\.|\Z)")
_BY_PATCH = "A patch of the kustomization that lists the file sets it."
_BY_NAME = "The kustomization that lists the file writes another name."
_AS_TEXT = (
    "kustomize, which lists the file, writes it as a text. Quote it, and it is one for kubectl as well."
)


class _Set(NamedTuple):
    """The paths that a patch writes or removes in an object."""

    written: frozenset[str]
    removed: frozenset[str]


def changed_by_kustomize(
    violations: Sequence[Violation], root: yaml.Node | None, text_: str, changes: Changes
) -> list[Violation]:
    """The violations of a document; as infos those of what kustomize changes.

    `text_`: that of their offsets.
    """
    if changes == NO_CHANGES or all(severity(violation) == "info" for violation in violations):
        return [*violations]
    _, kind, name, _ = identity(root)
    patches = [patch for patch in changes.patches if _is_for(patch, kind or "", name or "")]
    sets = [_set_by(patch, root, kind or "", name or "") for patch in patches]
    kept: list[Violation] = []
    for violation in violations:
        path = _path(violation, root)
        why = ""
        if severity(violation) != "info" and violation.rule.family != "yaml":
            if any(_is_set(violation, path, one) for one in sets):
                why = _BY_PATCH
            elif violation.rule is INVALID_NAME and _is_renamed(
                path, unquoted(violation, text_), kind or "", changes
            ):
                why = _BY_NAME
        kept.append(_as_info(violation, why) if why else violation)
    return kept


def _as_info(violation: Violation, why: str) -> Violation:
    message = violation.message.partition(": did you mean")[0]
    return replace(as_info(violation), message=message, help=why, meant="")


def annotations_as_texts(violations: Sequence[Violation], annotations: frozenset[int]) -> list[Violation]:
    """The violations of a listed file; as infos those of annotations, which kustomize writes as texts.

    `annotations`: the offsets of their values.
    """
    return [
        replace(as_info(violation), help=_AS_TEXT)
        if violation.rule is WRONG_TYPE and violation.start in annotations and severity(violation) != "info"
        else violation
        for violation in violations
    ]


def _path(violation: Violation, root: yaml.Node | None) -> str:
    if violation.missing or violation.path:
        return violation.missing or violation.path or ""
    if violation.path is not None and (named := _NAMED.match(violation.message)) is not None:
        return named[1]
    return path_at(root, violation.start, violation.end)


def _is_renamed(path: str, written: str, kind: str, changes: Changes) -> bool:
    """Whether a kustomization writes another name in place of one, or one with what was wrong at its ends."""
    if path == "metadata.namespace":
        return changes.namespace or changes.transformers
    if path != "metadata.name":
        return False
    if changes.transformers or (kind == "Namespace" and changes.namespace):
        return True
    return kind not in _WITHOUT_AFFIX and any(
        _NAME.fullmatch(f"{prefix}{written}{suffix}") for prefix, suffix in changes.affixes
    )


def _is_for(patch: Patch, kind: str, name: str) -> bool:
    """Whether the target of a patch may be an object; without one, the patch itself says so."""
    return _matches(patch.kind, kind) and _matches(patch.name, name)


@lru_cache(maxsize=256)
def _matches(pattern: str, written: str) -> bool:
    try:
        return not pattern or re.fullmatch(pattern, written) is not None
    except re.error:
        return pattern == written


def _is_set(violation: Violation, path: str, by: _Set) -> bool:
    if not path:
        return False
    lacks = bool(violation.missing) or "Required value" in violation.message
    if any(
        _is_at_or_below(path, written) or (lacks and _is_at_or_below(written, path)) for written in by.written
    ):
        return True
    return not lacks and any(_is_at_or_below(path, removed) for removed in by.removed)


def _is_at_or_below(path: str, other: str) -> bool:
    return path.startswith(other) and path[len(other) : len(other) + 1] in ("", ".", "[")


# -- what a patch writes


def _set_by(patch: Patch, root: yaml.Node | None, kind: str, name: str) -> _Set:
    written: set[str] = set()
    removed: set[str] = set()
    for field in patch.fields:
        written.add(_replaced(field, root))
    for document in _documents(patch.text):
        if isinstance(document, yaml.SequenceNode):
            _operations(document, written, removed)
        elif patch.kind or patch.name or _names(document, kind, name):
            for path, value in _merged(document, root):
                if path not in _IDENTITY:
                    (removed if value.tag == NULL else written).add(path)
    return _Set(frozenset(written), frozenset(removed))


@lru_cache(maxsize=32)
def _documents(written: str) -> tuple[yaml.Node, ...]:
    return tuple(document.root for document in composed(written).documents if document.root is not None)


def _names(document: yaml.Node, kind: str, name: str) -> bool:
    own = identity(document)
    return own.kind == kind and own.name == name


def _operations(operations: yaml.SequenceNode, written: set[str], removed: set[str]) -> None:
    """What the operations of a JSON patch write and remove."""
    for operation in operations.value:
        pointer = text(value_at(operation, "path")) or ""
        path = _of_pointer(pointer)
        if text(value_at(operation, "op")) == "remove":
            removed.add(path)
        elif path and not pointer.endswith("/-"):
            written.add(path)
        if text(value_at(operation, "op")) == "move":
            removed.add(_of_pointer(text(value_at(operation, "from")) or ""))


def _of_pointer(pointer: str) -> str:
    path: Path = None
    for part in pointer.split("/")[1:]:
        step = part.replace("~1", "/").replace("~0", "~")
        path = (path, int(step) if step.isdecimal() else step)
    return shown(path)


def _merged(patch: yaml.Node, base: yaml.Node | None, path: Path = None) -> Iterator[tuple[str, yaml.Node]]:
    """The paths that a patch sets, with what it sets there; items of lists are found by their names."""
    if isinstance(patch, yaml.MappingNode):
        for key, value in patch.value:
            name = key_of(key)
            if name == "$patch":
                yield shown(path), value
            elif not name.startswith("$"):
                yield from _merged(value, value_at(base, name), (path, name))
    elif isinstance(patch, yaml.SequenceNode) and any(
        isinstance(item, yaml.MappingNode) for item in patch.value
    ):
        for item in patch.value:
            index = _same_item(item, items(base))
            if index is not None:
                yield from _merged(item, items(base)[index], (path, index))
            elif not items(base):
                yield shown(path), item
    elif path is not None:
        yield shown(path), patch


def _same_item(item: yaml.Node, others: Sequence[yaml.Node]) -> int | None:
    """The index of the item of a list that a patch means."""
    for key in _KEYS:
        written = _written(value_at(item, key))
        if written:
            return next(
                (index for index, other in enumerate(others) if _written(value_at(other, key)) == written),
                None,
            )
    return None


def _written(node: yaml.Node | None) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def _replaced(field: str, root: yaml.Node | None) -> str:
    """The path of a field that a replacement writes: `containers.[name=web].image`."""
    path: Path = None
    node = root
    for step in _steps(field):
        if step.startswith("[") and "=" in step:
            key, _, value = step.strip("[]").partition("=")
            same = [index for index, item in enumerate(items(node)) if _written(value_at(item, key)) == value]
            if not same:
                break
            path, node = (path, same[0]), items(node)[same[0]]
        elif step == "*":
            break
        elif step.isdecimal() and items(node):
            path = (path, int(step))
            node = dict(enumerate(items(node))).get(int(step))
        else:
            path, node = (path, step), value_at(node, step)
    return shown(path)


def _steps(field: str) -> Iterable[str]:
    return (step[1].replace("\\.", ".") for step in _STEP.finditer(field))
