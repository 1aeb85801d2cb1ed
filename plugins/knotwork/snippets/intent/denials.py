"""What makes a sentence say nothing of the manifest beside it: "if it fails", "errors in the log".

If the manifest is wrong, …            a condition
This no longer fails.                  the contrary
The agent can find and fix errors.     what a program does
Find the errors in the log.            a mistake elsewhere
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_IF = (
    r"(?<!see )\bif\b|\bunless\b|\bwhether\b|\b(?:make sure|ensure|check) (?:that|for)\b|\bin case\b"
    r"|\b(?:should|were) (?:it|this|that|the \w+) "
    r"|\bwenn\b|\bfalls\b|\bsi\b|(?:^|[,;:(] )se\b|если|如果|若|否则|場合|하면|않으면|[으었았되]면 "
)
_OTHERWISE = (
    r"\b(?:when|whenever|until|without|otherwise|avoid\w*|prevent\w*|detect\w*|catch\w*|against|fixed"
    r"|corrected|(?:^|[,;:] |in order )to fix|instead of|rather than|in contrast to|unlike|ohne|cuando|sin"
    r"|quando|sem|quand|sans)\b"
    r"|\bбез\b|避免|防止|しない(?:よう|と)|没有[^。\n]{0,20}时|(?:秒|分钟?|小时|次|之)后|没有(?:任何)?(?:错误"
    r"|问题)"
    r"|\bno longer (?:fails?|broken|wrong|invalid|rejected|refused)\b"
    r"|\b(?:not|never) (?:fail|be (?:rejected|refused))\b|n['’]t (?:fail|be (?:rejected|refused))\b"
)
"""What makes a sentence one about other circumstances, or about how it was."""
_CONTRARY = (
    r"\b(?:no|not|never|nothing|neither|kein\w*|nicht|nie|ningún|nunca|nenhum|aucun|jamais|нет|нету)\b"
    r"|n['’]t\b"
    r"|(?:没有|沒有|并无|不存在)|(?:ありません|ない[。.]?$)|없(?:습니다|다|음)"
)
_BY_PROGRAM = (
    r"(?<!you )\b(?:can|will|could|may|might|would|helps?|lets|able to|tries to|automatically|itself"
    r"|by itself)\b"
    r"(?! you\b)|\bhow to\b|\b(?:was|were)\b|自动|自動|자동"
)
_REPAIRED = (
    r"\b(?:fix|correct|repair|solve|resolve|behebt|behob|korrigiert|repariert|corrige (?:el|la|o|a|l['’])"
    r"|corrig(?:ió|iu)|исправля\w+)(?:s|es|ed)?\b(?=[^.?!\n]{0,200}\b(?:above|earlier|anterior|acima|arriba"
    r"|ci-dessus"
    r"|выше|oben|vorher)\b)|(?:修复|修正|解决)(?:了|上)"
)
_ELSEWHERE = (
    r"\b(?:in|of|with|from|for|im|in der|en|no|na|dans|du|de|da|do|del)(?: (?:the|its|your|our|an?|el|la|le"
    r"|les|os?|as?|den|der))?"
    r"(?: \w+)?(?:-| )(?:logs?|events?|code|output|network|applications?|apps?|programs?|scripts?|database"
    r"|browser|cluster|registro|código|aplicación|aplicação|journal|rede|red|réseau|netz\w*|anwendung"
    r"|programm)\b"
    r"|\b(?:логе|логах|коде|сети|программе|приложении)\b|日志|输出|事件|代码|程序|应用程序|网络|ログ|コード"
    r"|로그|코드"
)
_CONDITIONAL = lazy_regex(f"{_IF}|{_OTHERWISE}|{_REPAIRED}", re.IGNORECASE)
_CONTRARY_BEFORE = lazy_regex(_CONTRARY, re.IGNORECASE)
_NO_REQUEST = lazy_regex(f"{_IF}|{_ELSEWHERE}|{_REPAIRED}", re.IGNORECASE)
_NO_REQUEST_BEFORE = lazy_regex(f"{_OTHERWISE}|{_BY_PROGRAM}|{_CONTRARY}", re.IGNORECASE)


def is_denied(sentence: str, called: re.Match[str]) -> bool:
    """Whether a sentence that calls something wrong says so of another thing, or of other circumstances.

    `called`: the words that call it so.
    """
    return (
        _CONDITIONAL.search(sentence) is not None
        or _CONTRARY_BEFORE.search(sentence, 0, called.start()) is not None
    )


def is_request_denied(sentence: str, request: re.Match[str]) -> bool:
    """Whether a sentence with a request to find or fix mistakes is about another thing, or asks nobody."""
    return (
        _NO_REQUEST.search(sentence) is not None
        or _NO_REQUEST_BEFORE.search(sentence, 0, request.start()) is not None
    )
