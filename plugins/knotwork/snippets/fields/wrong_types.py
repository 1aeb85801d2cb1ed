"""A value of the wrong type, with the repair when only quotes are missing or too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import Equivalence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.foreign_nulls import help_for_null
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.schema import Schema, Type
from knotwork.snippets.violation import Repair, Violation, at_node
from knotwork.snippets.yaml.nodes import BOOLEAN, FLOAT, INTEGER, NULL, STRING, TAG, key_of
from knotwork.snippets.yaml.paths import Path, shown
from knotwork.snippets.yaml.scalars import resolved

WRONG_TYPE = snippet_rule(
    "wrong-type",
    "error",
    "fields",
    """
    A value does not have the type of its field.

    The API server cannot decode the manifest: `cannot unmarshal`. Often quotes are missing: `yes`, `on` and
    `y` are booleans for Kubernetes, `1.10` is a number, and every value of a ConfigMap or an environment
    variable must be a string.

    Bad:

    ```yaml {k8s="invalid:wrong-type"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: types
    data:
      DEBUG: yes
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: types
    data:
      DEBUG: "yes"
    ```

    `check --fix` adds or removes quotes where that is enough. A placeholder, such as `<port>` or `$PORT`,
    is valid everywhere.
    """,
    position=8,
    safe_by=(Equivalence.QUOTES,),
)


_ITEM = "An item of a list begins with `- `."
NUMBERS = frozenset((INTEGER, FLOAT))
ITEMS = "Begin each of its items with `- `."
FIELDS_BELOW = "Write its fields on the lines below, indented."
FEW = 8
"""So many fields are listed."""
_STUCK_ITEM = lazy_regex(r"-[A-Za-z]")
_DECIMAL = lazy_regex(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
"""A number that all programs read as the same."""
_FIELD = lazy_regex(
    r"(?P<name>[A-Za-z][A-Za-z0-9_./-]*)"
    r"(?:(?P<colon>:)(?P<space>(?:&nbsp;|&#160;|[\u00a0\u2000-\u200b\u3000\ufeff])*)|[ ]+)"
    r"(?P<value>[^\s/]\S{0,60})"
)
_STUCK_MARK = lazy_regex(r"([A-Za-z][A-Za-z0-9_./-]*):([|>][-+0-9]{0,2})(?:\s|\Z)")
"""A field whose text stands on the lines below, without the space after its colon."""
_EQUALS = lazy_regex(r"(?P<name>[A-Za-z][A-Za-z0-9_-]*) *= *(?P<value>[^\s=]{1,60})")
_EQUATION = lazy_regex(r"[A-Za-z][\w.-]*=[^\s=]*")
_ANY = frozenset((STRING, INTEGER, FLOAT, BOOLEAN, NULL))
_TEXTS = frozenset((STRING, f"{TAG}merge", f"{TAG}binary", f"{TAG}timestamp"))

TAGS: Mapping[Type, frozenset[str]] = {
    "": _ANY | _TEXTS,
    "string": _TEXTS,
    "integer": frozenset((INTEGER,)),
    "number": NUMBERS,
    "boolean": frozenset((BOOLEAN,)),
    "quantity": _TEXTS | NUMBERS,
    "int-or-string": _TEXTS | {INTEGER},
    "object": frozenset(),
    "array": frozenset(),
}
"""The tags of the scalars of a type."""
_TYPES: Mapping[Type, str] = {
    "": "a value",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "quantity": "a quantity",
    "int-or-string": "an integer or a string",
    "object": "a mapping",
    "array": "a list",
}
_IS = {STRING: "a string", INTEGER: "an integer", FLOAT: "a number", BOOLEAN: "a boolean", NULL: "null"}
_READ_AS = frozenset((INTEGER, FLOAT, BOOLEAN, NULL))
_PLAIN_INTEGER = lazy_regex(r"-?(?:0|[1-9]\d*)")
"""An integer as people write it; `50.0` and `0777` are numbers for them."""


def type_in_words(schema: Schema) -> str:
    """The type of a schema, for people: `a list`."""
    return _TYPES[schema.type]


def wrong_type(node: yaml.Node, schema: Schema, path: Path, key: yaml.Node | None) -> Violation:
    """The violation for a value that does not have its schema's type."""
    where = f"{shown(path)}: " if path else ""
    message = f"{where}must be {_TYPES[schema.type]}, not {_what(node)}"
    violation = replace(at_node(WRONG_TYPE, node, message, _help(node, schema)), path="", due=schema.type)
    if schema.type == "array" and isinstance(node, yaml.MappingNode) and _begins_with_dash(node):
        stuck = at_node(WRONG_TYPE, node.value[0][0], f"{where}a space is missing after `-`", _ITEM)
        return replace(stuck, path="")
    if isinstance(node, yaml.MappingNode) and key is not None and _is_match_labels(path):
        help_ = "This selector has no matchLabels: write the labels directly under `selector:`."
        violation = replace(violation, help=help_, repair=_unwrapped(key, node))
    if isinstance(node, yaml.MappingNode) and schema.type == "quantity" and path is not None:
        is_of_quota = path[0] is not None and path[0][1] == "hard"
        violation = replace(violation, help=_flat(str(path[1]), node) if is_of_quota else None)
    if not isinstance(node, yaml.ScalarNode):
        # a violation of a whole list or mapping is shown at its field
        place = key if key is not None else node
        end = place.end_mark.index if isinstance(place, yaml.ScalarNode) else place.start_mark.index + 1
        violation = replace(violation, start=place.start_mark.index, end=end)
    return replace(violation, repair=violation.repair or _repair(node, schema))


