"""TODO"""

from __future__ import annotations

from knotwork.rules.rule import Rule
from knotwork.rules.rule import snippet_rule as _rule

RULES: tuple[Rule, ...] = ()
