"""Manifests whose first comment says what is wrong in them: `# An Ingress with an invalid pathType`."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation

_WRONG = (
    r"(?:invalid|wrong|incorrect|broken|bad|misspel\w+|mistyped|faulty|erroneous|nonexistent|non-existent"
    r"|falsche[mnrs]?|ungültige[mnrs]?|fehlerhafte[mnrs]?|неверн\w+|неправильн\w+)"
)
_TITLE = lazy_regex(
    r"\b(?:with|has|having|uses|mit|hat|с)[ \t]+(?:an?[ \t]+|the[ \t]+|eine[mnrs]?[ \t]+)?"
    rf"{_WRONG}[ \t]+[`\"']?(?P<before>[\w.-]+)"
    r"|\b(?:con|tiene|com|tem|avec|a)[ \t]+(?:un[ae]?[ \t]+|um[a]?[ \t]+|el[ \t]+|la[ \t]+|le[ \t]+|o[ \t]+)?"
    r"[`\"']?(?P<after>[\w.-]+)[`\"']?[ \t]+"
    r"(?:inv[áa]lid[oae]s?|incorrect[oae]?s?|errad[oa]s?|erron[ée]e?s?|err[óo]ne[oa]s?)\b"
    r"|(?:无效|错误|不正确)的[ \t]*[`\"']?(?P<zh>[A-Za-z][\w.-]*)|(?:無効|不正|誤った)(?:な|の)?[ \t]*"
    r"[`\"']?(?P<ja>[A-Za-z][\w.-]*)|잘못된[ \t]*[`\"']?(?P<ko>[A-Za-z][\w.-]*)",
    re.IGNORECASE,
)
_OF_OTHERS = lazy_regex(
    r"\b(?:reject|refus|den(?:y|ies)|block|prevent|detect|catch|avoid|disallow|validat|fix|correct(?:s|ed)|repair"
    r"|no longer|not|if|when|verhinder|behebt|repar|corrig|решает|исправ)\w*|拒绝|防止|修复|修正|拒否|수정",
    re.IGNORECASE,
)
"""What makes a title say something of other manifests, or of how this one was."""
_FARTHEST = 20_000


def is_titled_wrong(violation: Violation, text: str) -> bool:
    """Whether a comment above the first field of a document calls what a violation is at wrong, by its name.

    `text`: that of its offsets.
    """
    if "#" not in text or violation.start > _FARTHEST:
        return False
    line = text[line_start(text, violation.start) : line_end(text, violation.start)]
    at = line.strip("- \t").partition(":")[0].strip("\"'").lower()
    above = text[text.rfind("\n---", 0, violation.start) + 1 : violation.start]
    for comment in above.split("\n"):
        if comment.strip() and not comment.startswith(("#", "---")):
            return False
        title = _TITLE.search(comment)
        if title is not None and not _OF_OTHERS.search(comment):
            named = next(filter(None, title.groups())).rstrip(".").lower()
            if at == named.rpartition(".")[2]:
                return True
    return False
