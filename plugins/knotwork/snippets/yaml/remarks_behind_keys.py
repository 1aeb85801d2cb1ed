"""Remarks without `#` behind a key whose fields are below it: `spec:   (1)`, `containers: list of them`."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_below
from knotwork.model.patterns import lazy_regex

_KEY = r"^(?P<before>[ ]*(?:- +)*)(?P<key>[A-Za-z][\w./-]*):[ \t]+"
_MARK = (
    r"(?:\(\w[^()\n]*\)|<\d{1,2}>|\*\d{1,2}(?=[ \t]*$)|\w{1,2}[.)](?=[ \t]*$)|(?:[-=]>|<=|--|;)(?=[ \t])"
    r"|[\u2190-\u21ff\u27f5-\u27ff\u2b05-\u2b0d]|[（【《「])"
)
_MARKED = lazy_regex(rf"{_KEY}(?P<remark>{_MARK}[^\n#]*?)[ \t]*$", re.MULTILINE)
_WORDED = lazy_regex(rf"{_KEY}(?P<remark>(?:[^\x00-\x7f]|[A-Za-z]\w*[ ]\w)[^\n#]*?)[ \t]*$", re.MULTILINE)
"""A key, and behind it what is no value of one word: a word of another script, or several words."""
OPENS = frozenset(
    (
        "containers",
        "data",
        "env",
        "items",
        "labels",
        "matchLabels",
        "metadata",
        "ports",
        "resources",
        "rules",
        "selector",
        "spec",
        "status",
        "template",
        "volumeMounts",
        "volumes",
    )
)
"""Keys that have fields or items below them in every manifest."""
_VALUED = lazy_regex(
    r"^[ ]*(?:- +)*[A-Za-z][\w./-]*:[ \t]+[^\s#\"'|>&!{\[]\S*[ \t]+(?P<remark>[^\w\s#\"'][^\n#]*?)[ \t]*$",
    re.MULTILINE,
)
_BELOW = lazy_regex(r"(?P<indent>[ ]*)(?:(?P<dash>- )|[\w./\"'-]+:(?:[ \t]|$))", re.MULTILINE)
_BLANK = lazy_regex(r"(?:[ \t]*(?:#[^\n]*)?\n)*")


def words_behind_keys(text: str) -> list[tuple[int, int]]:
    """The offsets of words behind keys whose fields begin on the next line.

    Behind a single key they may be its value, and the next line a slip: a key that always has fields tells.
    """
    keys = _with_fields(_WORDED, text)
    if len(keys) > 1 or any(key["key"] in OPENS for key in keys):
        return [key.span("remark") for key in keys]
    return []


def marks_behind_keys(text: str) -> list[tuple[int, int]]:
    """The offsets of remarks with a mark behind keys whose fields begin on the next line.

    Those that begin alike behind values are among them.
    """
    behind_keys = [key.span("remark") for key in _with_fields(_MARKED, text)]
    marks = {text[start] for start, _ in behind_keys if not text[start].isalnum()}
    if not marks:
        return behind_keys
    behind_values = (value.span("remark") for value in _VALUED.finditer(text))
    return sorted({*behind_keys, *(span for span in behind_values if text[span[0]] in marks)})


def _with_fields(keys: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The matches of keys whose fields or items begin on the next line."""
    opening: list[re.Match[str]] = []
    for key in keys.finditer(text):
        blank = _BLANK.match(text, line_below(text, key.end()))
        field = _BELOW.match(text, blank.end()) if blank is not None else None
        if field is None:
            continue
        column, indent = len(key["before"]), len(field["indent"])
        beside = indent == column and field["dash"] is not None and "-" not in key["before"]
        if indent > column or beside:
            opening.append(key)
    return opening
