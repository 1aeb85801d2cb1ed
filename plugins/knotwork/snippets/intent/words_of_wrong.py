"""The words that call an example wrong, in several languages: labels, headings and sentences.

Wrong:                                                 a label
## Common mistakes                                     a heading
This manifest will fail, as the port is a text.        a sentence
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
    r"|way|approach|pratique|m[ée]thode|formats?|snippets?|code|templates?|usage|practice|order|beispiel|manifest|ejemplo"
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
    rf"|issue|problematic|the (?:mistake|bug|error)|so nicht|no funciona|não funciona|ne fonctionne pas"
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
    r"|(?:erreur|error|fehler|erro|ошибка)[ \t]*(?:#?\d+[ \t]*)?(?:[\u2013\u2014-][ \t]|$)"
    r"|(?-i:ERREUR|ERROR|FEHLER|ERRO|ОШИБКА)[ \t]*[:：][ \t]"
    rf"|(?:anti-?patterns?|don(?:'|’)?t(?: (?:do|use|write) (?:this|it|these))?|never do (?:this|it)"
    rf"|do not (?:do|use|write) (?:this|it|these)|avoid(?: (?:this|these))?|not recommended|so nicht"
    rf"|не делайте так|антипаттерн){_AFTER}"
    r"|(?:错误(?:示例|写法|的写法|示范|用法|配置)?|反例|反面教材|錯誤示例|不推荐|間違い|誤り|悪い例|NG例?"
    r"|잘못(?:된 예시?)?|나쁜 예시?|틀린 예시?)[ \t]*(?:$|[:：(（!-])",
    re.IGNORECASE,
)
"""How a comment begins that calls the lines below it wrong: `Bad names`; not `wrong values are refused`."""
BREAKS = lazy_regex(
    r"\b(?:intentional|deliberate|purpose)(?:ly)? (?:\w+ )?break(?:s|ing)?\b"
    r"|\bbreak(?:s|ing)? (?:[^.?!\n]{1,40} )?(?:intentionally|deliberately|on purpose)\b",
    re.IGNORECASE,
)
"""What says that the writer breaks what stands below: `Intentionally break the indentation`."""
MARKED = lazy_regex(r"[❌✗✘✖][ \t]*[:：]?[ \t]*$")
"""The end of such a line: `No selector ❌`."""
RIGHT = lazy_regex(
    r"[✅✔☑👍🟢]|(?:the )?(?:right|correct(?:ed|ion)?|good|fix(?:ed|es)?(?! (?:(?:this|these|the following"
    r"|following|the \w+ below)\b(?=[^.?!\n]*\w)"
    r"|(?:the |an? )?(?:invalid|broken|wrong|faulty|incorrect)\b"
    r"|(?:all|every) (?:of )?(?:the |its )?(?:errors?|mistakes?|bugs?|typos?|faults?)\b))"
    r"|solution|proper|valid|better"
    r"|working|recommended"
    r"|instead|do(?: this)?|answer|now|after|result|richtig|l[öo]sung|korrekt|besser|correct[oa]"
    r"|soluci[óo]n|bueno"
    r"|bon|corrig[ée]|cert[oa]|solu[çc][ãa]o|верно|правильно|решение|исправлен\w+)\b"
    r"|正确|修正|解决|改为|改成|应该|正しい|良い例|修正後|解答|올바른|정답|해결|수정",
    re.IGNORECASE,
)
"""How a line begins that calls what is below it right."""
PITFALL = lazy_regex(
    r"(?:common )?(?:mistake|pitfall|gotcha|anti-?pattern)s?[ \t]*(?:#?\d+[ \t]*)?(?:[.:：\u2013\u2014-]|$)"
    r"|(?:common mistakes?|h[äa]ufige[rs]? fehler|error(?:es)? com[uú]n\w*|erreurs? courantes?|常见错误)\b",
    re.IGNORECASE,
)
"""The beginning of a heading of a mistake, which is shown first: `Mistake 2: no group`."""
EXERCISE = lazy_regex(
    r"(?:(?<=try to )|(?<=is to )|(?<=have to )"
    r"|(?<!to )(?<!can )(?<!will )(?<!you )(?<!helps )(?<!lets )(?<!automatically ))"
    r"\b(?:find|spot|identify|locate|see|discover|diagnose)\b[^.?!\n]{0,40}\band (?:then )?"
    r"(?:fix|correct|repair)\b"
    r"|\b(?:find|spot|identify|locate)(?: all)? (?:the|any|two|three|four|five|\d+) (?:\w+ )?"
    r"(?:errors?|mistakes?|bugs?|typos?|faults?)\b"
    r"|\bwhat(?: is|'s|’s) (?:wrong (?:here|in|with)|the (?:error|mistake|bug) (?:here|in))\b"
    r"|(?:^|[.!?] |\b(?:and then|try to|please) )(?:fix|correct|repair|debug) (?:the|this|these|those"
    r"|following)\b"
    r"(?![^.?!\n]*\b(?:by|with|as follows|like (?:this|so)|using)\b)"
    r"[^.?!\n]{0,60}?(?:\b(?:errors?|mistakes?|bugs?|typos?|issues?|broken)\b[^.?!\n]{0,30})?"
    r"\b(?:manifests?|ya?ml|files?|definitions?)\b"
    r"|\bthere (?:is|are) (?:an? |some |several |\w+ )?(?:issue|error|mistake|bug|problem"
    r"|typo)s? (?:with|in) "
    r"(?:the|this|these)\b[^.?!\n]{0,20}\b(?:files?|manifests?|ya?ml|definitions?)\b"
    r"|(?:^|[.!?:] |\b(?:and then|and|try to|please|task is to|exercise is to|let['’]s"
    r"|you(?: must| should| have to)?) )"
    r"fix (?:\w+ )?(?:the )?broken\b(?![^.?!\n]*\b(?:by|with|as follows|like (?:this|so)|using)\b)"
    r"|^fix (?:the |an? )?(?:invalid|wrong|faulty|incorrect) \S+ in\b"
    r"|\bthere (?:is|are) something wrong (?:with|in) (?:it|this|the)\b"
    r"|\b(?:below|following|this) (?:\w+ )?(?:manifests?|ya?ml|files?|definitions?)\b[^.?!\n]{0,20}\b"
    r"and (?:then )?fix (?:any|all|the) (?:issues?|errors?|mistakes?|bugs?|typos?|problems?)\b"
    r"(?![^.?!\n]*\b(?:by|with|as follows|like (?:this|so)|using)\b)"
    r"|\bwh(?:at|ich) (?:issue|problem|error|mistake|bug)s?\b[^.?!\n]{0,80}\bhow "
    r"(?:to|(?:can|do|would|could) (?:you|we)) (?:fix|correct|repair|solve) (?:it|them|this|these)\?"
    r"|\b(?:files?|manifests?|ya?ml|definitions?|following|below)\b[^?]{0,80}\b(?:do|can|did) you"
    r" (?:notice|see|spot|find) (?:any|an|some|what)\b[^.!?\n]{0,30}"
    r"\b(?:errors?|mistakes?|bugs?|typos?|faults?)\b"
    r"|\bwhy (?:is|was|does|do|will|would|did)\b[^.!?\n]{0,30}\b(?:this|these|the following) (?:\w+ ){0,3}"
    r"(?:rejected|refused|invalid)\b[^.!?\n]*\?"
    r"|\bwhy (?:does|do|will|would|did)\b[^.!?\n]{0,40}\b(?:reject|refuse) (?:this|these|the following)\b"
    r"|(?:有什么|有哪些|存在什么)(?:问题|错误)[^。\n]{0,20}(?:修复|修正|解决)"
    r"|(?:^|[.!?] |\b(?:and|then|please) )(?:fix|correct|repair) (?:all|every)(?: of)?(?: the| its)? "
    r"(?:errors?|mistakes?|bugs?|typos?|faults?)\b"
    r"(?![^.?!\n]*\b(?:by|with|as follows|like (?:this|so)|using)\b)"
    r"|(?:^|[.!?] |\bund )(?:korrigiere|behebe|berichtige)n?(?: sie)?(?: bitte)? "
    r"(?:alle|die|den|seine) fehler\b(?![^.?!\n]*\b(?:indem|mit|wie folgt|so|durch)\b)"
    r"|\b(?:corrige|corrija|arregla)n? (?:todos (?:los|os)|sus|seus) err(?:ores|os)\b"
    r"|\bcorrige[rz] (?:toutes les|ses) erreurs\b|исправьте все ошибки"
    r"|(?:改正|修正|修复)(?:其中)?(?:所有|全部)的?错误"
    r"|(?:すべて|全て)の(?:誤り|間違い|エラー)を(?:修正|直)|모든 오류를 (?:수정|고치)"
    r"|\bfinde? (?:und behebe )?(?:den|die) fehler\b|\bwas ist (?:hier )?falsch\b|\bfindet? den fehler\b"
    r"|\b(?:encuentra|busca|corrige)(?: y (?:corrige|arregla))? (?:el|los) error(?:es)?\b|¿qu[ée] est[áa] mal"
    r"|\b(?:encontre|corrija)(?: e corrija)? (?:o|os) erros?\b|\btrouvez(?: et corrigez)? (?:l['’]"
    r"|les? )erreurs?\b"
    r"|найдите(?: и исправьте)? ошибк\w+|что (?:здесь )?не так|исправьте (?:ошибк\w+|манифест)"
    r"|(?<![能会可动])找出[^。\n]{0,12}(?:错误|问题)|(?:修复|修正)(?:下面|以下|下列|这个)[^。\n]{0,20}|哪里(?:有错|错了"
    r"|不对)"
    r"|間違いを(?:見つけ|探)|誤りを(?:見つけ|探)|何が間違|(?:오류|잘못된 (?:부분|곳))(?:를|을) 찾"
    r"|무엇이 잘못",
    re.IGNORECASE | re.MULTILINE,
)
"""What readers are asked to find or to fix."""
TASK = lazy_regex(
    r"(?=.*\b(?:task|exercise|question|lab|challenge|drill|q\d+|aufgabe|[üu]bung|ejercicio|exercice"
    r"|exerc[íi]cio"
    r"|задание)\b).*(?:\b(?:fix(?! for)|repair|debug|broken)\b|\bbehebe\b|\bcorrige\b|исправ)",
    re.IGNORECASE,
)
"""A heading of an exercise in which something is to be fixed: `Task 8: fix the Role`."""
CONDITIONAL = lazy_regex(
    r"\b(?:if|when|whenever|unless|until|without|otherwise|avoid\w*|prevent\w*|detect\w*|catch\w*"
    r"|against|fixed|corrected"
    r"|to fix|instead of|rather than|wenn|falls|ohne|si|cuando|sin|quando|se|sem|sans|если|без)\b"
    r"|避免|防止|如果|若|否则|場合|しない(?:よう|と)|하면|않으면",
    re.IGNORECASE,
)
"""What makes a sentence say something of other manifests than the one below it."""
SENTENCE = lazy_regex(
    rf"\b(?:an?|the|this|following|these|two|three|some|several|\d+|here is|intentionally"
    rf"|deliberately)[ \t]+(?:\w+[ \t]+)?"
    rf"(?:wrong|bad|incorrect|invalid|broken|faulty|malformed|buggy|erroneous)[ \t]+(?:\w+[ \t]+)?{_TEXT}\b"
    r"|\b(?:this|the following|the (?:manifest|ya?ml|example|block|definition|file)(?: below)?"
    r"|following \w+|below|these"
    r"|it)\b[^.?!\n]{0,60}?\b(?:(?:will|does|would|do|must|should) (?:not|never) (?:work|apply|validate)"
    r"|(?:won|doesn|wouldn|don)['’]t (?:work|apply|validate)|fails?(?= with\b|[.:!]|$)"
    r"|(?:will|would) (?:fail|be (?:rejected|refused))|(?:is|are|gets?|be) (?:rejected|refused|wrong"
    r"|invalid|incorrect|broken)"
    r"|(?:has|have|contains?) (?:an?|some|several|two|three|\w+) (?:\w+ )?(?:errors?|mistakes?|bugs?|typos?))"
    r"|\b(?:rejects|refuses) (?:this|the following)\b|\b(?:do not|don['’]t|never) do (?:this|it like this)\b"
    r"|\bnot what (?:we|you) (?:want|wanted|expect|expected)\b"
    r"|\b(?:deliberate|intentional)(?:ly)? (?:\w+ )?(?:wrong|invalid|broken|bad|incorrect|misspel\w+"
    r"|typo|error|mistake)s?\b"
    r"|\b(?:folgende|diese)\w* [^.?!\n]{0,40}(?:funktioniert nicht|scheitert|ist (?:(?:aber"
    r"|leider|jedoch|absichtlich) )?(?:falsch|fehlerhaft|ung[üu]ltig))"
    r"|\bfehlerhafte[sr]? (?:beispiel|manifest)|\b(?:esto|este"
    r"|el siguiente)\b[^.?!\n]{0,40}(?:no funciona|falla\b|es incorrecto)"
    r"|\b(?:isto|este|o seguinte)\b[^.?!\n]{0,40}(?:n[ãa]o funciona|falha\b|est[áa] errado)"
    r"|\b(?:ceci|cela|ce|le) [^.?!\n]{0,40}(?:ne fonctionne pas|[ée]choue|est (?:incorrect|invalide"
    r"|erron[ée]))"
    r"|(?:это|следующий)[^.?!\n]{0,40}(?:не (?:работает|сработает)|неверно|неправильно|ошибочн\w+)"
    r"|пример ошибки"
    r"|错误的?[ \t]*(?:YAML|写法|示例|例子|配置|用法|清单|结果|定义|示范)|(?:会|将会?)(?:报错|失败)"
    r"|(?:是|有|存在)(?:有问题|有误|问题|错误|不正常|不正确|不对)的(?!话)|不是一?个?(?:正常|正确|合法|有效)的"
    r"|不是我们(?:所)?(?:期望|想要|预期)的"
    r"|(?:間違った|誤った|悪い)(?:例|マニフェスト|設定|書き方)|(?:動作しない|動かない|失敗する"
    r"|エラーになる)(?:例|[:：。]|$)"
    r"|(?:잘못된|틀린|나쁜|오류가 있는) (?:예|매니페스트|설정|코드|YAML)|(?:동작|작동)하지 않는|실패하는",
    re.IGNORECASE,
)
"""A sentence that calls the block below it wrong: `This fails with:`, `An invalid manifest:`."""
BELOW = lazy_regex(
    r"(?:\W*(?:oops|as you can see|note that|unfortunately|well),? )?"
    r"(?:this|that|it|the (?:above|example|manifest|ya?ml|block|definition|file|code)(?: above)?"
    r"|here)\b[^.?!\n]{0,60}?"
    r"\b(?:(?:fails?|will fail|would fail)(?! over)"
    r"|is (?:wrong|invalid|incorrect|rejected|refused|broken|not valid)"
    r"|does(?: not|n['’]t) work|(?:will not|won['’]t) work|(?:gives|produces|throws|causes) an error)\b"
    r"|(?:das|dies(?:es)?)\b[^.?!\n]{0,40}(?:funktioniert nicht|scheitert|ist falsch)"
    r"|(?:因为|但是|可以看到|我们|上面|以上)?[^。？?\n]{0,60}"
    r"(?:显然(?:这)?是?|这(?:里|样)?是|结果是|区域是|部分是)(?:有问题|有误|错误|不正常|不正确|不对)的"
    r"|(?:以上|上面|这(?:个|样|会)?)[^。\n]{0,30}(?:错误|报错|失败)",
    re.IGNORECASE,
)
"""How the text below a block begins that calls it wrong: `This fails:`, `The manifest above is invalid`."""
WRONG_ABOUT = lazy_regex(
    r"\b(?:wrong|incorrect|invalid|misspel\w+|typo|misplaced|mistake|falsch|incorrect[eoa]|неверн\w+"
    r"|неправильн\w+)\b"
    r"|错误|不对|間違|誤り|잘못",
    re.IGNORECASE,
)
"""A word of a sentence that calls what it names in backticks wrong."""
