"""Texts in an expression that are read when it is compiled: patterns, formats, times, durations."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.formats import is_go_duration
from knotwork.snippets.fields.patterns import is_pattern

_TEXT = r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*\""""
_PATTERN, _FORMAT = ("matches", "find", "findAll"), "format"
_LITERAL = lazy_regex(
    rf"//[^\n]*|'''|\"\"\"|\.\s*(?P<method>matches|find|findAll)\s*\(\s*(?P<one>[rR]?(?:{_TEXT}))\s*\)"
    rf"|(?<![\w.])(?P<made>timestamp|duration)\s*\(\s*(?P<two>{_TEXT})\s*\)"
    rf"|(?P<three>{_TEXT})\s*\.\s*(?P<formatted>format)\s*\(|[rRbB]{{0,2}}(?:{_TEXT})"
)
_CLAUSE = lazy_regex(r"%%|%(?:[sdboxX]|(?:\.\d+)?[fe])|(%)")
_TIME = lazy_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def wrong_literal(expression: str) -> tuple[int, str] | None:
    """The first text that cannot be read: its offset, and what the API server says; None: there is none."""
    for match in _LITERAL.finditer(expression):
        if match[0] in ("'''", '"""'):
            return None  # a text of several lines, in which anything may stand
        function = match["method"] or match["made"] or match["formatted"]
        if function is None:
            continue
        group = "one" if match["method"] else "two" if match["made"] else "three"
        text = _value(match[group])
        message = _message(function, text) if text is not None else None
        if message is not None:
            return match.start(group), message
    return None


def _message(function: str, text: str) -> str | None:
    if function in _PATTERN:
        return None if is_pattern(text) else f"invalid {function} argument: no regular expression"
    if function == _FORMAT:
        wrong = next((clause for clause in _CLAUSE.finditer(text) if clause[1]), None)
        return wrong and f"could not parse formatting clause: {text[wrong.start() : wrong.start() + 2]}"
    if function == "timestamp":
        return None if _TIME.fullmatch(text) else "invalid timestamp argument"
    return None if is_go_duration(text) else "invalid duration argument"


def _value(written: str) -> str | None:
    """What a text in quotes says; None where it has other escapes than backslashes and quotes."""
    raw = written[0] in "rR"
    inner = written[2 if raw else 1 : -1]
    if raw:
        return inner
    if re.search(r"\\[^\\'\"]", inner.replace("\\\\", "")):
        return None
    return re.sub(r"\\(.)", r"\1", inner)
