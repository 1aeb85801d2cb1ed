"""How many findings rule rule has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from knotwork.model.diagnostics import SEVERITIES, Diagnostic, Severity
from knotwork.report.json import json_text


class RuleCount(Struct, frozen=True):
    """The findings of a rule."""

    rule: str
    severity: Severity
    """That of the most severe one."""
    count: int
    files: int
    """In how many files they are."""
    fixable: int
    """How many have a safe fix."""


def rule_counts(findings: Sequence[Diagnostic]) -> tuple[RuleCount, ...]:
    """The rules with findings, the most frequent first."""
    by_rule: dict[str, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    counts = (
        RuleCount(
            rule,
            min((finding.severity for finding in group), key=SEVERITIES.index),
            len(group),
            len({finding.location.path for finding in group}),
            sum(finding.fix is not None and finding.fix.safe for finding in group),
        )
        for rule, group in by_rule.items()
    )
    return tuple(sorted(counts, key=lambda rule: (-rule.count, rule.rule)))


def statistics_json(findings: Sequence[Diagnostic]) -> str:
    """`[{rule, severity, count, files, fixable}]`."""
    return json_text(
        [{name: getattr(rule, name) for name in rule.__struct_fields__} for rule in rule_counts(findings)]
    )
