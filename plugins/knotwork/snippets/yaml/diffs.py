"""A diff in a block of YAML: lines with `+` and `-`, or with `<` and `>`, in front, and maybe headers.

Or lines that are marked with `*` at the margin, as the ones that matter.
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_HEADER = lazy_regex(r"^(?:@@ -\d+(?:,\d+)? \+\d|\+\+\+ \S)", re.MULTILINE)
_ADDED = lazy_regex(r"^\+(?:[ \t]+- +\S|[ \t]*[\"']?[A-Za-z][\w./-]*[\"']?:(?:[ \t]|$))", re.MULTILINE)
"""A line that a diff adds: a field or an item behind its `+`, which begins no field of YAML."""
_MARKED = lazy_regex(r"^(?:[-+](?!--[ \t]*$)|@@ )[^\n]*", re.MULTILINE)
_CHANGED = lazy_regex(
    r"^[ \t]*(?P<lines><[ \t]+[^\n]*\n(?>(?:[ \t]*<[ \t][^\n]*\n){0,200})(?:---\n)?[ \t]*>)"
    r"[ \t]+(?:- +\S|[\w./\"'-]+:(?:[ \t]|$))",
    re.MULTILINE,
)
"""Lines of a diff without headers: those that were there behind `<`, those that are there now behind `>`."""
_STARRED = lazy_regex(r"^\*(?=[ \t]+(?:- +\S|[\w./\"'-]+:(?:[ \t]|$)|#))", re.MULTILINE)
"""A field or an item behind a `*`."""


def first_star(text: str) -> int | None:
    """The offset of the first `*` in front of a field, with which a writer marks it; None: there is none."""
    star = _STARRED.search(text) if "*" in text else None
    return star.start() if star is not None else None


def without_stars(text: str) -> str:
    """A text with spaces in place of these."""
    return _STARRED.sub(" ", text)


def starred(at: int) -> Violation:
    """The finding of lines that are marked with `*`, the first at an offset."""
    message = "the `*` in front of this line is a mark of the writer, no YAML"
    return Violation(YAML_SYNTAX, at, at + 1, message, "Mark lines with a comment: `# <-`.", severity="info")


def is_diff(text: str) -> bool:
    """Whether a text is a diff."""
    if "\n+" not in text and not text.startswith("+"):
        return False
    return _HEADER.search(text) is not None or _ADDED.search(text) is not None


def is_plain_diff(text: str) -> bool:
    """Whether there are lines such as `<  a: 1` and `>  a: 2`: a diff where it is no valid YAML."""
    return "<" in text and ">" in text and _CHANGED.search(text) is not None


def diff(text: str) -> Violation:
    """The finding of a block with a diff, at the first line that is marked."""
    start, end = _marked(text)
    message = "not valid YAML: this is a diff"
    help_ = "Name `diff` as the language of the block."
    return Violation(YAML_SYNTAX, start, end, message, help_, severity="info")


def _marked(text: str) -> tuple[int, int]:
    """The first line that is marked."""
    if (line := _MARKED.search(text)) is not None:
        return line.span()
    lines = _CHANGED.search(text)
    return (lines.start("lines"), text.index("\n", lines.start("lines"))) if lines is not None else (0, 0)
