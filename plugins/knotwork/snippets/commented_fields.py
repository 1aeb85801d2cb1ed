"""Required fields that stand commented out where they belong: `# endpoint: to be set by a patch`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD, SHOWN_IN_PART
from knotwork.snippets.violation import Violation

_BEHIND = lazy_regex(r":[ \t]+#[ \t]*\S")
_BELOW = lazy_regex(r":[ \t]*\n[ \t]+#[ \t]*[\w.-]+:(?:[ \t]|$)", re.MULTILINE)
"""A comment with a field on the line below a key, indented."""
_LOOKED_AT = 2000
"""The most characters before and behind the start of a mapping that are looked at."""


def left_out_by_comment(violation: Violation, text: str) -> Violation:
    """A violation; as an info where it is about a missing field that a comment in its mapping has.

    Or about an empty one with a comment behind it, which says what goes there: `name: # of the claim`. Or a
    `spec:` of which the note shows only what is commented out.

    `text`: that of the offsets of the violation.
    """
    if violation.rule is EMPTY_FIELD:
        to_fill_in = _is_to_fill_in(violation, text)
        if violation.start == text.rfind("\n", 0, violation.start) + 1:
            to_fill_in |= _BELOW.match(text, violation.end) is not None
        return replace(violation, severity="info") if to_fill_in else violation
    if violation.rule is MISSING_FIELD and _is_to_fill_in(violation, text):
        return replace(violation, severity="info", repair=None)
    path, required, _ = violation.message.partition(f": {REQUIRED}")
    name = (violation.missing or path).rpartition(".")[2]
    if violation.rule is not MISSING_FIELD or not required or f"{name}:" not in text:
        return violation
    commented = re.compile(rf"[ \t]*#[# \t]*(?:- )?{re.escape(name)}:(?=[ \t]|$)")
    if any(map(commented.match, _comments(text, violation.start))):
        return replace(violation, severity="info", help=SHOWN_IN_PART, repair=None)
    return violation


def _is_to_fill_in(violation: Violation, text: str) -> bool:
    """Whether a comment stands behind the key without a value that a violation is at."""
    return _BEHIND.match(text, violation.end) is not None


def _comments(text: str, start: int) -> Iterator[str]:
    """The comments directly above a mapping that starts at an offset, and those at its level below."""
    line = text.rfind("\n", 0, start) + 1
    column = start - line
    for above in reversed(text[max(0, line - _LOOKED_AT) : line].split("\n")[:-1]):
        if not above.lstrip().startswith("#"):
            break
        yield above
    for below in text[line : line + _LOOKED_AT].split("\n")[1:]:
        width = len(below) - len(below.lstrip())
        if below.lstrip().startswith("#"):
            if column in (width, len(below) - len(below.lstrip(" \t#"))):
                yield below
        elif below.strip() and width < column:
            break
