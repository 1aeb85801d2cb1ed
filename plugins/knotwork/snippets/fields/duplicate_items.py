"""Items of a list that the API server cannot tell apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import duplicate_value, quoted
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, key_of, pairs, plain, value_of
from knotwork.snippets.yaml.paths import Path, steps
from knotwork.snippets.yaml.placeholders import is_literal, is_placeholder

DUPLICATE_ITEM = snippet_rule(
    "duplicate-item",
    "error",
    "fields",
    """
    Two items of a list have the same key, such as the same `name`.

    The API server rejects two containers, volumes or ports with the same name: `Duplicate value`. Of two
    environment variables with the same name it uses the last, which is a warning.

    Bad:

    ```yaml {k8s="invalid:duplicate-item"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: twins
    spec:
      containers:
        - name: web
          image: nginx:1.27
        - name: web
          image: redis:7.4
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: twins
    spec:
      containers:
        - name: web
          image: nginx:1.27
        - name: cache
          image: redis:7.4
    ```

    Rename one of them, or remove it.
    """,
    position=12,
)

_ACCEPTED = frozenset(
    (
        *(("Container", "env"), ("EphemeralContainer", "env")),
        *(("Container", "ports"), ("EphemeralContainer", "ports")),
        *(("PodSpec", "hostAliases"), ("PodSpec", "imagePullSecrets")),
        *(("ServiceAccount", "imagePullSecrets"), ("ServiceAccount", "secrets")),
    )
)
"""Lists, by their definition and field, in which the API server accepts duplicates; the last one counts."""
_REFUSED = frozenset(
    (
        ("PodFailurePolicyOnExitCodesRequirement", "values"),
        ("ValidatingAdmissionPolicyBindingSpec", "validationActions"),
    )
)
"""Sets whose duplicates the API server refuses; of others only a server-side apply does."""
_RULES = ("JSONSchemaProps", "x-kubernetes-validations")
"""The rules of a schema in a definition, whose key is the rule."""
_PORT = lazy_regex(r"(?<!\d)\d{2,5}(?!\d)")
"""A number that may be that of a port."""
_DEFAULTS = {"protocol": "TCP"}
"""The values of key fields that are left out."""


def duplicate_items(node: yaml.SequenceNode, schema: Schema, path: Path, owner: str) -> Iterator[Violation]:
    """The items of a list that repeat an earlier one.

    `owner` is the name of the definition that has the list.
    """
    first: dict[tuple[object, ...], yaml.Node] = {}
    for item in node.value:
        key = _key(item, schema) if owner or schema.list_type == "map" else _key_of_any(item)
        if key is None:
            continue
        before = first.setdefault(key[0], key[1])
        if before is not key[1]:
            violation = _violation(key[1], before, schema, path, owner)
            if path is not None and (owner, path[1]) == _RULES:
                yield _rule_again(violation, path)
                continue
            hint = _other_port(item, key[1], schema.list_keys)
            yield replace(violation, help=f"{violation.help}{hint}")


def _key(item: yaml.Node, schema: Schema) -> tuple[tuple[object, ...], yaml.Node] | None:
    """The key of an item, and the node that a violation is shown at; None: it has no certain key."""
    if schema.list_type == "set":
        if not isinstance(item, yaml.ScalarNode) or is_placeholder(item.value):
            return None
        return (item.tag, value_of(item)), item
    if not isinstance(item, yaml.MappingNode) or not schema.list_keys:
        return None
    fields = {key_of(key): value for key, value in pairs(item) if value.tag != NULL}
    defaults = schema.items.defaults if schema.items is not None and schema.items.defaults else _DEFAULTS
    first = schema.list_keys[0]
    if first not in fields and first not in defaults:
        return None
    values: list[object] = []
    for name in schema.list_keys:
        node = fields.get(name)
        if node is None:
            values.append(defaults.get(name))
        elif isinstance(node, yaml.ScalarNode) and not is_placeholder(node.value):
            values.append(value_of(node))
        else:
            return None
    return tuple(values), fields.get(first, item)


def _key_of_any(item: yaml.Node) -> tuple[tuple[object, ...], yaml.Node] | None:
    """The whole item of a set in a custom resource, which may be a list or a mapping."""
    if isinstance(item, yaml.ScalarNode):
        return None if is_placeholder(item.value) else ((item.tag, value_of(item)), item)
    written = json.dumps(plain(item), sort_keys=True, default=str)
    return ((item.tag, written), item) if is_literal(written) else None


def _violation(node: yaml.Node, before: yaml.Node, schema: Schema, path: Path, owner: str) -> Violation:
    same = f" with the same {' and '.join(schema.list_keys[1:])}" if schema.list_keys[1:] else ""
    if isinstance(node, yaml.ScalarNode):
        message = f"{quoted(node.value)}{same}"
    else:
        keys = " and ".join(schema.list_keys)
        message = f"the same {keys}, which has a default" if keys else "the same item"
    violation = at_node(DUPLICATE_ITEM, node, duplicate_value(message), _help(schema.list_keys))
    if not isinstance(node, yaml.ScalarNode):
        violation = replace(violation, end=violation.start + 1)
    related = ((before.start_mark.index, before.end_mark.index, "the first is here"),)
    field = path[1] if path else ""
    is_set = bool(owner) and schema.list_type == "set" and (owner, field) not in _REFUSED
    accepted = (owner, field) in _ACCEPTED or is_set
    return replace(violation, related=related, severity="warning" if accepted else None)


def _rule_again(violation: Violation, path: Path) -> Violation:
    """A rule that a schema has twice: the API server accepts it, server-side apply refuses it where it looks.

    It does not look into `items` and others that may be a schema or something else: the API's schema gives
    them no type, and the walk starts anew there, too.
    """
    if "openAPIV3Schema" not in steps(path):
        return replace(violation, help="Remove one of them: the second has no effect.", severity="info")
    help_ = "Remove one of them: `kubectl apply --server-side` and Flux fail at it."
    return replace(violation, help=help_, severity="warning")


def _other_port(item: yaml.Node, port: yaml.Node, keys: Sequence[str]) -> str:
    """A sentence about the number in the name of a port that differs from the port's; empty without one."""
    if not isinstance(item, yaml.MappingNode) or not any("ort" in name for name in keys):
        return ""
    names = (value for key, value in item.value if key_of(key) == "name")
    written = next((name.value for name in names if isinstance(name, yaml.ScalarNode)), "")
    numbers = _PORT.findall(written)
    if len(numbers) != 1 or numbers[0] == port.value:
        return ""
    return f" Its name says {numbers[0]}, which may be meant."


def _help(keys: Sequence[str]) -> str:
    """What to do about an item that equals another one in its key fields, of which a set has none."""
    if not keys:
        return "Remove one of them."
    return f"Remove one, or give it another {'name' if 'name' in keys else keys[0]}."
