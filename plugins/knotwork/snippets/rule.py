"""What a rule about snippets is: declared once, in the file that finds what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import dedent
from typing import Literal, get_args

from knotwork.model.diagnostics import Severity
from knotwork.model.equivalences import Equivalence
from knotwork.model.rule_info import RuleInfo

Family = Literal["yaml", "states", "fields", "manifests", "references", "security"]
FAMILIES: tuple[str, ...] = get_args(Family)
"""In the order of lists and of the handbook."""
_LAST = 1000


@dataclass(frozen=True, slots=True)
class SnippetRule(RuleInfo):
    """A rule about snippets; violations refer to it."""

    position: int
    """Its place in its family, in lists and in the handbook; rules with equal ones are in order of codes."""
    in_parts: bool
    """Whether it is checked where only a part of a manifest is shown: nothing else of it counts."""


def snippet_rule(
    code: str,
    severity: Severity,
    family: Family,
    explanation: str,
    *,
    position: int = _LAST,
    off: bool = False,
    in_parts: bool = False,
    safe_by: Iterable[Equivalence] = (),
) -> SnippetRule:
    """A rule; its explanation may be indented. `off`: unless the settings turn it on."""
    text = dedent(explanation).strip()
    return SnippetRule(code, severity, family, text, off, frozenset(safe_by), position, in_parts)


def in_order(rules: set[SnippetRule]) -> tuple[SnippetRule, ...]:
    """Rules as lists and the handbook have them."""
    return tuple(sorted(rules, key=lambda rule: (FAMILIES.index(rule.family), rule.position, rule.code)))
