"""What stands for fields that are not shown: `# remaining fields as before`, `fields: values`, `…: …`."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_OTHER = (
    r"(?:all )?(?:the )?(?:any )?"
    r"(?:others?|more|additional|remaining|further|rest(?: of(?: the| your)?(?: [A-Za-z]+)??)?)"
)
_FIELDS = (
    r"(?:fields?|values?|keys?|entries|propert(?:y|ies)|props|attributes?|settings?|options?|lines?"
    r"|config(?:uration)?s?|param(?:eter)?s?|specs?|specifications?|manifest|file|definition|ya?ml|content"
    r"|stuff)"
)
_SAME = (
    r"(?:,? (?:(?:are|is|stays?|remains?) )?(?:(?:the )?same(?: as (?:above|before))?|(?:as|like|shown) "
    r"(?:above|before|usual|needed|required)|unchanged|omitted|(?:goe?s? )?here))"
)
_REMARK = lazy_regex(
    rf"^([ \t]*)#[ \t(\[<]*{_OTHER} {_FIELDS}(?:{_SAME}[ \t.…)\]>]*$"
    r"|[ \t.…)\]>]*$(?=\s*\Z|\n(?>(?:[ \t]*\n)*)(?:---|(?!\1))))",
    re.IGNORECASE | re.MULTILINE,
)
"""A comment about other fields: one that says what they are, or the last line of its mapping.

Above others, `# more settings` is their title.
"""
_DOTS = lazy_regex(
    r"^[ \t]*(?:- )?[\"']?(?:\.{2,4}|…)[\"']?:[ \t]+[\"']?(?:\.{2,4}|…)[\"']?[ \t]*$", re.MULTILINE
)
_PAIR = re.compile(
    rf"[\"']?(?:(?:other|more|additional|remaining|further|rest|any|some|your)?[-_ ]?{_FIELDS}"
    r"|others?|more|rest|remaining|etc|additional)[\"']?:[ \t]+"
    rf"(?:[\"']?(?:(?:other|more|additional|remaining|further|rest|any|some|your)?[-_ ]?{_FIELDS}"
    r"|etc|omitted|unchanged|same(?: as (?:above|before))?|(?:goes? )?here"
    r"|as (?:above|before|usual|needed))"
    r"[\"']?|[\"']?(?:\.{2,4}|…)[\"']?)[ \t]*(?:#[^\n]*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_WORDS = ("ther", "more", "More", "dditional", "emaining", "urther", "est of", "MORE", "OTHER")
"""What `_REMARK` needs: most texts are ruled out by it."""


def stands_for_others(text: str) -> bool:
    """Whether a comment, or a field of dots, stands for other fields."""
    if ("..:" in text or '..":' in text or "…:" in text or "..':" in text) and _DOTS.search(text):
        return True
    if "#" not in text:
        return False
    for word in _WORDS:
        if word in text:
            return _REMARK.search(text) is not None
    return False


def is_pair_for_others(text: str, start: int) -> bool:
    """Whether the field at an offset stands for other fields: `fields: values`, `other: ...`."""
    return _PAIR.match(text, start) is not None
