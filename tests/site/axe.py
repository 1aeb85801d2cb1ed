"""axe-core on a page that is shown: what a reader with other eyes or hands would stumble over."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""The rules of WCAG 2.0, 2.1 and 2.2 that level AA asks for."""

_RUN = """levels => axe.run({
    runOnly: {type: "tag", values: levels},
    rules: {"target-size": {enabled: true}},
    resultTypes: ["violations"],
})"""


def violations(page: Any) -> list[str]:
    """`rule: element: reason` for each element that breaks a rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    found = page.evaluate(_RUN, list(LEVELS))["violations"]
    return [_said(rule["id"], node) for rule in found for node in rule["nodes"]]


def _said(rule: str, node: dict[str, Any]) -> str:
    reason = next((each["message"] for each in (*node["any"], *node["all"], *node["none"])), "")
    where = " ".join(part if isinstance(part, str) else json.dumps(part) for part in node["target"])
    return f"{rule}: {where}: {' '.join(node['html'].split())[:160]}: {reason}"


@cache
def _script() -> str:
    base = pytest.importorskip("axe_playwright_python.base", reason="needs axe-core")
    return str(base.AXE_SCRIPT)
