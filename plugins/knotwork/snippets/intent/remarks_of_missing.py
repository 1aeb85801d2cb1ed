"""Remarks that name a field which is not there: `# ❌ missing "name"` at its parent, `# Add kernel mappings`.

The first shows the mistake, the second stands for what the note leaves out.
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.violation import Violation

_WRONG = r"(?:[❌✗✘✖⛔🚫]\ufe0f?|(?-i:ERROR|ERREUR|FEHLER|ОШИБКА)\b[ \t]*[:：!-]|错误[:：])"
_LACKS = (
    r"(?:missing|lacks?|left out|without|falta[n]?|sin|ausente|manquante?s?|manque|sans"
    r"|fehl(?:t|en|ende[rs]?)|ohne|manca|отсутству\w+|нет|缺少|缺失|没有|不足|がない|누락|없음)"
)
_SHOWS = lazy_regex(
    rf"#[ \t]*{_WRONG}(?=[^#\n]*{_LACKS})(?P<said>[^\n]*)"
    rf"|#(?=[^#\n]*{_LACKS})(?P<then>[^\n]*){_WRONG}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_STANDS_FOR = lazy_regex(
    r"[ \t]*#[# \t]*(?:add|insert|put|define|specify|configure|list|your|the|further|more)"
    r"(?: (?:the|your|some|more))? (?P<words>[a-z]+(?: [a-z]+){1,3})[ \t.…]*$",
    re.IGNORECASE,
)
"""A remark with no more than a verb and the words of a name."""
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ABOVE = 3


def is_shown_missing(violation: Violation, text: str, *, file: bool) -> bool:
    """Whether a remark shows that the field which a violation misses is not there.

    `text`: that of its offsets. `file`: it is applied, and what stands for a field is not enough.
    """
    if violation.rule is not MISSING_FIELD or violation.together or "#" not in text:
        return False
    name = violation.missing.rpartition(".")[2]
    start = line_start(text, violation.start)
    near = start
    for _ in range(_ABOVE):
        near = line_start(text, max(0, near - 1))
    end = line_end(text, violation.start)
    shown = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    if any(shown.search(comment[0]) for comment in _SHOWS.finditer(text, near, end)):
        return True
    return not file and _has_remark_for(name, text, start, violation.start - start)


def _has_remark_for(name: str, text: str, start: int, column: int) -> bool:
    """Whether a remark of a mapping consists of the words of a name: `kernel mappings`."""
    words = _CAPITAL.sub(" ", name).lower()
    for row in text[start:].split("\n")[1:]:
        width = len(row) - len(row.lstrip())
        if row.lstrip().startswith("#"):
            remark = _STANDS_FOR.match(row)
            if remark is not None and remark["words"].lower() == words and width >= column:
                return True
        elif row.strip() and width < column:
            return False
    return False
