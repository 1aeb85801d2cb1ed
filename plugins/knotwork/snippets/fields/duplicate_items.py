"""Items of a list that the API server cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import duplicate_value, quoted
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import key_of, pairs, value_of
from knotwork.snippets.yaml.paths import Path
from knotwork.snippets.yaml.placeholders import is_placeholder

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
        ("JSONSchemaProps", "x-kubernetes-validations"),
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
        key = _key(item, schema)
        if key is None:
            continue
        before = first.setdefault(key[0], key[1])
        if before is not key[1]:
            violation = _violation(key[1], before, schema, path, owner)
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
    fields: Mapping[str, yaml.Node] = {key_of(key): value for key, value in pairs(item)}
    if schema.list_keys[0] not in fields:
        return None
    values: list[object] = []
    for name in schema.list_keys:
        node = fields.get(name)
        if node is None:
            values.append(_DEFAULTS.get(name))
        elif isinstance(node, yaml.ScalarNode) and not is_placeholder(node.value):
            values.append(value_of(node))
        else:
            return None
    return tuple(values), fields[schema.list_keys[0]]


def _violation(node: yaml.Node, before: yaml.Node, schema: Schema, path: Path, owner: str) -> Violation:
    assert isinstance(node, yaml.ScalarNode), "the key of an item is a scalar"
    same = f" with the same {' and '.join(schema.list_keys[1:])}" if schema.list_keys[1:] else ""
    violation = at_node(
        DUPLICATE_ITEM,
        node,
        duplicate_value(f"{quoted(node.value)}{same}"),
        _help(schema.list_keys),
    )
    related = ((before.start_mark.index, before.end_mark.index, "the first is here"),)
    field = path[1] if path else ""
    is_set = bool(owner) and schema.list_type == "set" and (owner, field) not in _REFUSED
    accepted = (owner, field) in _ACCEPTED or is_set
    return replace(violation, related=related, severity="warning" if accepted else None)


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
