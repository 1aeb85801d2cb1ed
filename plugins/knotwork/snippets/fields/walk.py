"""A document against its schema: every field that is unknown, missing, empty or of the wrong type.

It walks the nodes themselves, so that each finding has its place. An alias is looked at where its anchor is,
once for each type it is used as.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import yaml

from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE, unlisted_values
from knotwork.snippets.fields.keywords import INVALID_VALUE, broken_keywords
from knotwork.snippets.fields.quantities import quantity_violation
from knotwork.snippets.fields.suggestions import any_of, did_you_mean, meant, only_by, written_instead
from knotwork.snippets.fields.unknown_fields import (
    UNKNOWN_FIELD,
    Surroundings,
    renamed,
    same_field,
    unknown_field,
)
from knotwork.snippets.fields.wrong_types import TAGS, WRONG_TYPE, taken, wrong_type
from knotwork.snippets.rule import SnippetRule, snippet_rule
from knotwork.snippets.schema.schema import Schema, Type
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, STRING, key_of, pairs, value_of
from knotwork.snippets.yaml.paths import Path, shown
from knotwork.snippets.yaml.placeholders import is_placeholder

MISSING_FIELD = snippet_rule(
    "missing-field",
    "error",
    "fields",
    """
    A field that must be there is not, or has no value.

    The API server refuses the manifest and calls the field a required value.

    Bad:

    ```yaml {k8s="invalid:missing-field"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Only you know what belongs there. Where you leave something out for brevity, say so with a line `# ...`,
    or with `{k8s=partial}` on the block; a patch says `{k8s=patch}`, and a part of a manifest says which:
    `{k8s="Pod.spec"}`.
    """,
    position=7,
)
EMPTY_FIELD = snippet_rule(
    "empty-field",
    "warning",
    "fields",
    """
    A field has no value, and Kubernetes takes it as if it were not there.

    Nothing fails, and what was meant does not happen. Most often what belongs below the field is indented as
    deep as the field itself, or was forgotten.

    Bad:

    ```yaml {k8s="invalid:empty-field"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      nodeSelector:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      nodeSelector:
        disktype: ssd
      containers:
        - name: web
          image: nginx:1.27
    ```

    Write the value, or take the field out; `null` and `{}` say that it is empty on purpose. With `# ...`
    below it, or `{k8s=partial}`, the field is one you leave open, and nothing is said.
    """,
    position=11,
)
DUPLICATE_ITEM = snippet_rule(
    "duplicate-item",
    "error",
    "fields",
    """
    Two entries of a list have the same value in the field that distinguishes them.

    The API server refuses two containers, volumes or ports of one name. Of two environment variables it takes
    the last: that is a warning.

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

    Name one of them otherwise, or take it out.
    """,
    position=12,
)

_MAPPING = frozenset(("object", ""))
_RANGES = {"int32": (-(2**31), 2**31), "int64": (-(2**63), 2**63)}
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
_ACCEPTED = frozenset(
    (
        *(("Container", "env"), ("EphemeralContainer", "env")),
        *(("Container", "ports"), ("EphemeralContainer", "ports")),
        *(("PodSpec", "hostAliases"), ("PodSpec", "imagePullSecrets")),
        *(("ServiceAccount", "imagePullSecrets"), ("ServiceAccount", "secrets")),
    )
)
"""Lists in which the API server takes what comes twice, and the last one counts."""
_ASSUMED = {"protocol": "TCP"}
"""What stands for a field that is left out when the entries of a list are told apart."""


@dataclass(frozen=True, slots=True)
class Leniency:
    """What is not held against a document."""

    required: bool = True
    """Whether fields that are missing are an error."""
    directives: bool = False
    """Whether `$patch` and its like are taken."""
    values: bool = True
    """Whether texts are looked at that the schemas leave open, and the API server does not."""


FULL = Leniency()


def fits(root: yaml.Node, schema: Schema) -> bool:
    """Whether nothing at all is wrong with a document by a schema; it stops at the first that is."""
    return not _found(_Walk(FULL, brief=True), root, schema)


def schema_violations(root: yaml.Node, schema: Schema, *, leniency: Leniency = FULL) -> list[Violation]:
    """What is wrong with a document by its schema, in the order of places. Never raises for any tree.

    No recursion: a chain of aliases can be deeper than Python's stack.
    """
    found = _found(_Walk(leniency), root, schema)
    return sorted(_once(found), key=lambda each: each.start) if len(found) > 1 else found


def _found(walk: _Walk, root: yaml.Node, schema: Schema) -> list[Violation]:
    walk.value(root, schema, None, None, None)
    while walk.waiting and not (walk.brief and walk.found):
        node, below, path, around = walk.waiting.pop()
        if isinstance(node, yaml.MappingNode):
            walk.mapping(node, below, path, around)
        elif isinstance(node, yaml.SequenceNode):
            walk.sequence(node, below, path, around)
    return walk.found


def _once(found: list[Violation]) -> Iterable[Violation]:
    """What an alias repeats is said once, at its anchor; of one mapping several fields can be missing."""
    kept: dict[tuple[int, SnippetRule, str], Violation] = {}
    for each in found:
        kept.setdefault((each.start, each.rule, each.message if each.rule is MISSING_FIELD else ""), each)
    return kept.values()


class _Walk:
    """One document as it is looked through."""

    __slots__ = ("brief", "found", "leniency", "seen", "waiting")

    def __init__(self, leniency: Leniency, *, brief: bool = False) -> None:
        self.leniency, self.brief = leniency, brief
        self.found: list[Violation] = []
        self.seen: set[tuple[int, int]] = set()
        self.waiting: list[tuple[yaml.Node, Schema, Path, Surroundings | None]] = []

    def value(
        self, node: yaml.Node, schema: Schema, path: Path, key: yaml.Node | None, around: Surroundings | None
    ) -> None:
        """A node that has just been met; `key` is the key before it, if it stands in a mapping."""
        wanted = schema.type
        if isinstance(node, yaml.ScalarNode):
            if node.tag in TAGS[wanted]:
                if wanted == "quantity" and (wrong := quantity_violation(node, str(path[1]) if path else "")):
                    self.found.append(wrong)
                if schema.enum or schema.keywords is not None or schema.format:
                    self.found += _restricted(node, schema, path)
            elif node.tag == NULL:
                self.null(node, schema, path, key)
            elif not is_placeholder(node.value) and not _is_text(node, wanted):
                self.found.append(wrong_type(node, schema, path, key))
            return
        fits = wanted in _MAPPING if isinstance(node, yaml.MappingNode) else wanted in ("array", "")
        if not fits:
            self.found.append(wrong_type(node, schema, path, key))
            return
        this = id(node), id(schema)
        if this not in self.seen:
            self.seen.add(this)
            self.waiting.append((node, schema, path, around))

    def null(self, node: yaml.ScalarNode, schema: Schema, path: Path, key: yaml.Node | None) -> None:
        """A field without a value."""
        left_out = node.start_mark.index == node.end_mark.index
        place = key if left_out and key is not None else node
        if not schema.nullable:
            if self.leniency.required:
                self.found.append(_without_value(place, schema, path, MISSING_FIELD))
        elif left_out and key is not None and schema.type:
            self.found.append(_without_value(place, schema, path, EMPTY_FIELD))

    def mapping(
        self, node: yaml.MappingNode, schema: Schema, path: Path, around: Surroundings | None
    ) -> None:
        """A mapping against what its fields may be."""
        fields, other, closed = schema.fields, schema.values, schema.closed
        listed = schema.enums if self.leniency.values else {}
        here: Surroundings | None = None
        there: set[str] = set()
        strangers: list[tuple[yaml.Node, yaml.Node, str]] = []
        for key, value in pairs(node):
            name = key.value if key.tag == STRING else key_of(key)
            if not isinstance(key, yaml.ScalarNode):
                self.found.append(at_node(WRONG_TYPE, key, "a field's name is a text, not a list or mapping"))
                continue
            there.add(name)
            below = fields.get(name, other)
            if name in listed:
                self.found += unlisted_values(listed[name], name, value)
            if below is not None:
                if type(value) is not yaml.ScalarNode and here is None:
                    here = Surroundings(schema, there, path, around)
                self.value(value, below, (path, name), key, here)
            elif closed and not self._let_pass(name):
                strangers.append((key, value, name))
        # of a field whose name is misspelt it is not also said that it is missing
        excused: set[str] = set()
        if strangers and self.brief:
            self.found.append(at_node(UNKNOWN_FIELD, strangers[0][0], "an unknown field"))
            return
        if strangers:
            here = here or Surroundings(schema, there, path, around)
            for key, value, name in strangers:
                found, best = unknown_field(key, name, here)
                excused.add(best)
                if best in fields:
                    by = same_field(schema, name, best) if fits(value, fields[best]) else ()
                    found = renamed(found, key, best, by)
                self.found.append(found)
        if self.leniency.required:
            for name in schema.required:
                if name not in there and name not in excused:
                    self.found.append(_missing(node, name, schema, path))
        if schema.keywords is not None:
            self.found += broken_keywords(node, schema, path, schema_violations, fits)

    def sequence(
        self, node: yaml.SequenceNode, schema: Schema, path: Path, around: Surroundings | None
    ) -> None:
        """A list against what its items may be."""
        items = schema.items
        if items is not None:
            for index, each in enumerate(node.value):
                self.value(each, items, (path, index), None, around)
        if schema.list_type in ("map", "set") and len(node.value) > 1:
            self.found += _repeated(node, schema, path, around)
        if schema.keywords is not None:
            self.found += broken_keywords(node, schema, path, schema_violations, fits)

    def _let_pass(self, name: str) -> bool:
        return is_placeholder(name) or (self.leniency.directives and name.startswith("$"))


def _is_text(node: yaml.ScalarNode, wanted: Type) -> bool:
    """Whether a scalar with a tag of its own, which is read as a text, does."""
    return node.tag not in TAGS[""] and STRING in TAGS[wanted]


def _restricted(node: yaml.ScalarNode, schema: Schema, path: Path) -> Iterator[Violation]:
    """What is wrong with the value of a scalar whose type is right."""
    if is_placeholder(node.value):
        return
    value = value_of(node)
    if schema.enum and value not in schema.enum:
        yield _unknown_value(node, schema, path)
    if schema.format == "date-time" and isinstance(value, str) and not _TIME.fullmatch(value):
        message = f'{shown(path)} "{value[:40]}" is no date and time'
        yield at_node(INVALID_VALUE, node, message, "Write it as `2026-01-31T23:59:00Z`.")
    low, high = _RANGES.get(schema.format, (None, None))
    if low is not None and high is not None and isinstance(value, int) and not low <= value < high:
        message = f"{shown(path)} {node.value} is out of range"
        yield at_node(INVALID_VALUE, node, message, f"It is a number of {schema.format[3:]} bits.")
    if schema.keywords is not None:
        yield from broken_keywords(node, schema, path, schema_violations, fits)


def _unknown_value(node: yaml.ScalarNode, schema: Schema, path: Path) -> Violation:
    known = [str(each) for each in schema.enum]
    best = meant(node.value, known)
    message = f'unknown value "{node.value}" of {shown(path)}{did_you_mean(node.value, known)}'
    repair = written_instead(node, best, only_by(node.value, best, known)) if best else None
    return replace(at_node(UNKNOWN_VALUE, node, message, f"Write {any_of(known)}."), repair=repair)


def _without_value(place: yaml.Node, schema: Schema, path: Path, rule: SnippetRule) -> Violation:
    needs = f"; it needs {any_of(schema.required, 'and')}" if schema.required else ""
    if schema.name == "ObjectMeta":
        todo = "Write `name:` below it, indented"
    elif schema.required:
        todo = f"Write `{schema.required[0]}:` below it, indented"
    elif schema.type == "object":
        todo = "Write `{}` to have it with its defaults"
    else:
        todo = f"Give it {taken(schema)}"
    help_ = (
        f"{todo}, or remove it: empty, it is as if it were not there." if rule is EMPTY_FIELD else f"{todo}."
    )
    return at_node(rule, place, f"{shown(path) or 'the document'} has no value{needs}", help_)


def _missing(node: yaml.MappingNode, name: str, schema: Schema, path: Path) -> Violation:
    """A field that is not there, said where the mapping begins that lacks it."""
    place = node.value[0][0] if node.value and path is None else node
    start = place.start_mark.index
    end = place.end_mark.index if isinstance(place, yaml.ScalarNode) else start + 1
    where = f" in {shown(path)}" if path else ""
    of_what = f"Every {schema.name} has it" if schema.name else "It is required"
    return Violation(MISSING_FIELD, start, end, f'"{name}" is missing{where}', f"{of_what}: add `{name}:`.")


def _repeated(
    node: yaml.SequenceNode, schema: Schema, path: Path, around: Surroundings | None
) -> Iterator[Violation]:
    """Items of a list that the API server tells apart by some of their fields, and cannot."""
    first: dict[tuple[object, ...], yaml.Node] = {}
    for each in node.value:
        key = _identity(each, schema)
        if key is None:
            continue
        before = first.setdefault(key[0], key[1])
        if before is not key[1]:
            yield _twice(key[1], before, schema, path, around)


def _identity(item: yaml.Node, schema: Schema) -> tuple[tuple[object, ...], yaml.Node] | None:
    """What tells an item from the others, and the node that says it; None: nothing can be said."""
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
            values.append(_ASSUMED.get(name))
        elif isinstance(node, yaml.ScalarNode) and not is_placeholder(node.value):
            values.append(value_of(node))
        else:
            return None
    return tuple(values), fields[schema.list_keys[0]]


def _twice(
    node: yaml.Node, before: yaml.Node, schema: Schema, path: Path, around: Surroundings | None
) -> Violation:
    assert isinstance(node, yaml.ScalarNode), "what tells items apart is a scalar"
    what = f"{schema.list_keys[0]} {node.value}" if schema.list_keys else node.value
    field = path[1] if path else ""
    owner = around.schema.name if around is not None else ""
    also = [f"{name} " for name in schema.list_keys[1:]]
    same = f" with the same {' and '.join(each.strip() for each in also)}" if also else ""
    found = at_node(
        DUPLICATE_ITEM,
        node,
        f"{what} comes twice in {shown(path)}{same}",
        "Remove one, or give it another name." if "name" in schema.list_keys else "Remove one of them.",
    )
    related = ((before.start_mark.index, before.end_mark.index, "the first is here"),)
    accepted = (owner, field) in _ACCEPTED or (bool(owner) and schema.list_type == "set")
    return replace(found, related=related, severity="warning" if accepted else None)
