"""Files of exercises that the text beside them calls broken: `setup.yaml` ships a broken Pod.

A word such as "fix" is not enough: a sentence names the file, and says that it is broken.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from knotwork.model.patterns import lazy_regex

_END = re.compile(
    r"(?<=[.!?])[\"')*_]*\s+|(?<=[。！？])|\n[ \t>]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)]|#{1,6})[ \t])"
)
_BROKEN = lazy_regex(
    r"\b(?:broken|faulty|buggy|misconfigured"
    r"|(?:deliberate|intentional)(?:ly)? (?:wrong|invalid|bad|incorrect)"
    r"|(?:has|have|contains?|with) (?:an?|some|several|\w+) (?:\w+ )?(?:errors?|mistakes?|bugs?|faults?)"
    r"|kaputt\w*|fehlerhaft\w*|defekt\w*|mit (?:\w+ )?fehlern?|rot[oa]s?|averiad[oa]s?|defectuos[oa]s?"
    r"|con (?:un |\w+ )?error(?:es)?|cassée?s?|défectueu(?:x|se)s?|erronée?s?|avec (?:une? |des )?erreurs?"
    r"|quebrad[oa]s?|defeituos[oa]s?|com (?:um |\w+ )?erros?)\b"
    r"|损坏|有(?:问题|错误|故障)|故障的?|错误的|壊れ|不具合の?あ|誤りの?あ|間違いの?あ"
    r"|깨진|고장 ?난|오류가 있는|잘못된",
    re.IGNORECASE,
)
_FIXES = lazy_regex(
    r"\b(?:fix(?:es|ed|ing)?(?!-it)|repair\w*|correct(?:s|ed|ion)?|solution|solve[sd]?|resolve[sd]?"
    r"|replace[sd]?|no longer|not|behebt|behoben\w*|repariert\w*|korrigiert\w*|lösung|corrig\w+"
    r"|arregla\w*|repara\w*|solución|solução|répar\w+|consert\w+)\b|修复|修正|解决|直し|해결|수정",
    re.IGNORECASE,
)
"""Words of a sentence that may say that the file fixes what is broken."""
_ASKS = lazy_regex(
    r"[\W\d_]*(?:task|exercise|aufgabe|ejercicio|exercice|exercício)?[\W\d_]*(?:please )?"
    r"(?:find|fix|repair|debug|spot|diagnose|behebe|finde|repariere|corrige|arregla|encuentra|corrigez"
    r"|trouvez|réparez|corrija|encontre|conserte|(?:请)?(?:修复|找出)|修正してください)",
    re.IGNORECASE,
)
"""How a sentence begins that asks readers to fix what it names."""


def is_called_broken(path: str, text: str) -> bool:
    """Whether a sentence of a text calls a file broken. `path`: that of the file."""
    return next(sentences_of_broken(path, text), None) is not None


def sentences_of_broken(path: str, text: str) -> Iterator[str]:
    """The sentences of a text that call a file broken."""
    name = posixpath.basename(path)
    if not name or name not in text:
        return
    named = re.compile(rf"(?<![\w./-]){re.escape(name)}(?![\w-]|\.\w)")
    for sentence in _END.split(text):
        if not named.search(sentence) or not _BROKEN.search(sentence):
            continue
        if _ASKS.match(named.sub("it", sentence)) or not _FIXES.search(sentence):
            yield sentence
