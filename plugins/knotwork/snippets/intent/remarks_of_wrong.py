"""Remarks beside a value that call it wrong: `# typo`, `# should be 80`, `# intentionally invalid`.

What a remark says of other values, or of a program, is about these: `# wrong values are refused`, `# exits
with an error on purpose`.
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.intent.denials import is_denied

_LONGEST = 200
_DENIES = r"(?<!not )(?<!n't )(?<!not a )(?<!n't a )(?<!no )"
_SAYS_SO = lazy_regex(
    r"(?P<sure>[❌✗]|(?:left out|omitted|missing|absent|unset|not (?:set|given|defined)) (?:deliberately"
    r"|intentionally)\b)"
    rf"|{_DENIES}\b(?:(?:does(?: not|n't) (?:exist|match)|non-?existent"
    r"|(?:deliberately|intentionally|purposely|knowingly) (?:left out|omitted|missing|absent|unset"
    r"|empty|wrong|invalid|removed|skipped|broken|misspel\w+|not (?:set|there|given|present|defined))"
    r"(?! \w+s? (?:to|in|into|from)\b)"
    r"|different(?=[ \t]*!)|(?<!avoid )(?<!prevent )mismatch(?=[ \t]*(?:$|[!)])))\b"
    r"|hint:? (?:is|are) (?:this|that|the|these)\b[^\n?]*\b(?:correct|right|valid)\?"
    r"|should be (?!(?:at|between|enough|great|high|less|low|more|set|small|the same|unique)\w*\b))",
    re.IGNORECASE,
)
_LABEL = lazy_regex(r"(?:bug|fault)(?:[ \t]+[A-Z\d]{1,2})?(?=[ \t]*(?:$|[:!\u2013\u2014-]))", re.IGNORECASE)
_WRONG = lazy_regex(
    rf"{_DENIES}\b(?:wrong|incorrect|typo|mistake|on purpose|falsch|incorrect[oa]|incorret[oa]|неверно"
    r"|intentional(?:ly)?(?=[ \t]*$| (?:wrong|invalid|incorrect|broken|bad|error|misspel\w+)))\b|错误",
    re.IGNORECASE,
)
_BEFORE = lazy_regex(
    r"(?:[\w.\[\]-]+ |[`\"'][^`\"']{1,40}[`\"'] )?"
    r"(?:\W*(?:this|it|that|these|the|an?|is|are|was|s|still|also|here|note|oops|obviously|clearly|quite|very"
    r"|completely"
    r"|common|classic|deliberate|intentional|intentionally|deliberately|wrong|invalid|misspelt|misspelled|set"
    r"|left|kept"
    r"|values?|names?|fields?|keys?|types?|ports?|labels?|selectors?|images?|versions?|kinds?|api|indentation"
    r"|spelling"
    r"|number|text|string|das|ist|der|die|es|el|la|está|un|una|valor|это|значение"
    r"|这|这里|这个|此处|是|的|值|写法|字段|名称|类型|端口|标签|故意|有|了)\W*)*",
    re.IGNORECASE,
)
"""What may stand before such a word: nothing else that it is said of."""
_BEHIND = lazy_regex(
    r"[ \t]*(?:$|[^\w\s])"
    r"|(?:[ \t]+(?!password|answer|request|use\b|user)[\w`\"'.]+){1,2}[ \t]*(?:$|[.,:;!()\u2013\u2014-])"
    r"|[ \t]+(?:because|as|since|here|should|must|but|and|in line|on line|it|there|that)\b"
    r"|的?(?:值|写法|示例|类型|端口|配置|名称|字段|标签|缩进)?(?:$|[。，,.!！:：;；])"
    r"|[ \t]*[\u3040-\u30ff\uac00-\ud7af]{0,4}$",
    re.IGNORECASE,
)


def calls_wrong(remark: str) -> bool:
    """Whether a remark, without its mark, calls the value before it wrong."""
    remark = remark[:_LONGEST]
    if (so := _SAYS_SO.search(remark)) is not None:
        return so.lastgroup == "sure" or not is_denied(remark, so)
    if _LABEL.match(remark) is not None:
        return True
    return any(
        _BEFORE.fullmatch(remark, 0, wrong.start()) is not None
        and _BEHIND.match(remark, wrong.end()) is not None
        and not is_denied(remark, wrong)
        for wrong in _WRONG.finditer(remark)
    )
