"""The words with which exercises ask, in several languages, to find and to fix mistakes in a manifest.

Find the two mistakes in this manifest.         REQUEST
Korrigiere die folgende Datei.                  REQUEST
There is an error in this manifest.             CLAIM
"""

from __future__ import annotations

import re
from typing import NamedTuple

from knotwork.model.patterns import lazy_regex

_KINDS = (
    r"pods?|deployments?|statefulsets?|daemonsets?|replicasets?|services?|jobs?|cronjobs?|ingress(?:es)?"
    r"|configmaps?"
    r"|secrets?|roles?|rolebindings?|polic(?:y|ies)|crds?|pvcs?|pvs?|volumes?|namespaces?"
)
SHOWN = (
    r"(?:setups?|manifests?|ya?mls?|crds?|definitions?|files?|specs?|specifications?|objects?|resources?"
    r"|configs?"
    rf"|configurations?|snippets?|examples?|templates?|code blocks?|blocks?|charts?|{_KINDS})"
)
"""What a manifest is called, or what is in it."""
FAULTS = r"(?:problems?|bugs?|mistakes?|errors?|issues?|faults?|typos?)"


class _Language(NamedTuple):
    """The words of a language, each as alternatives of a pattern."""

    find: str
    fix: str
    and_: str
    the: str
    faults: str
    within: str
    """The prepositions in front of what has the mistakes."""
    shown: str
    here: str
    by: str
    """What says how it is done: then the mistake is one of another manifest."""


_LANGUAGES = (
    _Language(
        r"finde(?: sie)?|suche|findet|finden sie|such(?:en sie|t)",
        r"(?:korrigiere|behebe|berichtige|repariere)(?:n sie)?|korrigiert|behebt",
        "und",
        r"den|die|das|dieses?|diese[nr]?|alle|seine|ihre|zwei|drei",
        r"fehler|tippfehler|probleme?",
        r"in|im|der",
        r"manifeste?s?|datei(?:en)?|ya?ml|definition(?:en)?|beispiel|konfiguration|objekte?|spezifikation",
        r"hier|unten|oben",
        r"indem|mit|wie folgt|so|durch",
    ),
    _Language(
        r"encuentra|busca|halla|encuentre|busque|localiza",
        r"corrige|arregla|corrija|arregle|repara|repare",
        "y",
        r"el|la|los|las|este|esta|estos|todos los|sus|dos|tres",
        r"errores|error|fallos?|problemas?",
        r"en|del?",
        r"manifiestos?|archivos?|ficheros?|ya?ml|definici[óo]n|ejemplo|configuraci[óo]n|objetos?",
        r"aqu[íi]|abajo",
        r"con|mediante|as[íi]|de esta forma|usando",
    ),
    _Language(
        r"encontre|procure|ache|localize|encontra",
        r"corrija|conserte|corrige|repare",
        "e",
        r"o|a|os|as|este|esta|todos os|seus|dois|três",
        r"erros?|problemas?",
        r"em|no|na|nos|nas|neste|nesta|do|da",
        r"manifestos?|arquivos?|ficheiros?|ya?ml|defini[çc][ãa]o|exemplo|configura[çc][ãa]o|objetos?",
        r"aqui|abaixo|acima",
        r"com|usando|assim|da seguinte forma",
    ),
    _Language(
        r"trouvez|trouve|cherchez|cherche|rep[ée]rez",
        r"corrigez|corrige|r[ée]parez|r[ée]pare",
        "et",
        r"le|la|les|l['’]|ce|cet|cette|ces|toutes les|tous les|ses|deux|trois",
        r"erreurs?|fautes?|probl[èe]mes?",
        r"dans|de|du|en",
        r"manifestes?|fichiers?|ya?ml|d[ée]finition|exemple|configuration|objets?",
        r"ici|ci-dessous",
        r"avec|comme suit|ainsi|en (?:utilisant|appliquant)",
    ),
    _Language(
        r"найдите|найди|отыщите",
        r"исправьте|исправь|почините",
        "и",
        r"эти|все|этот|этом|следующ\w+|две|три",
        r"ошибк\w+|опечатк\w+|проблем\w+",
        r"в|во",
        r"манифест\w*|файл\w*|определени\w+|пример\w*|конфигураци\w+|ya?ml|объект\w*",
        r"здесь|ниже",
        r"так|следующим образом|с помощью|применив",
    ),
)


