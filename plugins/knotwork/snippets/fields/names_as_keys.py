"""The name of an item that is written as its key.

env:
  - COLOR:          `- name: COLOR`
    value: red
  - SIZE: big       `- name: SIZE`, and `value: big`
containers:
  - web:            `- name: web`
      image: web:1
"""

from __future__ import annotations

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.other_levels import Surroundings
from knotwork.snippets.fields.unknown_fields import unknown_at
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.nodes import NULL, STRING, key_of
from knotwork.snippets.yaml.paths import shown

_NAME = lazy_regex(r"[A-Za-z][\w.-]*")


def name_as_key(key: yaml.Node, value: yaml.Node, name: str, here: Surroundings) -> Violation | None:
    """The violation of an unknown field that is the name of its item; None: it is none."""
    own = here.schema.fields.get("name")
    if own is None or own.type != "string" or "name" in here.present or not _is_first_of_item(key, here):
        return None
    if key.tag != STRING or not _NAME.fullmatch(name) or _is_field_above(name, here):
        return None
    path = shown((here.path, name))
    message = ": its item has no name"
    others = [key_of(other) for other, _ in (here.node.value if here.node is not None else ())[1:]]
    if value.tag == NULL and value.start_mark.index == value.end_mark.index:
        if not others or not all(other in here.schema.fields for other in others):
            return None
        change = (key.start_mark.index, value.start_mark.index, f"name: {name}")
        violation = unknown_at(key, path, message, f"Write `- name: {name}`.")
        return replace(violation, repair=Repair(f"Write `name: {name}`", (), (change,)))
    if others:
        return None
    help_ = _of_value(name, value, here)
    return unknown_at(key, path, message, help_) if help_ else None


def _of_value(name: str, value: yaml.Node, here: Surroundings) -> str:
    """The help for an item with nothing but its name, and what is below that."""
    if isinstance(value, yaml.ScalarNode):
        if "value" not in here.schema.fields or "name" not in here.schema.required:
            return ""
        written = value.value if value.tag == STRING and not value.style else f'"{value.value}"'
        return f"Write `- name: {name}`, and `value: {written}` below it." if "\n" not in written else ""
    if not isinstance(value, yaml.MappingNode) or not value.value or "name" not in here.schema.required:
        return ""
    inner = [key_of(other) for other, _ in value.value]
    if "name" in inner or not all(other in here.schema.fields for other in inner):
        return ""
    return f"Write `- name: {name}`, and what stands below it in the column of `name`."


def _is_first_of_item(key: yaml.Node, here: Surroundings) -> bool:
    is_item = here.path is not None and isinstance(here.path[1], int)
    return is_item and here.node is not None and here.node.value[0][0] is key


def _is_field_above(name: str, here: Surroundings) -> bool:
    up = here.around
    while up is not None:
        if name in up.schema.fields:
            return True
        up = up.around
    return False
