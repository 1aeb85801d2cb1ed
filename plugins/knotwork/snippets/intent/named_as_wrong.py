"""Objects that are wrong by their name and a remark: `name: invalid-limits`, `# below the request: invalid`.

One of the two is not enough: an object may be there for invalid requests, and a remark for what was wrong.
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation

_NAME = re.compile(
    r"(?:^|-)(?:invalid|wrong|broken|bad|faulty|incorrect|should-fail|will-fail|ungueltig|invalido|incorrecto|invalide)"
    r"(?:-|$)"
)
_REMARK = lazy_regex(
    r"[ \t]#[^\n]*(?:\b(?:invalid|not allowed|forbidden|rejected|refused|wrong|incorrect|will fail"
    r"|ungültig|falsch|inv[áa]lid[oa]|incorrect[oa]|invalide)\b|неверн\w+|недопустим\w+"
    r"|错误|无效|不合法|無効|잘못)[ \t.!)❌]*$",
    re.IGNORECASE | re.MULTILINE,
)
_DENIED = re.compile(
    r"\b(?:not|no longer|isn't|never|was|would be|if|when|avoid|kein|nicht|no es)\b", re.IGNORECASE
)
_NEAR = 6
"""So many lines around a violation are looked at."""


def is_named_as_wrong(violation: Violation, text: str, name: str | None) -> bool:
    """Whether the name of an object and a remark near a violation call it wrong.

    `text`: that of its offsets.
    """
    if name is None or "#" not in text or _NAME.search(name) is None:
        return False
    start = line_start(text, violation.start)
    end = line_end(text, violation.start)
    for _ in range(_NEAR):
        start = line_start(text, max(0, start - 1))
        end = line_end(text, min(len(text), end + 1))
    above, below = text.rfind("\n---", start, violation.start), text.find("\n---", violation.start, end)
    start, end = max(start, above), end if below < 0 else below
    return any(not _is_denied(remark[0]) for remark in _REMARK.finditer(text, start, end))


def _is_denied(remark: str) -> bool:
    return _DENIED.search(remark.replace("not allowed", "")) is not None