def _requests(words: _Language) -> str:
    """What asks to find mistakes in a manifest, or to fix it."""
    article = rf"(?:(?:{words.the})[ ]*)?(?:\w+ )?"
    noun = rf"(?:{words.shown}|{SHOWN})"
    in_it = (
        rf"(?=\W*\Z|[ ]*[^\w\s]| (?:{words.and_}|{words.here})\b"
        rf"| (?:{words.within})\b(?: \w+){{0,3}}? {noun}(?!\w))"
    )
    not_by = rf"(?![^.?!\n]{{0,200}}\b(?:{words.by})\b)"
    return (
        rf"(?:\A[^\w\n]*(?:\w+[ ]?\d*[:.)] ?)?|[:,] "
        rf"|\b{words.and_} )(?:(?:{words.find})(?: {words.and_} (?:{words.fix}))?"
        rf"|(?:{words.fix})(?! sie)) (?:bitte )?{article}(?:{words.faults})(?!\w){in_it}{not_by}"
        rf"|(?:\A[^\w\n]*(?:\w+[ ]?\d*[:.)] ?)?|[:,] "
        rf"|\b{words.and_} )(?:{words.fix}){not_by} (?:(?:{words.the})[ ]?)?"
        rf"(?:\w+ ){{0,2}}?{noun}(?!\w)"
    )


