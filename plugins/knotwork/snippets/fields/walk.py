"""A document is checked by its schema: fields that are unknown, missing, empty or of the wrong type.

The walk is over the nodes, so that every violation has its offsets. An alias is checked at its anchor, once
for every type that it is used as.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import yaml
from msgspec import Struct

from knotwork.snippets.fields.added_defaults import with_defaults
from knotwork.snippets.fields.beyond_schema import beyond_schema
from knotwork.snippets.fields.duplicate_items import duplicate_items
from knotwork.snippets.fields.keywords import broken_keywords
from knotwork.snippets.fields.meant_fields import UnknownField, mapping_as_meant, reported_field
from knotwork.snippets.fields.misplaced_children import child_place, misplaced_children
from knotwork.snippets.fields.misplaced_entries import misplaced_entry
from knotwork.snippets.fields.missing_fields import (
    MISSING_FIELD,
    is_in_status,
    missing_field,
    null,
    null_of_needed,
)
from knotwork.snippets.fields.moved_fields import together
from knotwork.snippets.fields.other_levels import Surroundings
from knotwork.snippets.fields.plain_fields import plain_fields
from knotwork.snippets.fields.quantities import quantity_violation
from knotwork.snippets.fields.scalar_values import (
    is_plainly_valid,
    is_restricted,
    is_text,
    is_to_be_filled_in,
    restricted_values,
)
from knotwork.snippets.fields.single_items import as_one_item
from knotwork.snippets.fields.strange_keys import unquoted_key, wrong_key
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD, misplaced
from knotwork.snippets.fields.wrong_collections import wrong_collection, wrong_scalar
from knotwork.snippets.fields.wrong_types import TAGS
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.nodes import MAPPING, NULL, STRING, Pair, key_of, pairs
from knotwork.snippets.yaml.paths import Path
from knotwork.snippets.yaml.placeholders import is_condition, is_placeholder

_MAPPING = frozenset(("object", ""))
_NOTHING: frozenset[str] = frozenset()


class Leniency(Struct, frozen=True):
    """The checks that are skipped."""

    required: bool = True
    """Whether missing fields are violations."""
    directives: bool = False
    """Whether `$patch` and similar fields are valid."""
    values: bool = True
    """Whether values and required fields are checked of which the published schemas do not say it."""


FULL = Leniency()


def fits(root: yaml.Node, schema: Schema) -> bool:
    """Whether a document has no violations of a schema; stops at the first."""
    return not _violations(_Walk(FULL, brief=True), root, schema)


def schema_violations(
    root: yaml.Node, schema: Schema, *, leniency: Leniency = FULL, index: FieldIndex | None = None
) -> list[Violation]:
    """The violations of a schema in a document, in the order of offsets. Never raises for any tree.

    `index`: the fields of the document, if they were read before. No recursion: a chain of aliases can be
    deeper than Python's stack.
    """
    walk = _Walk(leniency)
    if index is not None:
        walk.merges, walk.is_tree = index.merges, index.is_tree
    violations = _violations(walk, root, schema)
    if len(violations) < 2:
        return violations
    return sorted(_once(violations), key=lambda violation: violation.start)


def _violations(walk: _Walk, root: yaml.Node, schema: Schema) -> list[Violation]:
    walk.value(root, schema, None, None, None)
    waiting, brief = walk.waiting, walk.brief
    while waiting and not (brief and walk.violations):
        node, below, path, around = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            walk.mapping(node, below, path, around)
        elif isinstance(node, yaml.SequenceNode):
            walk.sequence(node, below, path, around)
    return walk.violations


def _once(violations: list[Violation]) -> Iterable[Violation]:
    """The violations without those that an alias repeats; several fields of a mapping can be missing."""
    kept: dict[tuple[int, SnippetRule, str], Violation] = {}
    for violation in violations:
        message = violation.message if violation.rule is MISSING_FIELD else ""
        kept.setdefault((violation.start, violation.rule, message), violation)
    return kept.values()


class _Walk:
    """The state of a walk through one document."""

    __slots__ = ("brief", "is_tree", "leniency", "merges", "seen", "violations", "waiting")

    def __init__(self, leniency: Leniency, *, brief: bool = False) -> None:
        self.leniency, self.brief = leniency, brief
        self.merges, self.is_tree = True, False
        """What is said of a FieldIndex: whether a mapping merges others, and that there are no aliases."""
        self.violations: list[Violation] = []
        self.seen: set[tuple[int, int]] = set()
        self.waiting: list[tuple[yaml.Node, Schema, Path, Surroundings | None]] = []

    def value(
        self, node: yaml.Node, schema: Schema, path: Path, key: yaml.Node | None, around: Surroundings | None
    ) -> None:
        """Check a node; `key` is its key, when it is the value of a field."""
        type_ = schema.type
        if isinstance(node, yaml.ScalarNode):
            if node.tag in TAGS[type_]:
                if type_ == "quantity" and (wrong := quantity_violation(node, path, key)):
                    self.violations.append(wrong)
                if is_restricted(schema) and not is_placeholder(node.value):
                    self.violations += restricted_values(node, schema)
                    if schema.keywords is not None:
                        self.violations += broken_keywords(node, schema, schema_violations, fits)
            elif node.tag == NULL:
                owner, present = (around.schema.name, around.present) if around is not None else ("", ())
                required = self.leniency.required
                self.violations += null(node, schema, path, key, owner, present, required=required)
            elif not is_to_be_filled_in(node, schema) and not is_text(node, type_):
                self.violations.append(wrong_scalar(node, schema, path, key, around))
            return
        expected = type_ in _MAPPING if isinstance(node, yaml.MappingNode) else type_ in ("array", "")
        if not expected:
            self.violations += wrong_collection(node, schema, path, key, around)
            if (meant := as_one_item(node, schema)) is None:
                return
            node, schema = meant
        this = id(node), id(schema)
        if this not in self.seen:
            self.seen.add(this)
            self.waiting.append((node, schema, path, around))

    def mapping(
        self, node: yaml.MappingNode, schema: Schema, path: Path, around: Surroundings | None
    ) -> None:
        """Check the fields of a mapping."""
        drops = schema.drops if self.brief else _NOTHING
        if schema.defaults or drops:
            node = with_defaults(node, schema.defaults, drops)
        plain = schema.plain or plain_fields(schema)
        known, others = plain.known, plain.others
        present: set[str] = set()
        left: list[Pair] = []
        here: Surroundings | None = None
        for pair in pairs(node) if self.merges else node.value:
            key, value = pair
            if key.tag == STRING:
                name, tag = key.value, value.tag
                tags, collection, below = known.get(name, others)
                if tag in tags:
                    present.add(name)
                    continue
                if below is not None:
                    if tag != collection:
                        if is_plainly_valid(value, below):
                            present.add(name)
                            continue
                    elif self.is_tree:
                        present.add(name)
                        here = here or Surroundings(schema, present, path, around, node)
                        self.waiting.append((value, below, (path, name), here))
                        continue
            left.append(pair)
        if left or not plain.due <= present or schema.keywords is not None:
            here = here or Surroundings(schema, present, path, around, node)
            self.fields(node, schema, here, left, present)

    def fields(
        self,
        node: yaml.MappingNode,
        schema: Schema,
        here: Surroundings,
        left: list[Pair],
        present: set[str],
    ) -> None:
        """Check the fields of a mapping that are `left` to be looked at; the others are `present`."""
        checked = schema.plain.checked if schema.plain is not None and self.leniency.values else ()
        unknown: list[UnknownField] = []
        empty: dict[str, Violation] = {}
        at_first = len(self.violations)
        for key, value in left:
            if not isinstance(key, yaml.ScalarNode) or key.tag == NULL:
                self.violations += wrong_key(key)
                continue
            name = key.value
            if key.tag != STRING:
                name = key_of(key)
                self.violations += () if self.brief else unquoted_key(key, name, here)
            if is_condition(name):
                continue
            present.add(name)
            below = schema.fields.get(name, schema.values)
            if name in checked and not is_in_status(here.path):
                self.violations += beyond_schema(name, value, schema)
            if below is not None:
                before = len(self.violations)
                self.field(name, key, value, below, here)
                if value.tag == NULL and len(self.violations) > before:
                    empty[name] = self.violations[-1]
            elif schema.closed and not self._is_ignored(name, value, here.path):
                unknown.append((key, value, name))
        if unknown and self.brief:
            self.violations.append(at_node(UNKNOWN_FIELD, unknown[0][0], "an unknown field"))
            return
        if unknown and (entry := misplaced_entry(node, len(unknown), here, fits)):
            self.violations.append(entry)
            return
        if unknown and empty:
            unknown = self._without_misplaced(node, here, unknown, empty, at_first)
        reported = [reported_field(field, here, fits) for field in unknown]
        self.violations += together([violation for violation, _ in reported])
        # a field whose name is misspelt is not reported as missing, too
        excused = {meant for _, meant in reported}
        if self.leniency.required and not _is_of_another_list(here, unknown):
            needed = schema.needed if self.leniency.values else ()
            for name in (*schema.required, *needed) if needed else schema.required:
                if name not in present and name not in excused and not is_in_status(here.path):
                    self.violations.append(missing_field(node, name, schema, here.path))
        if schema.keywords is not None:
            meant = mapping_as_meant(node, unknown, reported)
            is_of = fits if meant is node else lambda _, choice: fits(meant, choice)
            self.violations += broken_keywords(node, schema, schema_violations, is_of)

    def field(
        self, name: str, key: yaml.ScalarNode, value: yaml.Node, below: Schema, here: Surroundings
    ) -> None:
        """Check a field that has a schema."""
        schema = here.schema
        if value.tag == NULL and name not in schema.fields and below.nullable and below.type == "string":
            return  # an entry of a map is kept, with an empty text
        is_needed = self.leniency.values and name in schema.needed
        if value.tag == NULL and isinstance(value, yaml.ScalarNode) and is_needed and self.leniency.required:
            self.violations.append(null_of_needed(value, below, (here.path, name), key, schema.name))
        else:
            self.value(value, below, (here.path, name), key, here)

    def sequence(
        self, node: yaml.SequenceNode, schema: Schema, path: Path, around: Surroundings | None
    ) -> None:
        """Check the items of a list."""
        items = schema.items
        if items is not None:
            are_maps = items.type == "object" and self.is_tree
            for index, item in enumerate(node.value):
                if are_maps and item.tag == MAPPING:
                    self.waiting.append((item, items, (path, index), around))
                else:
                    self.value(item, items, (path, index), None, around)
        if schema.list_type in ("map", "set") and len(node.value) > 1 and not is_in_status(path):
            owner = around.schema.name if around is not None else ""
            self.violations += duplicate_items(node, schema, path, owner)
        if schema.keywords is not None:
            self.violations += broken_keywords(node, schema, schema_violations, fits)

    def _without_misplaced(
        self,
        node: yaml.MappingNode,
        here: Surroundings,
        unknown: list[UnknownField],
        empty: Mapping[str, Violation],
        at_first: int,
    ) -> list[UnknownField]:
        """The unknown fields that are not children of an empty field above them; of those one is reported.

        `empty` are the violations for fields without a value; `at_first` is the index of the mapping's first.
        """
        parents = misplaced_children(node.value, here.schema, {name for _, _, name in unknown})
        first: dict[str, list[yaml.Node]] = {}
        for key, _, name in unknown:
            if name in parents:
                first.setdefault(parents[name], []).append(key)
        explained = {id(empty[parent]) for parent in first if parent in empty}
        own = self.violations[at_first:]
        self.violations[at_first:] = [violation for violation in own if id(violation) not in explained]
        for parent, children in first.items():
            self.violations.append(misplaced(children, child_place(here.schema, parent), here))
        return [field for field in unknown if field[2] not in parents]

    def _is_ignored(self, name: str, value: yaml.Node, path: Path) -> bool:
        """Whether an unknown field is a placeholder, part of a patch, or what sops adds."""
        if name == "sops" and path is None:
            return isinstance(value, yaml.MappingNode) or value.tag == NULL
        return (
            is_placeholder(name)
            or name.startswith("${")
            or (self.leniency.directives and name.startswith("$"))
        )


def _is_of_another_list(here: Surroundings, unknown: Sequence[UnknownField]) -> bool:
    """Whether an item has, beside its name, only fields that items of this list have not."""
    if not unknown or here.path is None or not isinstance(here.path[1], int):
        return False
    names = {name for _, _, name in unknown}
    return here.present - names <= {"name"} and len(names) == len(unknown)
