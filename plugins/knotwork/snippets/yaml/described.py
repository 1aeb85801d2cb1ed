"""What `kubectl describe` prints, whole or in part: names in capitals, their values in columns."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_ENTRY = lazy_regex(r"^( *)([A-Z][\w./()-]*(?: [A-Z(][\w./()-]*){0,5}):( {2,}\S|[ \t]*$| \S)", re.MULTILINE)
_MANIFEST = lazy_regex(r"^[ \t]*(?:- )?(?:apiVersion|kind|metadata|spec|status):", re.MULTILINE)
_CERTAIN = lazy_regex(r"^(?:API Version|Kind|Namespace|Labels|Annotations): {2,}\S", re.MULTILINE)
"""What describes any object."""
_WIDE = "  "


def is_described(text: str) -> bool:
    """Whether a text is what `kubectl describe` prints: two values of names of unlike length in a column."""
    if ":  " not in text or _MANIFEST.search(text):
        return False
    columns: dict[str, tuple[int, int]] = {}
    for entry in _ENTRY.finditer(text):
        indent, name = entry[1], entry[2]
        if not entry[3].startswith(_WIDE):
            continue
        column = entry.end() - 1 - entry.start()
        if indent in columns and columns[indent][0] == column and columns[indent][1] != len(name):
            return True
        columns[indent] = column, len(name)
    return _CERTAIN.search(text) is not None


def is_certainly_described(text: str) -> bool:
    """Whether a text names what all objects have, as `kubectl describe` prints it."""
    return _CERTAIN.search(text) is not None


def described(text: str) -> Violation:
    """The finding of a block with such output, at its first line."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    message = "not valid YAML: this is output of `kubectl describe`"
    help_ = "Name `text` as the language of the block."
    return Violation(YAML_SYNTAX, start, len(text) if end == -1 else end, message, help_, severity="warning")