_LEAD = (
    r"(?:\A[^\w\n]*(?:\w+ ?\d*[:.)] ?)?|[:;,] |\b(?:and(?: then)?|then|now|please|first|try to|try and|is to"
    r"|are to|have to"
    r"|has to|need to|must|should|can you|could you|did you|if you can|want you to|for you to|let['’]s|let us"
    r"|to do|todo|task|exercise)[ ]+)"
)
"""What stands before a request: the beginning of a sentence, or `your task is to`."""
_NO_WAY = (
    r"(?![^.?!\n]{0,200}\b(?:by|with|as follows|like (?:this|so)|using|as shown"
    r"|(?:fix|correct|repair|solve)\w* (?:it|them|this) in)\b)"
)
"""No way is named to do it, which would be that of the manifest below."""
_THE = (
    r"(?:the|this|these|those|that|an?|its?|your|our|my|given|following|all|any|each|every|both|two|three"
    r"|four|five|\d+)"
)
_WORD = r"(?!(?:with|in|on|of|by|for|from|at)\b)[\w-]+"
_OF = rf"(?:in|of|with|within|inside) (?:{_THE} )+(?:{_WORD} ){{0,3}}?{SHOWN}\b"
_TAIL = rf"(?=\W*\Z|[ ]*[^\w\s]| (?:and|here|below|above|then|yourself)\b| {_OF})"
_ENGLISH = (
    rf"{_LEAD}(?:find|spot|identify|locate|see|discover|diagnose|look for)\b(?:[^.?!\n]{{0,40}}"
    rf"\b(?:{FAULTS}|why|what|wrong|broken|causes?|reasons?)\b[^.?!\n]{{0,40}})? ?\band (?:then )?"
    r"(?:fix|correct|repair)\b(?! (?:\w+ ){0,3}?in (?:the |your )?code\b)"
    rf"(?=\W*\Z|[ ]*[^\w\s\"'`(]| (?:it|them|this|that|everything|the (?:code|manifest|ya?ml|file)"
    rf"|{_THE} (?:\w+ )?(?:{FAULTS}|causes?|reasons?))\b)"
    rf"|{_LEAD}(?:find|spot|identify|locate)(?: and (?:fix|correct"
    rf"|repair))?(?: all)?(?: of)? {_THE} (?:\w+ )?{FAULTS}\b{_TAIL}"
    rf"|{_LEAD}(?:fix|correct|repair|debug){_NO_WAY} (?:{_THE} )+(?:[\w-]+ ){{0,3}}?(?:manifests?|ya?mls?"
    rf"|definitions?"
    rf"|(?<!log )(?<!data )files?)\b"
    rf"|{_LEAD}(?:fix|correct|repair|debug){_NO_WAY} {_THE} (?:\w+ ){{0,2}}?{FAULTS} (?!with){_OF}"
    rf"|{_LEAD}(?:fix|correct|repair|debug){_NO_WAY} (?:{_THE} )+(?:[\w-]+ ){{0,2}}?(?:in|of"
    rf"|within) {_THE} (?:[\w-]+ )?"
    r"(?:manifests?|ya?mls?|definitions?|files?)\b"
    rf"|{_LEAD}(?:fix|correct|repair) (?:all|every)(?: of)?(?: the| its)? {FAULTS}\b{_TAIL}{_NO_WAY}"
    rf"|{_LEAD}fix{_NO_WAY} (?:\w+ )?(?:the )?broken (?:[\w-]+ ){{0,2}}?{SHOWN}\b"
    r"|\Afix (?:the |an? )?(?:invalid|wrong|faulty|incorrect) \S+ in\b"
    rf"|\b(?:below|following|this) (?:\w+ )?(?:manifests?|ya?ml|files?|definitions?)\b[^.?!\n]{{0,20}}\b"
    rf"and (?:then )?fix (?:any|all|the) {FAULTS}\b{_NO_WAY}"
)
_QUESTIONS = (
    r"\bwhat(?: is|'s|’s) (?:wrong|the (?:error|mistake|bug)) (?:here|(?:in|with) (?:it\b|this\b(?=\W*\Z)"
    rf"|(?:{_THE} )+(?:[\w-]+ ){{0,2}}?{SHOWN}\b))"
    rf"|\bwh(?:at|ich) (?:(?:is|are) the )?{FAULTS}\b[^.?!\n]{{0,80}}\bhow "
    r"(?:to|(?:can|do|would|could) (?:you|we)) (?:fix|correct|repair|solve) (?:it|them|this|these)\?"
    r"|\bwhy (?:is|was|does|do|will|would|did)\b[^.!?\n]{0,30}\b(?:this|these|the following) (?:\w+ ){0,3}"
    r"(?:rejected|refused|invalid)\b[^.!?\n]*\?"
    r"|\bwhy (?:does|do|will|would|did)\b[^.!?\n]{0,40}\b(?:reject|refuse) (?:this|these|the following)\b"
    rf"|\b(?:do|does|is|are|has|have) (?:there )?(?:{_THE} )*(?:[\w-]+ )?{SHOWN}\b[^.!?\n]{{0,20}}"
    rf"\b(?:have|contain|has|with) (?:any|an?|some) {FAULTS}\b[^.!?\n]{{0,20}}\?"
    rf"|\b(?:is|are) there (?:an?|any|some) {FAULTS} {_OF}[^.!?\n]{{0,20}}\?"
)
_SPACED = (
    r"\bwas ist (?:hier|daran|in (?:diesem|der|dieser) \w+) falsch\b|\bwas stimmt (?:hier|daran) nicht\b"
    r"|¿qu[ée] est[áa] mal|\bo que (?:est[áa] errado|h[áa] de errado)(?: aqui| com (?:este|esta|o|a) \w+)?\?"
    r"|qu['’]est-ce qui ne va pas|qu['’]est-ce qui cloche|что (?:здесь )?не так"
)
_CJK = (
    r"(?:有什么|有哪些|存在什么)(?:问题|错误)[^。\n]{0,20}(?:修复|修正|解决)"
    r"|(?:改正|修正|修复)(?:其中)?(?:所有|全部)的?错误|(?<![能会可动])找出[^。\n]{0,16}(?:错误|问题)"
    r"|(?<![要以能会可])(?:修复|修正|改正)(?:下面|以下|下列|这个)的?(?:(?!问题|错误|需要|应用"
    r"|使用)[^。，,\n]){0,8}"
    r"(?:清单|文件|配置|定义|示例|例子|ya?ml|pod|deployment|service|ingress|job)(?=$|[。.!！:：，,]"
    r"|[^\n]{0,3}\Z)"
    r"|哪里(?:有错|错了|不对)"
    r"|(?:すべて|全て)の(?:誤り|間違い|エラー)を(?:修正|直)|間違いを(?:見つけ|探)|誤りを(?:見つけ|探)"
    r"|何が間違"
    r"|(?:マニフェスト|ファイル|ya?ml|定義)を(?:修正|訂正|直)し(?:て(?:ください|みましょう|みよう)|なさい"
    r"|ましょう)"
    r"|모든 오류를 (?:수정|고치)|(?:오류|잘못된 (?:부분|곳))(?:를|을) 찾|무엇이 잘못"
    r"|(?:매니페스트|파일|정의|ya?ml)(?:를|을) (?:고치세요|고쳐 ?보세요|고치시오|수정하세요|수정해 ?보세요"
    r"|수정하시오)"
)
_ALL = (_ENGLISH, _QUESTIONS, _SPACED, _CJK, *map(_requests, _LANGUAGES))
REQUEST = lazy_regex("|".join(_ALL), re.IGNORECASE)
"""What asks readers to find mistakes in a manifest, or to fix it."""
ASKS = lazy_regex(
    "|".join(
        (
            r"\b(?:find|spot|identify|locate|see|discover|diagnose|look|fix|correct|repair|debug|what|which"
            r"|why"
            r")\b|[?？¿]|est-ce|не так|[错錯誤误誤間オ무잘][\u3040-\uffff]|(?:修复|修正|改正|找出"
            r"|哪里)|오류|고|수정",
            *(rf"\b(?:{words.find}|{words.fix})\b" for words in _LANGUAGES),
            r"\bwas\b|\bo que\b",
        )
    ),
    re.IGNORECASE,
)
"""Words of which every request has one."""
LOOKS = lazy_regex(
    rf"\b{SHOWN}\b[^?]{{0,80}}\b(?:do|can|did) you (?:notice|see|spot|find) (?:any|an|some|what)\b"
    rf"[^.!?\n]{{0,30}}\b{FAULTS}\b",
    re.IGNORECASE,
)
"""The same in two sentences: `Look at this file. Do you see any mistakes?`."""
DIAGNOSE = lazy_regex(
    r"(?:\A|: )\W{0,4}(?:diagnose|debug|troubleshoot) the (?:issue|problem|error|mistake|bug)\W{0,4}\Z",
    re.IGNORECASE,
)
"""What may be asked about a cluster as well."""
_MANY = r"(?:one or more|several|some|a few|multiple|two|three|four|five|\d+|deliberate|intentional)"
CLAIM = lazy_regex(
    r"\b(?:appl(?:y|ies)|create|deploy|submit|run|use|given?|have|here is|consider)\b[^.!?\n]{0,30}?"
    r"\b(?:this|these|the following|following) (?:(?:intentionally|deliberately|purposely) )?"
    rf"(?:broken|buggy|faulty|misconfigured) (?:[\w-]+ ){{0,2}}?{SHOWN}\b"
    rf"|\b(?:(?:this|these|following) {SHOWN}|the {SHOWN} (?:above|below|here))"
    rf" (?:has|have|contains?) {_MANY} (?:\w+ )?{FAULTS}\W*\Z"
    r"|\bpart of what you(?:['’]re| are) (?:debugging|fixing|diagnosing|troubleshooting)\b"
    r"|\bthere (?:is|are) (?:an? |some |several |(?!no |any )\w+ )?(?:issue|error|mistake|bug|problem"
    r"|typo)s? (?:with|in) (?:the|this|these)\b(?: (?!log|data|temp)[\w.-]+){0,2}? "
    r"(?:files?|manifests?|ya?ml|definitions?)\b(?! (?:on|in|of)\b)"
    r"|\bthere (?:is|are) something wrong (?:with|in) (?:it|this|the (?:\w+ )?(?:manifest|ya?ml|file"
    r"|definition))\b",
    re.IGNORECASE,
)
"""What says in an exercise that a manifest has mistakes."""
TASK = lazy_regex(
    r"(?=.*\b(?:task|exercise|question|lab|challenge|drill|q\d+|aufgabe|[üu]bung|ejercicio|exercice"
    r"|exerc[íi]cio"
    rf"|задание)\b).*(?:\b(?:fix|repair)\b(?! for)(?= (?:{_WORD} ){{0,3}}?(?:{SHOWN}"
    rf"|{FAULTS})\b(?! in (?:\w+ ){{0,2}}?(?:program|code|app|application|script)s?\b)|[^\w]*$)"
    rf"|\bdebug (?:the|this) (?:{_WORD} ){{0,2}}?(?:{SHOWN}|{FAULTS})\b"
    rf"|\bbroken\b(?=(?: {_WORD}){{0,2}}? {SHOWN}\b|[^\w]*$)"
    r"|\bbehebe\b|\bcorrige\b|исправ)",
    re.IGNORECASE,
)
"""A heading of an exercise in which something is to be fixed: `Task 8: fix the Role`."""
