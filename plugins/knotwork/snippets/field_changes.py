"""Two versions of a manifest compared field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml

from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.nodes import STRING, key_of, pairs, plain
from knotwork.snippets.yaml.paths import written
from knotwork.snippets.yaml.scalars import kind_of

_NAMES = ("name", "mountPath", "containerPort", "port", "key", "host", "path", "ip", "type")
"""The fields that name an item of a list, the first that all items have."""
_LONGEST = 60
"""Characters of a value that are shown."""
_HIDDEN = "…"


class _Item(str):
    """The name of an item of a list, as a step of a path."""

    __slots__ = ()


_Step = str | int


class FieldChange(NamedTuple):
    """A field whose value differs."""

    path: str
    """`spec.containers[web].image`."""
    before: str | None
    """The value in one line of YAML; None: the field was not there."""
    after: str | None

    @property
    def text(self) -> str:
        """`spec.replicas: 2 → 3`."""
        if self.before is None:
            return f"{self.path}: {self.after} is new"
        if self.after is None:
            return f"{self.path}: {self.before} is gone"
        return f"{self.path}: {self.before} → {self.after}"


def field_changes(before: str, after: str) -> tuple[FieldChange, ...] | None:
    """The fields in which two manifests differ, in the order of the later one; None when one cannot be read.

    Spacing, comments, quotes and the order of fields make no difference. The values of a Secret are not
    shown.
    """
    roots = [_root(text) for text in (before, after)]
    if roots[0] is None or roots[1] is None:
        return None
    changes = _compared([], roots[0], roots[1])
    if any(_is_secret(root) for root in roots if root is not None):
        changes = (_without_values(change) for change in changes)
    return tuple(changes)


def _root(text: str) -> yaml.Node | None:
    documents = composed(text).documents
    return documents[0].root if len(documents) == 1 else None


def _compared(path: list[_Step], before: yaml.Node | None, after: yaml.Node | None) -> Iterator[FieldChange]:
    if isinstance(before, yaml.MappingNode) and isinstance(after, yaml.MappingNode):
        yield from _of_parts(path, _fields(before), _fields(after))
    elif isinstance(before, yaml.SequenceNode) and isinstance(after, yaml.SequenceNode):
        name = next((name for name in _NAMES if _names_items(name, before) and _names_items(name, after)), "")
        if name:
            yield from _of_parts(path, _by_name(name, before), _by_name(name, after))
        elif _has_collections(before) or _has_collections(after):
            yield from _of_parts(path, dict(enumerate(before.value)), dict(enumerate(after.value)))
        elif plain(before) != plain(after):
            yield FieldChange(_written(path), _shown(before), _shown(after))
    elif before is None or after is None or _differ(before, after):
        yield FieldChange(_written(path), _shown(before), _shown(after))


def _of_parts(
    path: list[_Step], before: Mapping[_Step, yaml.Node], after: Mapping[_Step, yaml.Node]
) -> Iterator[FieldChange]:
    for step in (*after, *(step for step in before if step not in after)):
        yield from _compared([*path, step], before.get(step), after.get(step))


def _fields(node: yaml.MappingNode) -> dict[_Step, yaml.Node]:
    return {key_of(key): value for key, value in pairs(node)}


def _by_name(name: str, node: yaml.SequenceNode) -> dict[_Step, yaml.Node]:
    return {_Item(_field(name, item).value): item for item in node.value}  # type: ignore[union-attr]


def _names_items(name: str, node: yaml.SequenceNode) -> bool:
    """Whether all items of a list have that field, each with another value."""
    values = [_field(name, item) for item in node.value]
    texts = [value.value for value in values if isinstance(value, yaml.ScalarNode) and value.value]
    return len(set(texts)) == len(values)


def _field(name: str, node: yaml.Node) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _has_collections(node: yaml.SequenceNode) -> bool:
    return any(not isinstance(item, yaml.ScalarNode) for item in node.value)


def _written(path: list[_Step]) -> str:
    """`spec.containers[web].image`."""
    fields: list[list[_Step]] = [[]]
    for step in path:
        if isinstance(step, _Item):
            fields.append([step])
        else:
            fields[-1].append(step)
    parts = [written(fields[0])]
    for item, *below in fields[1:]:
        text = written(below)
        parts.append(f"[{item}]{'' if not text or text.startswith('[') else '.'}{text}")
    return "".join(parts)


def _differ(before: yaml.Node, after: yaml.Node) -> bool:
    values: Sequence[object] = (plain(before), plain(after))
    return type(values[0]) is not type(values[1]) or values[0] != values[1]


def _shown(node: yaml.Node | None) -> str | None:
    """A value in one line."""
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode):
        needs_quotes = node.tag == STRING and (kind_of(node.value) != "str" or "\n" in node.value)
        text = json.dumps(node.value, ensure_ascii=False) if needs_quotes else str(node.value)
        text = text or '""'
    else:
        text = json.dumps(plain(node), ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _is_secret(root: yaml.Node) -> bool:
    kind = _field("kind", root)
    return isinstance(kind, yaml.ScalarNode) and kind.value == "Secret"


def _without_values(change: FieldChange) -> FieldChange:
    if not change.path.startswith(("data", "stringData")):
        return change
    return FieldChange(change.path, change.before and _HIDDEN, change.after and _HIDDEN)
