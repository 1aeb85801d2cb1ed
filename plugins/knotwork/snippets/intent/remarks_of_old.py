"""Remarks beside an API, or right above it, that call it old: `# deprecated in 1.16`, `# before 1.22`.

A remark is about what it stands at if it names that, or names nothing else: `# Old images are removed by it`
is about images.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.intent.said_removed import DENIED, OF_IT, OF_OTHERS

_LABEL = lazy_regex(
    r"(?:before|old|antes|до|было|vorher|avant|prima|旧(?:版本?|写法|格式|的)?|变更前|変更前|이전)"
    r"(?=[ \t]*(?:$|[:：(（\u2013-]|v?\d[\w.+]*[ \t]*(?:$|[:：(\u2013-]|,?[ \t]+(?:use|only|and|or)\b)))",
    re.IGNORECASE,
)
"""How a remark begins that is a label: `before`, `before (1.15)`; not `before you apply it`."""
_OLD = lazy_regex(
    r"\b(?:deprecated|obsolete|legacy|outdated|eskirgan"
    r"|no longer (?:served|supported|available|works?|working|exists?|valid|accepted|recogni[sz]ed)"
    r"|old (?:api|version|style)s?|will fail|removed|veraltet|entfernt|obsol[eè]t[oae]?s?"
    r"|descontinuad[oa]|removid[oa]|eliminad[oa]|устаре\w*|удал[её]н\w*)\b"
    r"|废弃|弃用|移除|非推奨|廃止|제거|폐기|사용되지",
    re.IGNORECASE,
)
_OF = lazy_regex(r"\b(?:of|by|from|for|with|in)(?: (?:the|an?|this))?\W*\Z", re.IGNORECASE)
_APART = lazy_regex(r"[,;:(\u2013\u2014-][ \t]*\Z")
_VERSION = lazy_regex(r"(?<![\w.])v\d+(?:(?:alpha|beta)\d+)?(?![\w.]*\d)", re.IGNORECASE)
_SUBJECT = lazy_regex(
    r"\W*(?:(?:note|warning|the|this|that|an?|is|it['’]s|in|as of|since|since|from|by|k8s|kubernetes|version"
    r"|v?\d[\w.+]*"
    r"|now|already|this is|api|apiversion|already|here|officially|was|were|are|has|have|been|got|will|be|soon"
    r"|also"
    r"|and|or|deprecated|obsolete|removed|wurde|ist|in|seit|es|está|fue|ha|sido|a|été|foi|é|с|был[аио]?"
    r"|версии"
    r"|已经?|被|在|从|起|此|该|版本|これは|は|で|이|은|는|에서|부터)\W*)*",
    re.IGNORECASE,
)
"""What may stand before such a word in a remark that names nothing else."""
_BEHIND = lazy_regex(
    r"\W*\Z|[ \t]*[^\w\s]|[ \t]*(?:api|apiversion|version|group|syntax|style|form(?:at)?|kind|field"
    r"|annotation)s?\b"
    r"(?=\W*\Z|[ \t]*[^\w\s]|[ \t]+(?:in|since|for|as|use|from|with)\b)"
    r"|[ \t]+(?:in|since|as|from|by|for|with|use|but|and|or|on|at|after|now|soon|seit|en|desde|em|depuis|с|в"
    r"|kubernetes|k8s"
    r"|v?\d[\w.+]*|starting|until|see|removed|unused|anymore|any)\b|[ \t]*(?:верси|апи)|[\u3040-\uffff]",
    re.IGNORECASE,
)
"""What may follow it: nothing that it may be said of."""
_BETWEEN = lazy_regex(
    r"\W*(?:(?:apis?|versions?|apiversions?|kinds?|resources?|objects?|group|in|of|is|are|was|were|has|have"
    r"|been|now|already"
    r"|also|the|got|became|will|be|wurde|ist|es|está|fue|ha|sido|été|est|foi|é|был[аио]?|[\w.]+/v\d\w*|v?\d[\w.+/]*|since"
    r"|as|from|and"
    r"|已经?|被|在|は|が|이|은|는)\W*)*",
    re.IGNORECASE,
)
"""What may stand between a name and such a word."""


def calls_old(remark: str, names: Iterable[str]) -> bool:
    """Whether a remark, without its mark, calls old what it stands at. `names`: those of that."""
    if _LABEL.match(remark) is not None:
        return True
    if DENIED.search(remark) is not None:
        return False
    own = {name.lower() for name in names if name}
    named = [*_named(remark, own)]
    return any(_is_about_it(remark, old, own, named) for old in _OLD.finditer(remark))


def _is_about_it(remark: str, old: re.Match[str], own: Set[str], named: Sequence[int]) -> bool:
    """Whether a word that calls something old is about what has some names. `named`: where these end."""
    above = remark[: old.start()]
    if OF_OTHERS.search(above):
        return False
    if any(end <= len(above) and _BETWEEN.fullmatch(remark, end, old.start()) for end in named):
        return True
    if named and _APART.search(above) and not remark[old.end() :].strip(" .!)"):
        return True
    versions = {version.lower() for version in _VERSION.findall(above)}
    if versions and own and versions.isdisjoint(own):
        return False
    of_it = OF_IT.fullmatch(above) or _SUBJECT.fullmatch(above)
    return of_it is not None and _BEHIND.match(remark, old.end()) is not None


def _named(remark: str, names: Set[str]) -> Iterator[int]:
    """Where names end in a remark that are no part of what it is about: not `runs of the Job`."""
    for name in names:
        for match in re.finditer(rf"(?<![\w./-]){re.escape(name)}s?(?![\w/-])", remark, re.IGNORECASE):
            if not _OF.search(remark[: match.start()]):
                yield match.end()
