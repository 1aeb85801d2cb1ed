"""A diff in a block of YAML: lines that begin with `+` and `-`, with or without its headers."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_HEADER = lazy_regex(r"^(?:@@ -\d+(?:,\d+)? \+\d|\+\+\+ \S)", re.MULTILINE)
_ADDED = lazy_regex(r"^\+(?:[ \t]+- +\S|[ \t]*[\"']?[A-Za-z][\w./-]*[\"']?:(?:[ \t]|$))", re.MULTILINE)
"""A line that a diff adds: a field or an item behind its `+`, which begins no field of YAML."""
_MARKED = lazy_regex(r"^(?:[-+](?!--[ \t]*$)|@@ )[^\n]*", re.MULTILINE)


def is_diff(text: str) -> bool:
    """Whether a text is a diff."""
    if "\n+" not in text and not text.startswith("+"):
        return False
    return _HEADER.search(text) is not None or _ADDED.search(text) is not None


def diff(text: str) -> Violation:
    """The finding of a block with a diff, at the first line that is marked."""
    line = _MARKED.search(text)
    start, end = line.span() if line is not None else (0, 0)
    message = "not valid YAML: this is a diff"
    help_ = "Name `diff` as the language of the block."
    return Violation(YAML_SYNTAX, start, end, message, help_, severity="warning")
