"""An alias that no anchor has, as a place to fill in: `token: *own-token  # change this`.

It is there so that kubectl refuses the file until somebody gives the value, and a comment says so.
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.parser_messages import UNDEFINED_ALIAS

_ALIAS = lazy_regex(r"\*[\w.-]+[ \t]*(?:#|$)", re.MULTILINE)
_SAYS_SO = lazy_regex(
    r"#[^\n]*(?:\b(?:dangling|undefined) (?:yaml )?(?:anchor|alias)\b"
    r"|\b(?:anchor|alias) (?:does(?: not|n['’]t) exist|is(?: not|n['’]t) defined)\b[^\n]*"
    r"\b(?:on purpose|until|so that)\b"
    r"|\b(?:won['’]t|will not|can(?:no|['’])t|refuses?|rejects?|fails?)\b[^\n]*"
    r"\b(?:until|unless) (?:you|it)\b)",
    re.IGNORECASE,
)
"""A comment above that says why no anchor has the name."""
_ASKS = lazy_regex(
    r"[ \t]#[\s#<>=←⬅!*-]*(?:please )?(?:change|replace|set|fill in|put|insert|enter)\b"
    r"(?: (?:this|it|me|here)\b|[^\n]*\byour?\b)",
    re.IGNORECASE,
)
"""A comment beside it that asks for the value."""
_COMMENTS = 6
"""The most lines of comments above it that are looked at."""


def is_placeholder_alias(violation: Violation, text: str) -> bool:
    """Whether an alias without an anchor is to be replaced, as a comment says.

    `text`: that of its offsets.
    """
    if violation.message != UNDEFINED_ALIAS or not _ALIAS.match(text, violation.start):
        return False
    if _ASKS.search(text, violation.start, line_end(text, violation.start)):
        return True
    line = line_start(text, violation.start)
    for _ in range(_COMMENTS):
        above = line_above(text, line)
        if above == line or not text[above:line].lstrip().startswith("#"):
            return False
        if _SAYS_SO.search(text, above, line):
            return True
        line = above
    return False
