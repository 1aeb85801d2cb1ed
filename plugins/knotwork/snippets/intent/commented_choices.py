"""Fields of which one is to be given, each below a comment that says when: `# in case of TCP`, `# or inside`.

A value with a comment that gives an example of it, `image: ImageName # e.g. nginx`, is to be filled in.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from knotwork.model.line_offsets import line_above, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.violation import Violation, as_info, severity

_CHOICE = lazy_regex(
    r"[ \t]*(?:#|//)[ \t#/*-]*(?:or\b|in case\b|option(?:al|s)?\b|alternative(?:ly)?\b|either\b|variant\b"
    r"|instead\b|choose\b|if\b[^\n]*:?[ \t]*$)",
    re.IGNORECASE,
)
_EXAMPLE = lazy_regex(
    r"[ \t]+#[ \t]*(?:\(?e\.g\.|eg[:. ]|ex[:.] |for example\b|such as\b|for instance\b)", re.IGNORECASE
)
_HELP = "Keep one of them; to show both, use one block for each."


def as_choice(violation: Violation, text: str) -> Violation:
    """A violation; as an info where a comment says that its field is a choice, or is to be filled in.

    `text`: that of the offsets of the violation.
    """
    if severity(violation) == "info":
        return violation
    if violation.rule is ONE_OF and _is_below_choice(violation.start, text):
        return replace(violation, severity="info", help=_HELP, repair=None)
    is_word = text[violation.start : violation.end].isalpha()
    if violation.rule is INVALID_VALUE and is_word and _EXAMPLE.match(text, violation.end):
        return as_info(violation)
    return violation


def _is_below_choice(start: int, text: str) -> bool:
    """Whether the line above that of an offset is a comment that names a choice."""
    line = line_start(text, start)
    above = line_above(text, line)
    return line > 0 and not text[line:start].strip(" -") and _CHOICE.match(text[above : line - 1]) is not None
