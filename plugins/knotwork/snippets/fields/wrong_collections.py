"""A list or mapping where none is due: what may be meant, in the order in which it is tried."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.of_server import OF_SERVER
from knotwork.snippets.fields.other_levels import ALREADY, Surroundings, above, is_of_many_things
from knotwork.snippets.fields.suggestions import any_of, written_instead
from knotwork.snippets.fields.texts_for_mappings import text_for_mapping
from knotwork.snippets.fields.value_changes import (
    AS_EACH,
    AS_FIELDS,
    AS_ITEM,
    AS_NAMED_ITEMS,
    AS_PAIRS,
    AS_VALUES,
    ONLY_ITEM,
    UNDER,
)
from knotwork.snippets.fields.wrong_types import FEW, ITEMS, TAGS, of_items, type_in_words, wrong_type
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.paths import Path
from knotwork.snippets.yaml.placeholders import is_placeholder_node
from knotwork.snippets.yaml.values import value_at

_WORD = lazy_regex(r"[a-z]+(?:-[a-z]+)+")
"""What may as well be the value: `[my-app]`, not `[image name]`."""
_NO_PLACEHOLDER = "If it is the value, remove the brackets; a placeholder reads best as `<name>`."
_ELSEWHERE = "It takes one value. If what stands here belongs elsewhere, check its indentation."
_NO_FIELDS = "It is a mapping: write `{}` where it has none."
_NONE = "Write `[]` where it has none, or begin each of its items with `- `."
_OF_SERVER = "The API server writes `{}` into metadata: remove it{}."
_MOST_LISTS = 4
_PAIR = {"name": "number", "number": "name"}
"""Two fields of one thing, of which one is given: the port of a backend."""
_Accounts = Iterator[tuple[str, str]]
"""Changes, each with the help that describes it."""


def wrong_collection(
    node: yaml.Node, schema: Schema, path: Path, key: yaml.Node | None, here: Surroundings | None
) -> Iterator[Violation]:
    """The violation for a list or mapping where none is due; an info where its word may be a placeholder.

    `here`: the mapping whose field it is.
    """
    # names of capabilities are in capitals, as placeholders are
    if schema.name == "Capabilities" or not is_placeholder_node(node, for_one_value=True):
        yield _with_accounts(wrong_type(node, schema, path, key), node, schema, key, here)
    elif isinstance(node, yaml.SequenceNode) and _WORD.fullmatch(str(node.value[0].value)):
        violation = wrong_type(node, schema, path, key)
        message = f"{violation.message}; it is taken for a placeholder"
        yield replace(violation, message=message, help=_NO_PLACEHOLDER, severity="info", repair=None)


def wrong_scalar(
    node: yaml.ScalarNode, schema: Schema, path: Path, key: yaml.Node | None, here: Surroundings | None
) -> Violation:
    """The violation for a text, number or boolean of another type: an entry of a map may be a field above it.

    `here`: the mapping whose field it is.
    """
    violation = wrong_type(node, schema, path, key)
    violation = text_for_mapping(violation, node, schema, path, here) or violation
    name = key_of(key) if key is not None else ""
    if here is not None and (other := _other_of_pair(name, node, here)):
        help_ = f"Write `{other}: {node.value}`: `{name}` takes {type_in_words(schema)}."
        return replace(violation, help=help_, repair=written_instead(key, other) if key is not None else None)
    if here is None or not name or name in here.schema.fields or is_of_many_things(name):
        return violation
    level, place = above(name, node, here)
    if _is_of_server(name, place):
        return replace(violation, help=_OF_SERVER.format(name, ""), repair=None)
    if not level.startswith("belongs") or violation.help is None:
        return violation
    repair = replace(violation.repair, by=()) if violation.repair is not None else None
    return replace(violation, help=f"{violation.help} Or `{name}` {level}.", repair=repair)


def _is_of_server(name: str, place: str) -> bool:
    """Whether a field that belongs in a place is one of metadata that the API server writes."""
    return name in OF_SERVER and place.rpartition(".")[2] == "metadata"


def _other_of_pair(name: str, node: yaml.ScalarNode, here: Surroundings) -> str:
    """The other field of a name and a number of one thing, if the value is one for that."""
    other = _PAIR.get(name, "")
    if other not in here.schema.fields or value_at(here.node, other) is not None:
        return ""
    return other if node.tag in TAGS[here.schema.fields[other].type] else ""


def _with_accounts(
    violation: Violation, node: yaml.Node, schema: Schema, key: yaml.Node | None, here: Surroundings | None
) -> Violation:
    """The violation with what may be meant: an entry of a map may be a field of a level above."""
    if violation.help is not None:  # one that is right in every case
        return violation
    accounts: list[Violation] = []
    name = key_of(key) if key is not None else ""
    if here is not None and name and name not in here.schema.fields:
        level, place = above(name, node, here)
        if _is_of_server(name, place):
            return replace(violation, help=_OF_SERVER.format(name, ", with what is below it"))
        if level.startswith("belongs") and not level.endswith(ALREADY):
            help_ = f"`{name}` {level}: check the indentation."
            accounts.append(replace(violation, help=help_, belongs=f"{place}.{name}" if place else name))
    accounts += [
        replace(violation, change=change, help=help_) for change, help_ in _changes(node, schema, name)
    ]
    neutral = replace(violation, help=_known(node, schema))
    if not accounts:
        return neutral
    first, *others = accounts
    return replace(first, otherwise=(*others, neutral))


def _changes(node: yaml.Node, schema: Schema, name: str) -> _Accounts:
    if isinstance(node, yaml.MappingNode) and schema.type == "array" and node.value:
        first, value = node.value[0]
        yield AS_ITEM, ITEMS
        if len(node.value) > 1:
            yield AS_EACH, f"Begin each of its fields with `- `, as in `- {key_of(first)}:`."
        if isinstance(value, yaml.MappingNode):
            yield AS_NAMED_ITEMS, f"Write each as an item with its name: `- name: {key_of(first)}`."
        elif isinstance(value, yaml.ScalarNode):
            yield AS_VALUES, f"Write each as an item: `- name: {key_of(first)}`, and its `value:` below it."
    elif isinstance(node, yaml.SequenceNode) and schema.type == "object" and node.value:
        if help_ := of_items(node.value):
            yield AS_PAIRS, help_
        if isinstance(node.value[0], yaml.MappingNode):
            yield AS_FIELDS, "Write its fields without `- ` in front of them."
        lists = _lists_for(node.value[0], schema)
        for field in lists if len(lists) <= _MOST_LISTS else ():
            yield f"{UNDER}{field}", f"Write the list under `{field}:`."
    elif isinstance(node, yaml.SequenceNode) and schema.type and _is_one_text(node):
        yield ONLY_ITEM, f"Write `{name}` with one value, without `- `." if name else "Write one value."


def _lists_for(item: yaml.Node, schema: Schema) -> list[str]:
    """The lists of a mapping that may have such an item; where it must have some of them, those."""
    keys = {key_of(key) for key, _ in item.value} if isinstance(item, yaml.MappingNode) else set()
    fitting = [
        field
        for field, below in schema.fields.items()
        if below.type == "array" and (not keys or (below.items and keys <= below.items.fields.keys()))
    ]
    return [field for field in fitting if field in schema.required] or fitting


def _is_one_text(node: yaml.SequenceNode) -> bool:
    return len(node.value) == 1 and isinstance(node.value[0], yaml.ScalarNode)


def _known(node: yaml.Node, schema: Schema) -> str | None:
    """The help that names nothing but what the schema says of such a value."""
    if schema.type == "array" and isinstance(node, yaml.MappingNode):
        if not node.value:
            return _NONE
        fields = [*schema.items.fields] if schema.items is not None else []
        listed = f", and may have {any_of(fields, 'and')}" if 0 < len(fields) <= FEW else ""
        return f"It is a list: each of its items begins with `- `{listed}."
    if schema.type == "object":
        if isinstance(node, yaml.SequenceNode) and not node.value:
            return _NO_FIELDS
        if 0 < len(schema.fields) <= FEW:
            return f"It has the fields {', '.join(schema.fields)}."
        if not schema.fields and schema.values is not None and schema.values.type == "string":
            return "It is a mapping of names and values: write `name: value`, without `- `."
        return (
            "It is a mapping: its fields stand below it, indented, without `- `." if schema.fields else None
        )
    if schema.language:
        below = "that text" if schema.language == "JSON" else "the lines as they are, indented"
        known = f"Its description speaks of {schema.language}: it is a text."
        return f"{known} Write `|` behind its key, and {below} below."
    return _ELSEWHERE if schema.type else None
