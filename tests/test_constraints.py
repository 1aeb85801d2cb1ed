"""What the API server checks beyond its schemas is found by the rule that the table of constraints names."""

from __future__ import annotations

import pytest
import yaml

from constraints import TABLE, broken, constraints
from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.snippets.rules import RULES
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.validate import note_snippets
from knotwork.syntax.reader import read_note


def findings(text: str) -> list[Diagnostic]:
    """The errors and warnings of a manifest but that its kind is old, and that it is shown in part."""
    note = read_note(NotePath("a.md"), f"```yaml\n{text}```\n")
    diagnostics = note_snippets(note, SchemaRegistry(), Settings()).diagnostics
    return [
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.rule != "deprecated-api"
        and (diagnostic.severity != "info" or "is shown in part" in diagnostic.message)
    ]


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
