"""Blocks that readers are asked to complete, or that show a change: what they lack stands elsewhere."""

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
_CHANGES = lazy_regex(
    r"\b(?:updat|modify|edit|chang|adjust|extend|amend)\w*\b[^.?!\n]{0,80}"
    r"\b(?:as (?:shown|follows|below)|like (?:this|so|the following)|to include|with the following)\b"
    r"|\badd\b[^.?!\n]{0,40}\b(?:following|below|these)\b[^.?!\n]{0,40}\b(?:to|in|into) (?:the|your|an?)\b",
    re.IGNORECASE,
)
"""What asks to change a manifest: `update the volume to include it`. The block may show that part only."""
_MARKED_LINES = lazy_regex(r"\{[\d,\s-]+\}|\bhl_lines=|\bhighlight=")
"""What a fence says to show some of its lines marked: they are what the block is about."""
_PARAGRAPHS = re.compile(r"\n[ \t>]*\n")
_BEFORE = re.compile(r"^[ \t>]*(?:#{1,6} .*|(?:```|~~~).*)$", re.MULTILINE)
"""A heading, or the mark of another block: what stands above is not about this block."""


def as_to_complete(violations: Sequence[Violation], above: str, info: str) -> Sequence[Violation]:
    """The violations; as infos those of missing fields where a block is to be completed, or shows a change.

    `above`: the text above the block. `info`: what its opening marks say.
    """
    if not any(violation.rule is MISSING_FIELD for violation in violations):
        return violations
    near = _BEFORE.split(above)[-1]
    last = _PARAGRAPHS.split(near.rstrip())[-1]
    if not (_MARKED_LINES.search(info) or _ASKS.search(near) or _CHANGES.search(last)):
        return violations
    return [
        at_most_info(violation) if violation.rule is MISSING_FIELD else violation for violation in violations
    ]
