"""axe-core on a page that is shown: what a reader with other eyes or hands would stumble over."""

from __future__ import annotations

from functools import cache
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""The rules of WCAG 2.0, 2.1 and 2.2 that level AA asks for."""
COLOURS = ("color-contrast", "link-in-text-block")
"""Those that another colour scheme can break."""

_RUN = """([kind, values]) => {
    // what a list is scrolled to hides half of a link below its head, which then is too small a target
    document.querySelectorAll(".md-sidebar__scrollwrap").forEach(list => { list.scrollTop = 0 })
    const rules = kind === "tag" ? {"target-size": {enabled: true}} : {}
    return axe.run({runOnly: {type: kind, values}, rules, resultTypes: ["violations"]})
}"""


def violations(page: Any, rules: tuple[str, ...] = ()) -> list[str]:
    """`rule: element: reason` for each element that breaks a rule: one of these, or any for level AA."""
    page.add_style_tag(content="*, ::before, ::after { transition: none !important }")
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    wanted = ["rule", list(rules)] if rules else ["tag", list(LEVELS)]
    found = page.evaluate(_RUN, wanted)["violations"]
    return [_said(rule["id"], node) for rule in found for node in rule["nodes"]]


def _said(rule: str, node: dict[str, Any]) -> str:
    reason = next((each["message"] for each in (*node["any"], *node["all"], *node["none"])), "")
    where, written = " ".join(map(str, node["target"])), " ".join(node["html"].split())[:160]
    return f"{rule}: {where}: {written}: {reason}"


@cache
def _script() -> str:
    return str(AXE_SCRIPT)
