"""A `---` with the first field of a manifest, or a comment, in its line: `---apiVersion: v1`.

YAML reads `---apiVersion` as a key, and everything below it as part of the manifest above.
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.manifest_starts import GLUED
from knotwork.snippets.yaml.separators import MISSING_SEPARATOR

_GLUED = lazy_regex(
    r"^(?P<marks>---)(?P<space>[ \t]*)(?P<first>(?:apiVersion|kind):(?=[ \t\n])"
    r"|(?<=-)#[^\n]*(?=\n(?>(?:[ \t]*(?:#[^\n]*)?\n){0,50})(?:apiVersion|kind):))",
    re.MULTILINE,
)


def without_glued_separators(text: str) -> tuple[str, list[Violation]]:
    """A text with a mask of the same length in place of such marks, and the findings for them."""
    if "---" not in text:
        return text, []
    glued = list(_GLUED.finditer(text))
    if not glued:
        return text, []
    return _GLUED.sub(lambda match: GLUED + match["space"] + match["first"], text), list(
        map(_violation, glued)
    )


def _violation(match: re.Match[str]) -> Violation:
    start, end = match.span("marks")
    first = match["first"]
    behind = "a comment" if first.startswith("#") else f"`{first}`"
    change = (start, match.end("space"), "--- " if first.startswith("#") else "---\n")
    return Violation(
        MISSING_SEPARATOR,
        start,
        end,
        f"`---` with {behind} in its line does not separate manifests",
        "Put a space in front of the comment."
        if first.startswith("#")
        else "Put `---` on a line of its own.",
        repair=Repair("Write `---` apart", (), (change,)),
    )
