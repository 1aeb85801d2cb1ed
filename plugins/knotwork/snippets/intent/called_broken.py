"""Files of exercises that the text beside them calls broken: `setup.yaml` ships a broken Pod.

A word such as "broken" is not enough, for `pod.yaml` may repair a broken network, or serve an error page: a
sentence says of the file, or of an object in it, that it is broken.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from knotwork.model.patterns import lazy_regex

_END = re.compile(
    r"(?<=[.!?])[\"')*_]*\s+|(?<=[。！？])|\n[ \t>]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)]|#{1,6})[ \t])"
)
_FILE = "\0"
"""What stands for the name of the file in a sentence."""
_MARKUP = re.compile(r"[`*_\"'“”]+")
_BEFORE_NOUN = (
    r"(?:broken|faulty|buggy|misconfigured|(?:deliberate|intentional)(?:ly)? (?:wrong|invalid|bad|incorrect)"
    r"|kaputt\w*|fehlerhaft\w*|defekt\w*)"
)
_WRONG = (
    rf"(?:{_BEFORE_NOUN}|rot[oa]s?|averiad[oa]s?|defectuos[oa]s?"
    r"|cassée?s?|défectueu(?:x|ses?)|erronée?s?|quebrad[oa]s?|defeituos[oa]s?)"
)
_MISTAKES = (
    r"(?:errors?|mistakes?|bugs?|faults?|fehlern?|error(?:es)?|erreurs?|erros?)"
    r"(?=[ ]*(?:$|[.,;:!?)]|(?:in|to|that|which|you|for|on|und|die|y|que|et|qui|e)\b))"
)
_NOUN = (
    r"(?:(?:pod|deployment|service|manifest|(?:config|cron|stateful|daemon|replica)?(?:map|job|set)|ingress"
    r"|secret|role|volume|claim|probe|selector|container|workload|app(?:lication)?|resource|object|example"
    r"|file|config(?:uration)?|definition|spec|version|chart|template)(?:e?s|e|en)?|ya?ml|manifest[eo]s?"
    r"|datei|objekte?|archivos?|fichiers?|arquivos?)"
)
_IS = r"(?:is|are|was|were|remains|ist|sind|war|es|está|están|son|est|sont|é|são|estão)"
_HAS = (
    r"(?:ships|contains?|has|have|deploys|creates|holds|defines|sets up|describes|shows|starts|runs|with"
    r"|enthält|hat|erzeugt|startet|beschreibt|mit|contiene|tiene|crea|despliega|con"
    r"|contient|a|crée|déploie|comporte|avec|contém|tem|cria|implanta|com)"
)
_BETWEEN = (
    rf"(?:an?|the|its?|some|several|many|few|two|three|four|five|\d|deliberately|deliberate|intentionally"
    rf"|intentional|purposely|on|purpose|still|quite|badly|subtly|also|now|currently|already|simple|small|healthy"
    r"|working|another|plus|and|und|y|et"
    rf"|ein(?:e[nmrs]?)?|einige|mehrere|absichtlich|bewusst|un[aeo]?s?|el|la|el|le|les|des|os|as|um|uma"
    rf"|varios|varias|plusieurs|vários|{_NOUN})"
)
"""What may stand between a file and the word that calls it, or what is in it, broken."""
_SAID_OF_IT = lazy_regex(
    rf"{_FILE} *(?:,? (?:which|that|die|das|que|qui) |{_NOUN} |\([^()]*\) )*"
    rf"(?:{_IS} (?:{_BETWEEN} ){{0,4}}{_WRONG}(?! (?:into|down|up)\b)"
    rf"(?=[ ]*(?:$|[.,;:!?)]|(?:and|but|so|on|in|because|by|at|und|y|et|e|{_NOUN})\b))"
    rf"|(?:{_HAS}|[:(–—-]) (?:{_BETWEEN} ){{0,4}}"
    rf"(?:{_BEFORE_NOUN} (?:\w+ )?{_NOUN}\b|{_MISTAKES}|{_NOUN} {_WRONG}\b)"
    rf"|: [^\0]*\b{_IS} {_WRONG}(?=[ ]*(?:$|[.,;:!?])))"
    rf"|\b(?:{_WRONG}|errors|mistakes|bugs) (?:{_NOUN} ){{0,2}}"
    rf"(?:\(|(?:in|of|from|called|named|aus|en|de|dans|em) (?:the |der |file |datei )?)?{_FILE}"
    rf"|{_FILE} *[是有中里内含存在はにがの는은에이가 ]{{0,4}}[^\s。，、,\0]{{0,6}}"
    r"(?:损坏|有(?:问题|错误|故障)|故障的?|错误的|壊れ"
    r"|不具合の?あ|誤りの?あ|間違いの?あ|깨진|고장 ?난|오류가 있는|잘못된)"
    rf"|(?:损坏|有问题|有错误|错误|故障)的[^\s。，,\0]{{0,6}} *{_FILE}",
    re.IGNORECASE,
)
_FIXES = lazy_regex(
    r"\b(?:fix(?:es|ed|ing)?(?!-it)|repair\w*|correct(?:s|ed|ion)?|solution|solve[sd]?|resolve[sd]?"
    r"|replace[sd]?|no longer|not|behebt|behoben\w*|repariert\w*|korrigiert\w*|lösung|corrig\w+"
    r"|arregla\w*|repara\w*|solución|solução|répar\w+|consert\w+)\b|修复|修正|解决|直し|해결|수정",
    re.IGNORECASE,
)
"""Words of a sentence that may say that the file fixes what is broken."""
_TO_FIX = lazy_regex(
    rf"{_FILE}[^\0,;]{{0,40}}?(?:"
    r"\b(?:needs?|ha(?:s|ve)|must|ought)(?: to)? be (?:fixed|corrected|repaired|debugged)\b"
    r"|\b(?:muss|müssen)\b[^.?!\n]{0,30}\b(?:korrigiert|repariert|berichtigt) werden\b"
    r"|\b(?:ist|sind) (?:noch )?zu (?:korrigieren|reparieren)\b"
    r"|\b(?:hay que|se deben?|debe[sn]?|necesitan?)(?: ser)? (?:corregi|arregla|repara)(?:r|d[oa]s?)\b"
    r"|\b(?:doit|doivent)(?: être)? (?:corrig|répar)(?:er|ées?|és?)\b|\b(?:est|sont) à (?:corriger|réparer)\b"
    r"|\b(?:precisam?|devem?)(?: ser)? (?:corrigi|conserta)(?:r|d[oa]s?)\b"
    r"|\b(?:нужно|надо|необходимо|следует) (?:исправить|починить)\b"
    r"|(?:需要|必须|有待)(?:被)?(?:修复|修正|改正)"
    r"|(?:修正|修理)(?:が必要|する必要があ)|(?:수정|고쳐)(?:이 필요|해야 |야 ))",
    re.IGNORECASE,
)
"""What a sentence says of a file that readers are to fix: `it is the template that needs to be fixed`."""
_NOT_YET = lazy_regex(
    r"\b(?:if|when|no longer|not|wenn|falls|si|cuando|quand|se|quando|если)\b|如果|場合|경우", re.I
)
_ASKS = lazy_regex(
    r"[\W\d_]*(?:task|exercise|aufgabe|ejercicio|exercice|exercício)?[\W\d_]*(?:please )?"
    r"(?:find|fix|repair|debug|spot|diagnose|behebe|finde|repariere|corrige|arregla|encuentra|corrigez"
    r"|trouvez|réparez|corrija|encontre|conserte|(?:请)?(?:修复|找出)|修正してください)",
    re.IGNORECASE,
)
"""How a sentence begins that asks readers to fix what it names."""
_LABEL = lazy_regex(
    r"(?:[\s>*_#`:]|</?(?:details|summary|b|strong|code)\b[^<>]*>)*(?P<file>[\w./-]+\.(?:ya?ml|json))"
    r"(?:[\s*_#`:：]|</?(?:details|summary|b|strong|code)\b[^<>]*>)*"
)


def is_called_broken(path: str, text: str) -> bool:
    """Whether a sentence of a text calls a file broken. `path`: that of the file."""
    return next(sentences_of_broken(path, text), None) is not None


def labelled_file(above: str) -> str:
    """The file whose name alone is the last line above a block: `<summary>pod.yaml</summary>`; or empty."""
    last = next((line for line in reversed(above.split("\n")) if line.strip(" \t>")), "")
    label = _LABEL.fullmatch(last)
    return label["file"] if label is not None else ""


def sentences_of_broken(path: str, text: str) -> Iterator[str]:
    """The sentences of a text that call a file broken."""
    name = posixpath.basename(path)
    if not name or name not in text:
        return
    named = re.compile(rf"(?<![\w./-])(?:[.~]?(?:/[\w.-]+)*/)?{re.escape(name)}(?![\w-]|\.\w)")
    for sentence in _END.split(text):
        if not named.search(sentence):
            continue
        plain = " ".join(_MARKUP.sub("", named.sub(_FILE, sentence)).split())
        if _TO_FIX.search(plain) and not _NOT_YET.search(plain):
            yield sentence
            continue
        if not _SAID_OF_IT.search(plain):
            continue
        if _ASKS.match(plain) or not _FIXES.search(plain):
            yield sentence
