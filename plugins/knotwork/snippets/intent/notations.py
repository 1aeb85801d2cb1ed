"""Blocks that write down what is no manifest: two columns, alternatives of one value, a stream, a session.

# before              # after            two columns
gpu: "true" | "false"                    alternatives
{"type": "ADDED", "object": ...}         one of a stream of objects
$ curl $HOST/api/v1/pods                 a command, and what it prints
size: <int>   // how many                fields with their types
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.model.line_offsets import line_above, line_end, line_start
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Violation, with_infos
from knotwork.snippets.yaml.placeholders import TYPE_NAMES

_TWO_TITLES = lazy_regex(r"^[ \t]*#[ \t]*[^\s#][^#\n]*(?<=[ \t]{3})#[ \t]*[^\s#][^#\n]*$", re.MULTILINE)
"""The titles of two columns."""
_SECOND_COLUMN = lazy_regex(r"(?<![ \t])(?P<blanks>[ \t]{3,})(?:- )?[\w./-]+:(?=[ \t]|$)")
"""A field behind blanks; one of these may belong to what stands in front of them, if that has no colon."""
_CHOICE = lazy_regex(
    r"[ \t]*(?:- )?[\w./-]+:[ \t]+(?P<q>[\"'])[^\"'\n]*(?P=q)"
    r"(?:[ \t]*\|[ \t]*(?P=q)[^\"'\n]*(?P=q))+[ \t]*(?:#.*)?$"
)
_OBJECT = lazy_regex(r"[ \t]*\{[^\n]*[:,][ \t]*(?:\.\.\.|…)[^\n]*\}[ \t]*$")
_SESSION = lazy_regex(r"\s*\$ [a-z][\w.-]* [^\n]*\S")
_LEAST_BLANKS = 3
"""Between columns behind a colon; behind other text there is one more."""
_FIELD = lazy_regex(r"^[ \t]*(?:- )?[\w./-]+:(?:[ \t]+(?P<value>[^\n]*))?$", re.MULTILINE)
_TYPE = lazy_regex(
    rf"(?:\[[ ]?)?(?:<[a-zA-Z][\w .-]*>|{'|'.join(sorted(TYPE_NAMES))})(?:[ ]?\])?[ \t]*,?[ \t]*(?:(?://|#).*)?"
)
_FEWEST_TYPES = 2
_HELP = "Name `text` as its language, if it is no manifest."
_PRINTS = re.compile(r"^[A-Za-z]+:", re.MULTILINE)


def as_notation(violations: Sequence[Violation], fence: Fence, text: str) -> list[Violation]:
    """The violations; as infos those about how something is written down. `text`: that of their offsets."""
    return with_infos(violations, lambda own: _is_notation(own, fence, text), lambda _: _HELP)


def _is_notation(violation: Violation, fence: Fence, text: str) -> bool:
    start = line_start(text, violation.start)
    line = text[start : line_end(text, violation.start)]
    if violation.rule.code == "yaml-syntax":
        return (
            _CHOICE.fullmatch(line) is not None
            or (_has_columns(line) and _TWO_TITLES.search(text, 0, start) is not None)
            or _is_of_stream(text, start)
            or _lists_types(text)
        )
    if violation.rule is not UNKNOWN_FIELD or fence.options.get("title"):
        return False
    return _SESSION.match(line) is not None and _PRINTS.search(text, start + len(line)) is not None


def _has_columns(line: str) -> bool:
    """Whether a field stands behind something else on its line, far apart from it, and no comment between."""
    for second in _SECOND_COLUMN.finditer(line):
        first = line[line.rfind("#", 0, second.start()) + 1 : second.start()]
        if len(second["blanks"]) == _LEAST_BLANKS:
            if not first.endswith(":"):
                continue
            first = first[:-1]
        if first.strip():
            return True
    return False


def _lists_types(text: str) -> bool:
    """Whether the values of all fields are names of types."""
    count = 0
    for field in _FIELD.finditer(text):
        if value := (field["value"] or "").strip():
            if _TYPE.fullmatch(value) is None:
                return False
            count += 1
    return count >= _FEWEST_TYPES


def _is_of_stream(text: str, start: int) -> bool:
    """Whether a line and the one above it are objects of which the rest is left out."""
    line = text[start : line_end(text, start)]
    above = text[line_above(text, start) : start].rstrip("\n") if start else ""
    return _OBJECT.match(line) is not None and _OBJECT.match(above) is not None