def _flat(name: str, node: yaml.MappingNode) -> str | None:
    """The help for `limits:` and `requests:` of a quota with names below them."""
    first = node.value[0][0] if node.value else None
    if name not in ("limits", "requests") or not isinstance(first, yaml.ScalarNode):
        return None
    return f"Write `{name}.{first.value}:` in its place: a quota has these names with a dot."


def _begins_with_dash(node: yaml.MappingNode) -> bool:
    """Whether the first key is meant as an item of a list: `-name: a`."""
    first = node.value[0][0] if node.value else None
    return isinstance(first, yaml.ScalarNode) and not first.style and first.value[:1] == "-"


def _is_match_labels(path: Path) -> bool:
    """Whether labels stand under `selector.matchLabels` where a selector is labels only."""
    return path is not None and path[1] == "matchLabels" and path[0] is not None and path[0][1] == "selector"


def _unwrapped(key: yaml.Node, node: yaml.MappingNode) -> Repair | None:
    """The repair that removes the key before labels; None where more than that would have to change."""
    first, *others = [label for label, _ in node.value] or [None]
    one_line = all(value.start_mark.line == value.end_mark.line for _, value in node.value)
    if node.flow_style or first is None or not one_line:
        return None
    width = first.start_mark.column - key.start_mark.column
    if width < 0 or any(label.start_mark.column != first.start_mark.column for label in others):
        return None
    changes = [(key.start_mark.index, node.start_mark.index, "")]
    changes += [(label.start_mark.index - width, label.start_mark.index, "") for label in others]
    return Repair("Write the labels under `selector:`", (), tuple(changes))


