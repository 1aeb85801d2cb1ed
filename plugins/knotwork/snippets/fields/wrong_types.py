"""A value of the wrong type: what it is, what it should be, and the quotes that make the difference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import yaml

from knotwork.model.equivalences import Equivalence
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.schema import Schema, Type
from knotwork.snippets.violation import Repair, Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, STRING, TAG
from knotwork.snippets.yaml.paths import Path, shown
from knotwork.snippets.yaml.scalars import resolved

WRONG_TYPE = snippet_rule(
    "wrong-type",
    "error",
    "fields",
    """
    A value is not of the type its field takes.

    The API server cannot decode the manifest: `cannot unmarshal`. Often quotes are missing: `yes`, `on` and
    `y` are booleans for Kubernetes, `1.10` is a number, and every value of a ConfigMap or an environment
    variable must be a text.

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

    Where only quotes are missing, or are too many, `check --fix` corrects them. A value to be filled
    in, such as `<port>` or `$PORT`, fits everywhere.
    """,
    position=8,
)


INT, FLOAT, BOOL = f"{TAG}int", f"{TAG}float", f"{TAG}bool"
NUMBERS = frozenset((INT, FLOAT))
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
"""A number that all readers of YAML and JSON take for the same."""
_ANY = frozenset((STRING, INT, FLOAT, BOOL, NULL))
_TEXTS = frozenset((STRING, f"{TAG}merge", f"{TAG}binary", f"{TAG}timestamp"))

TAGS: Mapping[Type, frozenset[str]] = {
    "": _ANY | _TEXTS,
    "string": _TEXTS,
    "integer": frozenset((INT,)),
    "number": NUMBERS,
    "boolean": frozenset((BOOL,)),
    "quantity": _TEXTS | NUMBERS,
    "int-or-string": _TEXTS | {INT},
    "object": frozenset(),
    "array": frozenset(),
}
"""The tags of scalars that are of a type."""
_TAKEN: Mapping[Type, str] = {
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
_IS = {STRING: "a string", INT: "an integer", FLOAT: "a number", BOOL: "a boolean", NULL: "null"}
_READ_AS = {INT: "is a number", FLOAT: "is a number", BOOL: "is a boolean", NULL: "is nothing"}


def taken(schema: Schema) -> str:
    """What a schema takes, for people: `a list`."""
    return _TAKEN[schema.type]


def wrong_type(node: yaml.Node, schema: Schema, path: Path, key: yaml.Node | None) -> Violation:
    """The violation for a value that is not of its schema's type, with the repair when quotes are all."""
    where = shown(path) or "the document"
    message = f"{where} must be {_TAKEN[schema.type]}, not {_what(node)}"
    found = at_node(WRONG_TYPE, node, message, _help(node, schema))
    if not isinstance(node, yaml.ScalarNode):
        # of a whole list or mapping only its field is pointed at
        place = key if key is not None else node
        end = place.end_mark.index if isinstance(place, yaml.ScalarNode) else place.start_mark.index + 1
        found = replace(found, start=place.start_mark.index, end=end)
    return replace(found, repair=_repair(node, schema))


def _what(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return _IS.get(node.tag, "a string")


def _help(node: yaml.Node, schema: Schema) -> str | None:
    wanted = schema.type
    if isinstance(node, yaml.MappingNode):
        return "Begin each of its items with `- `." if wanted == "array" else None
    if isinstance(node, yaml.SequenceNode):
        if wanted == "object":
            return "Write its fields without `- ` in front of them."
        return "Write one value, not a list." if wanted else None
    if wanted == "string" and node.tag in _READ_AS:
        return f'Plain {node.value} {_READ_AS[node.tag]} for Kubernetes; quote it: "{node.value}".'
    if isinstance(node, yaml.ScalarNode) and _unquoted(node, schema):
        return f"Write {node.value} without quotes."
    if wanted == "boolean":
        return "Write true or false."
    if wanted == "array":
        return "Write a list: each item on a line of its own that begins with `- `."
    if wanted == "object":
        return "Write its fields on the lines below, indented."
    return None


def _repair(node: yaml.Node, schema: Schema) -> Repair | None:
    if not isinstance(node, yaml.ScalarNode):
        return None
    start, end, text = node.start_mark.index, node.end_mark.index, node.value
    # what has a tag or an anchor of its own is longer than its value
    if schema.type == "string" and node.tag in _READ_AS and not node.style and end - start == len(text):
        by = (Equivalence.QUOTES,) if node.tag != NULL else ()  # nothing may be what is meant
        return Repair(f'Write `"{text}"`', by, ((start, end, f'"{text}"'),)) if text else None
    if _unquoted(node, schema):
        by = (Equivalence.QUOTES,) if _DECIMAL.fullmatch(text) or text in ("true", "false") else ()
        return Repair(f"Write `{text}` without quotes", by, ((start, end, text),))
    return None


def _unquoted(node: yaml.ScalarNode, schema: Schema) -> bool:
    """Whether a text in quotes would be right without them."""
    if node.style not in ("'", '"') or node.end_mark.index - node.start_mark.index != len(node.value) + 2:
        return False
    kind, _ = resolved(node.value) if node.value else ("str", "")
    plain = node.value.strip() == node.value and f"{TAG}{kind}" in TAGS[schema.type]
    return plain and kind != "str" and (kind != "bool" or node.value in ("true", "false"))
