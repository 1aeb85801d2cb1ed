"""The words that call an example wrong or right, in several languages: labels, headings and comments.

Wrong:                       a label
## Common mistakes           a heading
# Bad names                  a comment
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_BAD = (
    r"wrong|incorrect|invalid|bad|broken|faulty|malformed|erroneous|buggy|misconfigured"
    r"|falsch|fehlerhaft|ung[üu]ltig|incorrect[eoa]?|inv[áa]lid[oa]|invalide|err[óo]ne[oa]|err[ôo]ne[oa]"
    r"|errad[oa]"
    r"|mauvais|mauvaise|неверно|неправильно|плохо|неверный|неправильный|ошибочный"
)
_TEXT = (
    r"(?:examples?|manifests?|ya?mls?|specs?|specifications?|definitions?|files?|config\w*|syntax"
    r"|indentation|versions?"
    r"|way|approach|pratique|m[ée]thode|formats?|snippets?|code|templates?|usage|practice|order|beispiel"
    r"|manifest|ejemplo"
    r"|exemplo|exemple"
    r"|manifiesto|manifesto|manifeste|пример|манифест|вариант)"
)
_AFTER = r"[ \t]*(?:\([^()\n]*\)[ \t]*)?(?=$|[:：!(\[\u2013\u2014-])"
LABEL = lazy_regex(
    r"(?:the )?(?:[❌✗✘✖⛔🚫👎]\ufe0f?[ \t]*"
    rf"|(?:{_BAD})(?:[ \t/]+(?:{_BAD}|{_TEXT}))?(?:[ \t]+#?\d+)?{_AFTER}"
    rf"|(?:example|beispiel|ejemplo|exemple|exemplo|пример)[ \t]+(?:of )?(?:an? )?(?:{_BAD})"
    rf"(?:[ \t]+{_TEXT})?{_AFTER}"
    rf"|(?:anti-?patterns?|not working|does(?: not|n't|n’t) work|don(?:'|’)?t(?: do this)?|do not do this"
    rf"|issue|problematic|the (?:mistake|bug|error)|so nicht"
    r"|(?:an? |another |one )?(?:very )?(?:common|typical|frequent|classic) (?:mistake|error|pitfall)s?"
    rf"|no funciona|não funciona|ne fonctionne pas"
    rf"|не работает|антипаттерн|mal ejemplo|mau exemplo|[àa] ne pas faire){_AFTER}"
    rf"|problem[ \t]*(?=$|[:：][ \t]*$)"
    r"|(?:错误|错误示例|错误写法|错误的写法|反例|反面教材|反面例子|错误示范|错误用法|错误配置|錯誤示例|❌"
    r"|間違い|誤り|悪い例|NG例?|誤った例|잘못된 예시?|나쁜 예시?|틀린 예시?|오답)[ \t]*(?:$"
    r"|[:：(（\d一二三]))",
    re.IGNORECASE,
)
"""How a line begins that calls what is below it wrong: `Wrong:`, `Bad example 2`; not `Wrong values`."""
TITLE_OF_WRONG = lazy_regex(
    r"[❌✗✘✖⛔🚫👎]"
    rf"|(?:{_BAD}|mal)(?:[ \t/]+(?:{_BAD}|{_TEXT}|names?|values?|selectors?|labels?))?"
    rf"(?:[ \t]+#?\d+)?{_AFTER}"
    r"|(?:erreur|error|fehler|erro|ошибка)[ \t]*(?:#?\d{1,2}[ \t]*)?(?:[\u2013\u2014-][ \t]|$)"
    r"|(?-i:ERREUR|ERROR|FEHLER|ERRO|ОШИБКА)[ \t]*[:：][ \t]"
    rf"|(?:anti-?patterns?|don(?:'|’)?t(?: (?:do|use|write) (?:this|it|these))?|never do (?:this|it)"
    rf"|do not (?:do|use|write) (?:this|it|these)|avoid(?: (?:this|these))?|not recommended|so nicht"
    rf"|не делайте так|антипаттерн){_AFTER}"
    r"|(?:错误(?:示例|写法|的写法|示范|用法|配置)?|反例|反面教材|錯誤示例|不推荐|間違い|誤り|悪い例|NG例?"
    r"|잘못(?:된 예시?)?|나쁜 예시?|틀린 예시?)[ \t]*(?:$|[:：(（!-])",
    re.IGNORECASE,
)
"""How a comment begins that calls the lines below it wrong: `Bad names`; not `wrong values are refused`."""
MARKED = lazy_regex(r"[❌✗✘✖][ \t]*[:：]?[ \t]*$")
"""The end of such a line: `No selector ❌`."""
RIGHT = lazy_regex(
    r"[✅✔☑👍🟢]|(?:the )?(?:right|correct(?:ed|ion)?|good|fix(?:ed|es)?(?! (?:(?:this|these|the following"
    r"|following|the \w+ below)\b(?=[^.?!\n]*\w)"
    r"|(?:the |an? )?(?:invalid|broken|wrong|faulty|incorrect)\b"
    r"|(?:all|every) (?:of )?(?:the |its )?(?:errors?|mistakes?|bugs?|typos?|faults?)\b))"
    r"|solution|proper|valid|better"
    r"|working|recommended"
    r"|instead|do(?=(?: this| it)?(?: like this| instead)?\W*$)|answer|after|richtig"
    r"|now(?! (?:please )?(?:fix|find|spot|correct|repair|break|try|let)\b)|result(?! is an? (?:wrong|invalid"
    r"|broken))|l[öo]sung"
    r"|korrekt|besser|correct[oa]"
    r"|soluci[óo]n|bueno"
    r"|bon|corrigée?|cert[oa]|solu[çc][ãa]o|верно|правильно|решение|исправлен\w+)\b"
    r"|正确|(?:修正|解决)(?!下面|以下|下列|这个|其中|所有|全部)|改为|改成|应该|正しい|良い例|修正後|解答"
    r"|올바른|정답|해결|수정(?!하세요|하시오|해)",
    re.IGNORECASE,
)
"""How a line begins that calls what is below it right."""
PITFALL = lazy_regex(
    r"(?:common )?(?:mistake|pitfall|gotcha|anti-?pattern)s?[ \t]*(?:#?\d+[ \t]*)?(?:[.:：\u2013\u2014-]|$)"
    r"|(?:common mistakes?|h[äa]ufige[rs]? fehler|error(?:es)? com[uú]n\w*|erros? comu[mn]\w*"
    r"|erreurs? courantes?|常见错误)"
    r"(?=\W*$|[ \t]*[:：.(\u2013\u2014-]|[ \t]*#?\d| (?:with|in|of|when|on|about|bei|mit|von|con|en|de|com|em"
    r"|avec|dans"
    r"|and|und|y|e|et)\b)",
    re.IGNORECASE,
)
"""The beginning of a heading of a mistake, which is shown first: `Mistake 2: no group`."""
