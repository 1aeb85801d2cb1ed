"""Blocks that readers are asked to complete: `Insert the missing fields`. What they lack is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.violation import Violation, at_most_info

_TEXT = r"(?:skeletons?|stubs?|templates?|manifests?|ya?ml|files?|definitions?|specs?|snippets?|examples?)"
_PARTS = r"(?:fields?|values?|lines?|parts?|pieces|keys|gaps?|blanks?)"
_ASKS = lazy_regex(
    rf"\b(?:complete|finish) (?:the|this|these) (?:following |given )?(?:[\w-]+ ){{0,2}}?{_TEXT}\b"
    rf"|\b{_TEXT}\b[^.?!\n]{{0,40}}\b(?:and|then|to) (?:insert|fill in|complete|add) "
    rf"(?:in )?(?:the|all|what)\b[^.?!\n]{{0,30}}(?:{_PARTS}|missing)\b"
    rf"|\b(?:skeleton|stub|{_TEXT})\b[^?!\n]{{0,60}}?\b(?:is|are) (?:still )?missing (?:some|a few|several)\b"
    rf"|\b(?:fill in|add|insert|supply) (?:in )?(?:the|all|any) (?:missing|remaining) {_PARTS}\b"
    rf"|\bfill in the (?:blanks|gaps)\b"
    r"|\b(?:vervollst[äa]ndige|erg[äa]nze)n?\b|\bcompleta (?:el|la|los|este|esta)\b|\bcompl[ée]tez\b"
    r"|\bcomplete (?:o|a|os|este|esta) |\b(?:дополните|допишите)\b"
    r"|补全|补充完整|填空|完成させ|補完し|빈칸|완성하(?:세요|시오)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^[ \t>]*(?:#{1,6} .*|(?:```|~~~).*)$", re.MULTILINE)
"""A heading, or the mark of another block: what stands above is not about this block."""


def as_to_complete(violations: Sequence[Violation], above: str) -> Sequence[Violation]:
    """The violations; as infos those of missing fields, where the text above asks to complete the block."""
    if not any(violation.rule is MISSING_FIELD for violation in violations):
        return violations
    if _ASKS.search(_BEFORE.split(above)[-1]) is None:
        return violations
    return [
        at_most_info(violation) if violation.rule is MISSING_FIELD else violation for violation in violations
    ]
