"""A code that a finding is made with is that of a rule: what has another one would never be reported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import knotwork
from knotwork.rules import CODES

_MADE_BY = ("Problem", "ParseProblem", "Diagnostic", "report")


def codes() -> Iterator[tuple[str, str]]:
    """The codes that stand as texts in calls, with their places."""
    root = Path(knotwork.__file__).parent
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            match node.args[0]:
                case ast.Constant(value=str(code)) if name in _MADE_BY:
                    yield f"{file.relative_to(root)}:{node.lineno}", code


def test_every_code_in_a_call_is_a_rule() -> None:
    used = list(codes())

    assert len(used) > 30
    assert [(place, code) for place, code in used if code not in CODES] == []
