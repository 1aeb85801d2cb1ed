"""Listings with numbered lines, which the text around them explains by the numbers: `Lines 5 to 7: …`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.violation import Violation, as_info, severity
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_EXPLAINS = lazy_regex(
    r"\b(?:lines?|zeilen?|l[ií]neas?|lignes?|linhas?|строк[аиеу]?)\b[ \t*_`]*"
    r"(?:#?\d+)(?!\d*(?:%|[.,]\d| (?:and a half|of code)\b))"
    r"|第?[ \t]*\d+[ \t]*(?:[-–—~～至到][ \t]*\d+)?[ \t]*(?:行|번째 줄|행)"
    r"|\b\d+[ \t]*[-–][ \t]*\d+[ \t]*строк",
    re.IGNORECASE,
)
_NUMBERS = lazy_regex(r"(?:[ \t]*\d+[.:|)]?(?:[ \t][^\n]*)?(?:\n|\Z)){2}")
_FEWEST = 2
_ENDS = lazy_regex(r"^[ \t>]*(?:#{1,6}[ \t]|```|~~~)", re.MULTILINE)
"""Another block, or a section, below a block."""


def as_numbered_listing(violations: Sequence[Violation], fence: Fence) -> list[Violation]:
    """The violations of a block's text; as infos those of a listing that is explained by its numbers.

    Nobody is to copy it, and without the numbers the explanation says nothing.
    """
    if all(severity(violation) == "info" for violation in violations) or not _NUMBERS.match(fence.text):
        return list(violations)
    around = ("\n".join(text_above(fence.above).own), _ENDS.split(fence.below, maxsplit=1)[0])
    if sum(len(_EXPLAINS.findall(text)) for text in around) < _FEWEST:
        return list(violations)
    return [as_info(violation) if violation.rule is YAML_SYNTAX else violation for violation in violations]
