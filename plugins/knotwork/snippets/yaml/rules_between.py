"""Lines of dashes between the parts of a block, which a writer drew as a rule: `--------------`."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_RULE = lazy_regex(r"^[ \t]*(?P<mark>[-=*_~])(?P=mark){4,200}[ \t]*$", re.MULTILINE)


def rules_between(text: str) -> list[tuple[int, int]]:
    """The offsets of such lines."""
    return [rule.span() for rule in _RULE.finditer(text)]


def rule_between(start: int, end: int, written: str) -> Violation:
    """The finding of such a line."""
    message = f"`{written.strip()[:10]}` draws a line here, which YAML has only in comments"
    return Violation(YAML_SYNTAX, start, end, message, "Write `# ` in front of it.", severity="info")
