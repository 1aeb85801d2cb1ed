"""Remarks without `#` behind a key whose fields are below it: `spec:   (1)`, `containers: list of them`."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_below
from knotwork.model.patterns import lazy_regex

_KEY = lazy_regex(
    r"^(?P<before>[ ]*(?:- +)*)[A-Za-z][\w./-]*:[ \t]+(?P<remark>(?!//)"
    r"(?:[^\w\s#\"'|>&!%@`*{\[-]|[*{\[]\w{1,2}[\]}]?[ \t]*$"
    r"|->|--|-=|[^\x00-\x7f]|\w[^\n#]*[ ]\w|\w{1,2}[.)][ \t]*$)[^\n#]*?)[ \t]*$",
    re.MULTILINE,
)
"""A key, and behind it what is no value of one word: a mark, a word of another script, several words."""
_VALUED = lazy_regex(
    r"^[ ]*(?:- +)*[A-Za-z][\w./-]*:[ \t]+[^\s#\"'|>&!{\[]\S*[ \t]+(?P<remark>[^\w\s#\"'][^\n#]*?)[ \t]*$",
    re.MULTILINE,
)
_BELOW = lazy_regex(r"(?P<indent>[ ]*)(?:(?P<dash>- )|[\w./\"'-]+:(?:[ \t]|$))", re.MULTILINE)
_BLANK = lazy_regex(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
_MARK = re.compile(r"[^\w\s]|\w{1,2}[.)]")


def remarks_behind_keys(text: str) -> list[tuple[int, int]]:
    """The offsets of what stands behind keys whose fields or items begin on the next line."""
    spans: list[tuple[int, int]] = []
    for key in _KEY.finditer(text):
        blank = _BLANK.match(text, line_below(text, key.end()))
        field = _BELOW.match(text, blank.end()) if blank is not None else None
        if field is None:
            continue
        column, indent = len(key["before"]), len(field["indent"])
        beside = indent == column and field["dash"] is not None and "-" not in key["before"]
        if indent > column or beside:
            spans.append(key.span("remark"))
    return spans


def marks_behind_keys(text: str) -> list[tuple[int, int]]:
    """The offsets of remarks behind keys that begin with a mark, and of those alike behind values.

    Empty where one of the first begins with a word.
    """
    behind_keys = remarks_behind_keys(text)
    if not behind_keys or not all(_MARK.match(text, start) for start, _ in behind_keys):
        return []
    marks = {text[start] for start, _ in behind_keys if not text[start].isalnum()}
    behind_values = (value.span("remark") for value in _VALUED.finditer(text))
    return sorted({*behind_keys, *(span for span in behind_values if text[span[0]] in marks)})
