"""The codes of all rules, for what reads settings and options: the rules themselves are slow to import."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).with_name("rule_codes.txt")

RULE_CODES: frozenset[str] = frozenset(_FILE.read_text("utf-8").split())
"""Those of `rules.RULES`; `.dev/handbook` writes them."""