def _what(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if node.tag == INTEGER and not _PLAIN_INTEGER.fullmatch(node.value):
        return "a number"
    return _IS.get(node.tag, "a string")


def _help(node: yaml.Node, schema: Schema) -> str | None:
    type_ = schema.type
    if isinstance(node, yaml.CollectionNode):
        return None
    if null := help_for_null(node):
        return null
    if type_ == "string" and node.tag in _READ_AS:
        read_as = "nothing" if node.tag == NULL else _what(node)
        return f'Plain {node.value} is {read_as} for Kubernetes; quote it: "{node.value}".'
    if isinstance(node, yaml.ScalarNode) and _unquoted(node, schema):
        return f"Write {node.value} without quotes."
    if type_ == "boolean":
        return "Write true or false."
    if type_ == "array":
        if isinstance(node, yaml.ScalarNode) and not node.style and _STUCK_ITEM.match(node.value):
            return f"A space is missing after `-`. {_ITEM}"
        return "Write a list: each item on a line of its own that begins with `- `."
    if type_ == "object":
        return _of_one_field(node, schema) or FIELDS_BELOW
    return None


def of_items(items: Sequence[yaml.Node]) -> str:
    """The help for a list that says names and values in another way than a mapping does; empty for others."""
    first = items[0] if items else None
    if isinstance(first, yaml.ScalarNode) and (equals := _EQUALS.fullmatch(first.value)):
        return f"Write each on a line as `{equals['name']}: {equals['value']}`, without `- `."
    fields = {key_of(key): value for key, value in first.value} if isinstance(first, yaml.MappingNode) else {}
    name = fields.get("name", fields.get("key"))
    if len(fields) != 2 or name is None or "value" not in fields:
        return ""
    if not all(isinstance(node, yaml.ScalarNode) for node in fields.values()):
        return ""
    return f"Write each on a line as `{name.value}: {fields['value'].value}`, without `- `."


def _of_one_field(node: yaml.Node, schema: Schema) -> str | None:
    """The help for a plain text that is one field, but for its colon or the space after it."""
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    in_line = plain and node.start_mark.line == node.end_mark.line
    match = _FIELD.fullmatch(node.value) if in_line else None
    if plain and (equals := _EQUALS.fullmatch(node.value)):
        return f"Write `{equals['name']}: {equals['value']}`: `=` is not YAML."
    if plain and (stuck := _STUCK_MARK.match(node.value)):
        return f"Write `{stuck[1]}: {stuck[2]}`: a space is missing after `{stuck[1]}:`."
    if plain and all(map(_EQUATION.fullmatch, node.value.split(" "))):
        name, _, value = node.value.split(" ")[0].partition("=")
        return f'Write `{name}: "{value}"`, and so on: `=` is not YAML.'
    if match is None:
        return None
    name = match["name"]
    if schema.fields and name not in schema.fields:
        return None
    if not match["colon"]:
        return f"Write `{name}: {match['value']}`: a colon is missing after `{name}`."
    if match["space"].startswith("&"):
        return f"Write a space after `{name}:`, in place of `{match['space'].partition(';')[0]};`."
    if match["space"]:
        return f"Write a space after `{name}:`: U+{ord(match['space'][0]):04X} looks like one and is not."
    return f"Write `{name}: {match['value']}`: a space is missing after `{name}:`."


def _repair(node: yaml.Node, schema: Schema) -> Repair | None:
    if not isinstance(node, yaml.ScalarNode):
        return None
    start, end, text = node.start_mark.index, node.end_mark.index, node.value
    # a node with a tag or an anchor is longer than its value
    if schema.type == "string" and node.tag in _READ_AS and not node.style and end - start == len(text):
        by = (Equivalence.QUOTES,) if node.tag != NULL else ()  # null may be intended
        return Repair(f'Write `"{text}"`', by, ((start, end, f'"{text}"'),)) if text else None
    if _unquoted(node, schema):
        by = (Equivalence.QUOTES,) if _DECIMAL.fullmatch(text) or text in ("true", "false") else ()
        return Repair(f"Write `{text}` without quotes", by, ((start, end, text),))
    return None


def _unquoted(node: yaml.ScalarNode, schema: Schema) -> bool:
    """Whether a quoted text would have the right type without the quotes."""
    if node.style not in ("'", '"') or node.end_mark.index - node.start_mark.index != len(node.value) + 2:
        return False
    kind, _ = resolved(node.value) if node.value else ("str", "")
    plain = node.value.strip() == node.value and f"{TAG}{kind}" in TAGS[schema.type]
    return plain and kind != "str" and (kind != "bool" or node.value in ("true", "false"))
