"""The values of a Kustomization that kustomize cannot read, or cannot use.

patches: [a.yaml]                      since kustomize 5 each is a mapping: `- path: a.yaml`
images: [{name: web, newTag: 1.10}]    a number, where a text is due
literals: [a]                          not `name=value`
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.walk import schema_violations
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.schema.kustomization import kustomization_schema
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, key_of
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import items, text, value_at

_PATCHES = ("patches", "patchesJson6902")
_GENERATORS = ("configMapGenerator", "secretGenerator")
_JSON_PATCH = lazy_regex(r"\s*(?:#[^\n]*\n\s*)*(?:-[ \t]+\{?[ \t]*|\[\s*\{\s*)[\"']?(?:op|path)[\"']?[ \t]*:")
_IMAGE = lazy_regex(r"(?P<name>[^\s:@]+):(?P<tag>[^\s:/@]+)")


def kustomize_values(root: yaml.MappingNode, *, whole: bool) -> Iterator[Violation]:
    """The violations of the values of a Kustomization. `whole`: nothing of it is left out."""
    helps = dict(_helps(root))
    for fault in schema_violations(root, kustomization_schema()):
        if fault.rule is EMPTY_FIELD:
            continue
        if fault.rule is WRONG_TYPE and fault.start in helps:
            yield replace(fault, help=helps[fault.start], otherwise=(), change="", repair=None)
        elif fault.rule is not UNKNOWN_FIELD or _name(fault).lower() not in _any_case():
            yield fault
    if whole:
        for name in _PATCHES:
            for index, item in enumerate(items(value_at(root, name))):
                yield from _patch(item, f"{name}[{index}]")
        for name in _GENERATORS:
            for item in items(value_at(root, name)):
                yield from _generator(item)


def _helps(root: yaml.MappingNode) -> Iterator[tuple[int, str]]:
    """By the offset of an item of another type than is due, what to write."""
    for key, value in root.value:
        name = key_of(key)
        if name == "labels" and isinstance(value, yaml.MappingNode):
            yield key.start_mark.index, "Write an item `- pairs:`, and the labels below it."
        for item in items(value):
            if isinstance(item, yaml.ScalarNode) and name in _PATCHES:
                yield item.start_mark.index, _of_file(item)
            elif isinstance(item, yaml.ScalarNode) and name == "replacements":
                yield item.start_mark.index, f"Write `- path: {item.value}`."
            elif isinstance(item, yaml.ScalarNode) and (image := _IMAGE.fullmatch(item.value)):
                if name == "images":
                    help_ = f'Write `- name: {image["name"]}` with `newTag: "{image["tag"]}"` below `name`.'
                    yield item.start_mark.index, help_
            elif isinstance(item, yaml.MappingNode) and (path := _only_path(item)):
                yield item.start_mark.index, f"Write `- {path}`."


def _of_file(item: yaml.ScalarNode) -> str:
    if "\n" in item.value or ": " in item.value:
        return "Write `- patch: |-`, and the text below it."
    return f"Write `- path: {item.value}`: since kustomize 5 an item of it is no plain name of a file."


def _only_path(item: yaml.MappingNode) -> str:
    """The file that is named by the only field of an item."""
    if len(item.value) != 1 or key_of(item.value[0][0]).lower() not in ("path", "file", "name", "url"):
        return ""
    return text(item.value[0][1]) or ""


def _patch(item: yaml.Node, path: str) -> Iterator[Violation]:
    """What an item of `patches` lacks, or has twice."""
    if not isinstance(item, yaml.MappingNode) or not all(_is_readable(pair) for pair in item.value):
        return
    fields = {key_of(key).lower(): (key, value) for key, value in item.value}
    own, file = fields.get("patch"), fields.get("path")
    if own is None and file is None:
        first = item.value[0][0] if item.value else item
        message = f"{path}: {REQUIRED}: one of patch and path"
        help_ = "Write `path:` with a file, or `patch: |-` with the text."
        yield replace(at_node(MISSING_FIELD, first, message, help_), path="")
    elif own is not None and file is not None and text(own[1]) and text(file[1]):
        message = f"{path}: patch and path cannot be set at the same time"
        yield replace(at_node(INVALID_VALUE, file[0], message, "Write only one of them."), path="")
    elif own is not None and "target" not in fields and _JSON_PATCH.match(text(own[1]) or ""):
        message = f"{path}.target: {REQUIRED}: a JSON patch does not name the object that it is for"
        help_ = "Write `target:` with its kind and name."
        yield replace(at_node(MISSING_FIELD, own[0], message, help_), path="")


def _generator(item: yaml.Node) -> Iterator[Violation]:
    """The literals of a generator that are not `name=value`."""
    for literal in items(value_at(item, "literals")):
        written = text(literal)
        if written and is_literal(written) and "=" not in written[1:]:
            message = invalid(literal, "expected key=value")
            yield at_node(INVALID_VALUE, literal, message, "Write the name, `=` and the value.")


def _is_readable(pair: tuple[yaml.Node, yaml.Node]) -> bool:
    """Whether a field is written as it is: not merged, no placeholder."""
    key, value = pair
    if not isinstance(key, yaml.ScalarNode) or value.tag == NULL:
        return False
    return key.value != "<<" and is_literal(key.value)


def _name(fault: Violation) -> str:
    """The name of an unknown field."""
    return fault.path.rpartition(".")[2] if fault.path else ""


@cache
def _any_case() -> frozenset[str]:
    """The names of all fields in lower case: the decoder does not mind it."""
    return frozenset(_names(kustomization_schema()))


def _names(schema: Schema) -> Iterator[str]:
    for name, below in schema.fields.items():
        yield name.lower()
        yield from _names(below)
    if schema.items is not None:
        yield from _names(schema.items)
