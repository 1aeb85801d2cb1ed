"""A text or number where a mapping is due: which field it may be, or be the value of.

securityContext:
  runAsUser             the key stands there, its value is missing
imagePullSecrets:
  - registry            the items are mappings: `- name: registry`
"""

from __future__ import annotations

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.other_levels import Surroundings
from knotwork.snippets.fields.suggestions import any_of, meant
from knotwork.snippets.fields.wrong_types import FEW, FIELDS_BELOW, TAGS
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.nodes import INTEGER, NULL, STRING, key_of
from knotwork.snippets.yaml.paths import Path
from knotwork.snippets.yaml.scalars import kind_of
from knotwork.snippets.yaml.values import items, value_at

_WORD = lazy_regex(r"[A-Za-z][\w./-]*")
_NAME = lazy_regex(r"[A-Za-z][\w.-]*")
_EQUALS = lazy_regex(r"(?P<name>[A-Za-z_][\w.-]*)=(?P<value>[^\s=]{1,60})")
_MOST_ABOVE = 30
"""So many items above one are looked at."""


def text_for_mapping(
    violation: Violation, node: yaml.ScalarNode, schema: Schema, path: Path, here: Surroundings | None
) -> Violation | None:
    """The violation with what the text may be; None: nothing is known. `here`: the mapping around it."""
    if path is None or here is None or schema.type != "object":
        return None
    if violation.help != FIELDS_BELOW and not _EQUALS.fullmatch(node.value):
        return None  # its signs say more
    if isinstance(path[1], int):
        listed = items(value_at(here.node, str(path[0][1]))) if path[0] is not None else []
        return _of_item(violation, node, schema, listed[: path[1]])
    if violation.help != FIELDS_BELOW:
        return None
    help_ = _of_value(node, schema, is_below=_is_below(node, str(path[1]), here))
    return replace(violation, help=help_) if help_ else None


def _of_value(node: yaml.ScalarNode, schema: Schema, *, is_below: bool) -> str:
    """The help for a text that is the value of a field. `is_below`: it stands on the line below its key."""
    if node.start_mark.line != node.end_mark.line:
        return "Write each of its lines as a field: `name: value`." if not schema.fields else ""
    if node.style or not _WORD.fullmatch(node.value):
        return ""
    name = node.value if node.value in schema.fields else meant(node.value, schema.fields)
    where = "" if is_below else " on the line below"
    if name:
        return f"Write `{name}:` and its value{where}."
    if schema.fields or schema.values is None:
        return ""
    return f"Write `{node.value}:` and its value." if is_below else "Write `name: value` on the lines below."


def _is_below(node: yaml.Node, name: str, here: Surroundings) -> bool:
    pairs = here.node.value if here.node is not None else []
    return any(
        value is node and key_of(key) == name and key.end_mark.line < node.start_mark.line
        for key, value in pairs
    )


def _of_item(
    violation: Violation, node: yaml.ScalarNode, schema: Schema, above: list[yaml.Node]
) -> Violation | None:
    """The violation of an item; `above`: those of its list that stand above it."""
    if node.value in schema.fields:
        has_fields = bool(above) and isinstance(above[-1], yaml.MappingNode)
        return replace(violation, help=_of_key(node.value, has_fields=has_fields))
    if key := _open_list(above, schema):
        return replace(violation, help=f"It may be an item of `{key}:` above: indent it deeper.")
    equals = _EQUALS.fullmatch(node.value)
    if equals and {"name", "value"} <= schema.fields.keys():
        value = equals["value"] if kind_of(equals["value"]) == "str" else f'"{equals["value"]}"'
        help_ = f"Write `- name: {equals['name']}`, and `value: {value}` below it."
        return replace(violation, help=help_)
    field = _field_of(node, schema)
    if not field:
        return replace(violation, help=_known(schema)) if schema.fields else None
    is_number = node.tag == INTEGER
    if len(schema.required) > 1 or not (is_number or len(schema.fields) == 1):
        return replace(violation, help=f"Write `- {field}: {node.value}`, and its other fields below it.")
    start = node.start_mark.index
    repair = Repair(f"Write `{field}:`", (), ((start, start, f"{field}: "),))
    return replace(violation, help=f"Write `- {field}: {node.value}`.", repair=repair)


def _of_key(name: str, *, has_fields: bool) -> str:
    if has_fields:
        return f"`{name}` is a field: write `{name}:` without `- `, as the fields of the item above."
    return f"Write `- {name}:` and its value."


def _open_list(above: list[yaml.Node], schema: Schema) -> str:
    """The list of the item above that has no items yet, but for those that stand beside it; empty: none."""
    for item in reversed(above[-_MOST_ABOVE:]):
        if isinstance(item, yaml.ScalarNode):
            known = schema.fields.get(item.value)
            if known is not None and known.type == "array":
                return str(item.value)
            continue
        key, value = item.value[-1] if isinstance(item, yaml.MappingNode) and item.value else (None, None)
        if key is None or value is None or value.tag != NULL:
            return ""
        known = schema.fields.get(key_of(key))
        return key_of(key) if known is not None and known.type == "array" else ""
    return ""


def _field_of(node: yaml.ScalarNode, schema: Schema) -> str:
    """The field of an item that its text or number is for: its name, or the only number that it must have."""
    names = schema.required or tuple(schema.fields)
    fields = schema.fields
    if node.tag == STRING:
        is_named = "name" in names and (schema.required or len(names) == 1) and _NAME.fullmatch(node.value)
        return "name" if is_named and STRING in TAGS[fields["name"].type] else ""
    fitting = [name for name in schema.required if name in fields and fields[name].type == "integer"]
    return fitting[0] if len(fitting) == 1 and node.tag == INTEGER else ""


def _known(schema: Schema) -> str:
    names = [*schema.fields]
    if len(names) <= FEW:
        return f"Each item is a mapping, with the fields {any_of(names, 'and')}."
    first = schema.required[0] if schema.required else names[0]
    return f"Each item is a mapping: begin it with a field, such as `- {first}:`."
