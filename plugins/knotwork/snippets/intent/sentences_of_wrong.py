"""The sentences that call an example wrong, in several languages: "This will fail, as the port is a text".

Only what is said of the example counts: "the operator detects broken pods" says nothing of it, nor does "an
invalid manifest looks different". What denies such a sentence is in denials.py.
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_BAD = r"(?:wrong|bad|incorrect|invalid|broken|faulty|malformed|buggy|erroneous)"
_TEXT = (
    r"(?:examples?|manifests?|ya?mls?|specs?|specifications?|definitions?|files?|config\w*|syntax|indentation"
    r"|versions?"
    r"|way|approach|formats?|snippets?|code|templates?|usage|practice|order)"
)
_BAD_TEXT = rf"{_BAD}[ \t]+(?:\w+[ \t]+)?{_TEXT}\b"
_SHOWN = r"(?:manifests?|ya?mls?|files?|objects?|resources?|definitions?|pods?|deployments?|services?|jobs?)"
_FIELD = r"(?:fields?|names?|values?|labels?|selectors?|images?|ports?|versions?|kinds?|keys?|indentation)"
_MANY = r"(?:an?|the|two|three|some|several|\d+|intentionally|deliberately)"
_SHOW = (
    r"(?:here|is|are|be|this|these|that|it|below|consider|take|look|see|sees?|at|let|us|we|you|now|next|first"
    r"|then"
    r"|suppose|imagine|assume|given|for|example|instance|of|apply|create|use|write|run|deploy|submit|try|to"
    r"|with|have|get"
    r"|gets|shows?|an?|another|just|only|such|as|save|result|results|in|which|what|leads|gives|produces"
    r"|renders"
    r"|becomes|would"
    r"|will|following|the|output)"
)
"""The words of which a sentence begins that shows something."""
_AS = r"(?:that|which|with|where|without|for|because|as|since|in which)"
_PRESENTED = (
    rf"(?:\A\W*|[:;,] )(?:{_SHOW}(?:['’]s)?[, ]+){{0,12}}{_MANY}[ \t]+(?:\w+[ \t]+)?{_BAD_TEXT}"
    rf"(?=\W*\Z|[ ]*[;:(\u2013\u2014-]|, (?:also|here|again|{_AS})\b)"
    rf"|(?:\A\W*|[:;,] )(?:{_SHOW}(?:['’]s)?[, ]+){{1,12}}{_MANY}[ \t]+(?:\w+[ \t]+)?{_BAD_TEXT}(?= (?:\w+"
    rf" ){{0,3}}?{_AS}\b)"
)
_OTHER_CAUSE = (
    r"(?:by|because of|due to|for|against) (?:the |an? |our |its )?(?:[\w-]+ )?(?:quotas?|limit ?ranges?"
    r"|polic(?:y|ies)"
    r"|webhooks?|pod ?security|admission|firewalls?|proxy|servers? of|gateway|kyverno|gatekeeper|opa"
    r"|scheduler|rbac)\b"
)
"""What else than the API server's validation refuses a manifest, which says nothing of its fields."""
_LATER = (
    r"(?:over|after|at (?:first|once)|until|again|(?:once|twice|thrice)\b|(?:two|three|four|five|\d+) times"
    r"|to (?:start|pull|connect|mount|schedule|run|resolve|reach)|and (?:is|restarts?|gets)|so (?:the|it"
    r"|that)|soon|for a)\b"
    r"|in (?:the|a) (?:first|second|few|minute|hour)|sometimes"
)
"""What follows where a program fails, after its manifest was accepted."""
_SOMEWHERE = (
    r"(?: (?:for|on|with|in|from|under|behind) (?:an? |the |any |your |our )?(?:(?!new|recent|current"
    r"|modern)\w+ )?"
    r"(?:clusters?|nodes?|windows|linux|macos|mac|arm|docker|minikube|kind|k3s|browsers?|production|machines?"
    r"|users?"
    r"|environments?|clouds?|prox(?:y|ies)|vpns?|ipv\d|(?:stateful|daemon|replica)sets?|deployments?|pods?"
    r"|jobs?)\b"
    r"| (?:in|on|for) (?:most|some|many|all|every)\b| everywhere\b)"
)
"""Where something does not work that works elsewhere."""
_REFUSED = (
    rf"(?:rejected|refused)(?! {_OTHER_CAUSE})"
    rf"|(?:wrong|invalid|incorrect|broken|not valid)(?! (?:to|until)\b|{_SOMEWHERE})"
)
_SUBJECT = (
    r"\b(?:this|the following|the (?:manifest|ya?ml|example|block|definition|file)(?: below)?|following \w+"
    r"|below"
    r"|these|it)\b"
)
_CLAIMED = (
    rf"{_SUBJECT}[^.?!\n]{{0,60}}?\b(?:(?:will|does|would|do|must|should) (?:not|never) (?:work|apply"
    rf"|validate)(?!{_SOMEWHERE})"
    rf"|(?:won|doesn|wouldn|don)['’]t (?:work|apply|validate)(?!{_SOMEWHERE})"
    rf"|(?:will )?no longer works?(?!{_SOMEWHERE})"
    rf"|fails?(?= with\b|[.:!]|$)|(?:will|would) fail\b(?!,? (?:{_LATER}|{_OTHER_CAUSE}))"
    rf"|(?:will|would) be (?:{_REFUSED})|(?:is|are|gets?|be) (?:{_REFUSED})"
    r"|(?:has|have|contains?) (?!no\b)(?:an?|some|several|two|three|\w+) (?:\w+ )?"
    r"(?:errors?|mistakes?|bugs?|typos?)(?=\W*\Z|[ ]*[.,;:!(\u2013\u2014-]| (?:in|on|that|which|and|as"
    r"|because|here)\b))"
)
SENTENCE = lazy_regex(
    rf"\b(?:this|following|these|below)[ \t]+(?:\w+[ \t]+)?{_BAD_TEXT}|{_PRESENTED}|{_CLAIMED}"
    rf"|\b(?:rejects|refuses) (?:this|the following)(?=\W*\Z|[:,] | (?:\w+ )?{_SHOWN}\b)|\b(?:do not|don['’]t"
    rf"|never) do (?:this|it like this)\b"
    r"(?=\W*\Z|[:!,;]| (?:because|as|since|ever|here)\b)"
    r"|\bnot what (?:we|you) (?:want|wanted|expect|expected)(?=\W*\Z|[:!,;]| (?:here|because|as)\b)"
    rf"|(?:\A\W*|\b(?:an?|the|this|these|some|with|is|are) )(?:deliberately|intentionally"
    rf"|purposely) (?:\w+ )?"
    rf"(?:{_BAD}|misspel\w+)(?=\W*\Z|[:,;.!(]| (?:\w+ )?(?:{_TEXT}|{_SHOWN}|{_FIELD})\b)"
    rf"|\b(?:has|have|contains?|with|there (?:is|are)|note|notice|see|made|make|of) (?:an?|the|some|two"
    rf"|three) (?:deliberate|intentional)(?:ly)? (?:\w+ )?"
    rf"(?:{_BAD} )?(?:misspellings?|typos?|errors?|mistakes?|{_FIELD})\b"
    r"|\b(?:folgende|diese)\w* [^.?!\n]{0,40}(?:funktioniert nicht|scheitert(?! (?:nach|erst|beim|immer))"
    r"|ist (?:(?:aber|leider|jedoch|absichtlich) )?(?:falsch|fehlerhaft|ung[üu]ltig)"
    r"|enth[äa]lt (?:einen |einige |mehrere |zwei |drei )?fehler\b)"
    r"|\bfehlerhafte[sr]? (?:beispiel|manifest)(?:[:.]|$)|\b(?:esto|este"
    r"|el siguiente)\b[^.?!\n]{0,40}(?:(?<!no )funciona mal|no funciona|falla\b(?! (?:despu[ée]s|tras|al?"
    r"|cuando))"
    r"|(?:es|est[áa]) (?:incorrecto|inv[áa]lido|err[óo]neo|mal\b)|(?<!no )(?:contiene|tiene) (?:un |varios "
    r"|dos )?error)"
    r"|\b(?:isto|este|o seguinte)\b[^.?!\n]{0,40}(?:n[ãa]o funciona|falha\b(?! (?:depois|ap[óo]s|ao?|quando))"
    r"|(?:est[áa]|é) (?:errado|incorreto|inv[áa]lido)|(?<!não )(?:cont[ée]m|tem) (?:um |v[áa]rios "
    r"|dois )?erro)"
    r"|\b(?:ceci|cela|ce|le) [^.?!\n]{0,40}(?:ne fonctionne pas|[ée]choue\b(?! (?:apr[èe]s|au|à|quand))"
    r"|est (?:incorrect|invalide|erron[ée])|contient (?:une |des |deux |plusieurs )?erreur)"
    r"|(?:это|следующий)[^.?!\n]{0,40}(?:не (?:работает|сработает)|неверно|неправильно|ошибочн\w+"
    r"|содержит (?:\w+ )?ошибк)"
    r"|пример ошибки"
    r"|错误的?[ \t]*(?:YAML|写法|示例|例子|配置|用法|清单|结果|定义|示范)(?=$|[:：。，,!！是如])|(?:会"
    r"|将会?)(?:报错|失败)"
    r"|(?:是|有|存在)(?:有问题|有误|问题|错误|不正常|不正确|不对)的(?!话)|不是一?个?(?:正常|正确|合法|有效)的"
    r"|(?:下面|以下|这个|这份|下列)的?[^。，\n]{0,8}(?:清单|文件|配置|示例|例子|定义|ya?ml)(?:中|里)?(?:有"
    r"|存在|包含)"
    r"(?:一些|几个|一个|两个|几处|两处)?(?:错误|问题)(?![吗么])"
    r"|不是我们(?:所)?(?:期望|想要|预期)的"
    r"|(?:間違った|誤った|悪い)(?:例|マニフェスト|設定|書き方)(?=$|[:：。、です])|(?:動作しない|動かない"
    r"|失敗する"
    r"|エラーになる)(?:例|[:：。]|$)"
    r"|(?:マニフェスト|ファイル|ya?ml|定義|例)(?:に|には|は)[^。、\n]{0,6}(?:間違い|誤り)が(?:あります|ある"
    r"|含まれ)"
    r"|(?:잘못된|틀린|나쁜|오류가 있는) (?:예|매니페스트|설정|코드|YAML)(?=$|[제시:.입]|이다)|(?:동작"
    r"|작동)하지 않는 (?:예|매니페스트|설정)"
    r"|실패하는 (?:예|매니페스트|설정)"
    r"|(?:매니페스트|파일|정의|예제|ya?ml)에(?:는)? [^.\n]{0,6}(?:오류|잘못|실수)가 있",
    re.IGNORECASE,
)
"""A sentence that calls the block below it wrong: `This fails with:`, `An invalid manifest:`."""
BELOW = lazy_regex(
    r"(?:\W*(?:oops|as you can see|note that|unfortunately|well),? )?"
    r"(?:this|that|it|the (?:above|example|manifest|ya?ml|block|definition|file|code)(?: above)?"
    r"|here)\b[^.?!\n]{0,60}?"
    rf"\b(?:(?:fails?|will fail|would fail)\b(?!,? (?:{_LATER}|{_OTHER_CAUSE})|, (?:and|so|but)\b)"
    rf"|is (?:{_REFUSED})"
    rf"|does(?: not|n['’]t) work(?!{_SOMEWHERE})|(?:will not|won['’]t) work(?!{_SOMEWHERE})|(?:gives|produces"
    rf"|throws"
    r"|causes) an error(?! in (?:the|your) (?:browser|log))\b)"
    r"|(?:das|dies(?:es)?)\b[^.?!\n]{0,40}(?:funktioniert nicht|scheitert(?! (?:nach|erst|beim))|ist falsch)"
    r"|(?:因为|但是|可以看到|我们|上面|以上)?[^。？?\n]{0,60}"
    r"(?:显然(?:这)?是?|这(?:里|样)?是|结果是|区域是|部分是)(?:有问题|有误|错误|不正常|不正确|不对)的"
    r"|(?:以上|上面|这(?:个|样|会)?)[^。\n]{0,30}(?:错误|报错|失败)",
    re.IGNORECASE,
)
"""How the text below a block begins that calls it wrong: `This fails:`, `The manifest above is invalid`."""
_OWN = (
    r"(?:(?:the|this|its|our|your|an?|some|one) )?(?:\w+ )?(?:indentation|syntax|ya?ml|manifests?|specs?"
    r"|definitions?|files?"
    r"|fields?|names?|values?|labels?|selectors?|images?|schema|something|things|it|them|config\w*|example"
    r"|template)\b"
)
BREAKS = lazy_regex(
    rf"(?:\b(?:intentional|deliberate|purpose)(?:ly)? (?:\w+ )?break(?:s|ing)?\b(?=\W*\Z| {_OWN})"
    rf"|\bbreak(?:s|ing)? (?:{_OWN} (?:[^.?!\n]{{1,30}} )?)?(?:intentionally|deliberately"
    rf"|on purpose)\b(?! (?:{_OWN})?\w))",
    re.IGNORECASE,
)
"""What says that the writer breaks what stands below: `Intentionally break the indentation`."""
WRONG_ABOUT = lazy_regex(
    r"\b(?:wrong|incorrect|invalid|misspel\w+|typo|misplaced|mistake|falsch|incorrect[eoa]|неверн\w+"
    r"|неправильн\w+)\b"
    r"|错误|不对|間違|誤り|잘못",
    re.IGNORECASE,
)
"""A word of a sentence that calls what it names in backticks wrong."""
