"""What the API server checks beyond its schemas: `data/constraints.yaml` says which rule finds what.

`python tests/test_constraints.py` prints the table: the constraints of each kind, and those that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.snippets.rules import RULES
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.validate import note_snippets
from knotwork.syntax.reader import read_note

TABLE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data" / "constraints.yaml").read_text("utf-8")
)
_LONG = re.compile(r"\$\{(\d+)\}")


class Constraint(NamedTuple):
    """A constraint of a kind, with the change that breaks it."""

    kind: str
    it: str
    change: dict[str, Any]
    rule: str
    """The rule that finds the change; empty: none does."""


def constraints() -> Iterator[Constraint]:
    """All constraints of the table."""
    for kind, entry in TABLE.items():
        for row in entry["constraints"]:
            yield Constraint(kind, row["it"], row["set"], "" if "left" in row else row["rule"])


def broken(constraint: Constraint) -> dict[str, Any]:
    """The whole manifest of the kind with the change in it."""
    manifest: dict[str, Any] = yaml.safe_load(TABLE[constraint.kind]["whole"])
    for path, value in constraint.change.items():
        *above, last = path.split(".") if path != "metadata.name" else ("metadata", "name")
        node: Any = manifest
        for step in above:
            node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
        if isinstance(node, list):
            node[int(last)] = lengthened(value)
        elif value is None:
            del node[last]
        else:
            node[last] = lengthened(value)
    return manifest


def lengthened(value: Any) -> Any:
    """A value with texts of that many letters for `${64}`."""
    if isinstance(value, dict):
        return {key: lengthened(below) for key, below in value.items()}
    match = _LONG.fullmatch(value) if isinstance(value, str) else None
    return "a" * int(match[1]) if match else value


def findings(text: str) -> list[Diagnostic]:
    """The errors and warnings of a manifest."""
    note = read_note(NotePath("a.md"), f"```yaml\n{text}```\n")
    diagnostics = note_snippets(note, SchemaRegistry(), Settings()).diagnostics
    return [diagnostic for diagnostic in diagnostics if diagnostic.severity != "info"]


@pytest.mark.parametrize("kind", TABLE)
def test_a_manifest_that_meets_all_constraints_has_no_finding(kind: str) -> None:
    assert findings(TABLE[kind]["whole"]) == []


@pytest.mark.parametrize("kind", TABLE)
def test_what_breaks_a_constraint_is_found_by_its_rule_and_what_is_left_by_none(kind: str) -> None:
    wrong = []
    for constraint in constraints():
        if constraint.kind != kind:
            continue
        rules = {found.rule for found in findings(yaml.safe_dump(broken(constraint), sort_keys=False))}
        if (constraint.rule and constraint.rule not in rules) or (not constraint.rule and rules):
            wrong.append((constraint.it, constraint.rule, sorted(rules)))
    assert wrong == []


def test_the_rules_of_the_table_are_rules() -> None:
    assert {constraint.rule for constraint in constraints()} <= {"", *RULES}


def main() -> None:
    """Print the table."""
    rows = list(constraints())
    for constraint in rows:
        print(f"{constraint.kind:32}{constraint.rule or '(left)':22}{constraint.it}")
    left = sum(not constraint.rule for constraint in rows)
    print(f"\n{len(rows)} constraints of {len(TABLE)} kinds, {len(rows) - left} are checked, {left} are left")


if __name__ == "__main__":
    main()
