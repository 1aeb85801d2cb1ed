"""Old APIs and annotations below a sentence that calls them old: its writer knows, and shows what was.

PodSecurityPolicy was removed in Kubernetes 1.25.      names the kind and the minor
# Pod Security Policies (PSP)
> Deprecated in 1.21 and removed in 1.25.              the heading above it names the kind
An example with annotations (deprecated):              says it right above the block
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.intent.kind_names import names_of_kind
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.violation import Violation, at_most_info, severity

_OLD = (
    r"\bdeprecat(?:ed|ion)\b|\bno longer (?:maintained|supported|served|available|developed|exists?|works?"
    r"|part)"
    r"|\bobsolete\b|\bout of date\b|\bend[- ]of[- ]life\b|\blegacy\b"
    r"|\babgekündigt|\bveraltet|\bnicht (?:länger|mehr) (?:gepflegt|unterstützt|verfügbar|vorhanden)"
    r"|\bobsol[eè]te?s?\b|\bdépréciée?s?\b|\bn['’]est plus (?:maintenu|pris en charge|disponible)"
    r"|\bobsolet[oa]s?\b|\bdescontinuad[oa]s?|\bdepreciad[oa]s?\b|\bdeprecad[oa]s?\b"
    r"|\bya no (?:se mantiene|está disponible|existe)|\bnão (?:é|está) mais (?:mantid|suportad|disponíve)"
    r"|\bустар\w+|\bбольше не поддержива|已?(?:经)?(?:废弃|弃用|停止维护|停用|不再(?:维护|支持|提供))|已过时"
    r"|\beskirgan\b|非推奨|廃止|サポートされなく|사용되지 않|사용 중단|폐기|더 이상 (?:지원|유지)"
)
_GONE = rf"{_OLD}|\bremov(?:ed|al)\b|\bdropped\b|\bgone\b|\bentfernt|\bsupprimée?s?\b|\beliminad[oa]s?\b"
_GONE += r"|\bretirad[oa]s?\b|\bremovid[oa]s?\b|\bудал[её]н\w*|移除|删除|下线|削除|제거|삭제"
_SAYS_OLD = lazy_regex(_OLD, re.IGNORECASE)
_SAYS_GONE = lazy_regex(_GONE, re.IGNORECASE)
DENIED = lazy_regex(
    r"\b(?:not|never|nicht|nie|no (?=(?:est|fue|ha sid)\w*)|não|n['’]est pas|не)\b(?! only)"
    r"(?: (?:yet|been|be|noch|jamais|fue|está|foi|été))* ?"
    r"(?=\w*(?:deprec|remov|veralt|entfern|obsol|устар|удал|suppr|elimin))"
    r"|n['’]t (?:yet |been |be )*(?=deprec|remov)|(?:未|没有|尚未|还没)被?(?=废弃|弃用|移除|删除)",
    re.IGNORECASE,
)
OF_OTHERS = lazy_regex(
    r"\b(?:flags?|options?|parameters?|arguments?|metrics?|feature gates?)\b"
    r"|\b(?:we|i|this \w+|our \w+) (?:now |only )?(?:uses?|moved|switched|migrated)\b"
    r"|\b(?:this|the|our|these) \w+ (?:was|were|is|are|has been|have been) (?:now |already )?"
    r"(?:moved|migrated|switched|updated|converted|ported)\b",
    re.IGNORECASE,
)
"""What says that something else is gone, or that what is shown is new."""
_CONDITION = lazy_regex(
    r"\b(?:if|when|once|until|unless|before|wenn|falls|sobald|bevor|cuando|hasta|quand|jusqu|quando|если)\b"
    r"|如果|之前|場合|하면",
    re.IGNORECASE,
)
OF_IT = lazy_regex(
    r"\W*(?:(?:note|warning|caution|important|attention|deprecation|update|status|hinweis|achtung|warnung"
    r"|nota|aviso|atención|atenção|advertencia|remarque|avertissement|внимание|注意|警告|提示|参考|주의|경고)\W+)*"
    r"(?:(?:it|they|(?:this|these|the) (?:api|resource|kind|object|feature|mechanism|type|version)s?|this"
    r"|(?:es|sie|diese\w*|das)(?: api| ressource| funktion)?|est[ea](?: api| recurso)?|cette api|il|elle"
    r"|это|он[аио]?|该(?:资源|功能|特性|对象|API)?|它|此(?:资源|功能|API)?|これ|이 (?:기능|리소스))\W+)?"
    r"(?:(?:is|are|was|were|has been|have been|got|now|already|also|ist|sind|wurden?|seit|es|está|fue|ha sido"
    r"|est|a été|é|foi|был[аио]?|已经?|被|は|は既に)\W*)*",
    re.IGNORECASE,
)
"""What stands before such a word in a sentence whose subject the heading above it names."""
_SENTENCES = re.compile(
    r"(?<=[.!?])[\"')*_]*\s+|(?<=[。！？；])|\n[ \t>]*\n|\n(?=[ \t>]*(?:[-*+]|\d+[.)]|#{1,6})[ \t])"
)
_MARKUP = re.compile(r"[*_`]+")
_ANNOTATION = lazy_regex(
    r"annotat|anotaci|anotaç|аннотац|注解|注释|アノテーション|어노테이션|애너테이션|주석", re.IGNORECASE
)
_NEAREST = 2
"""So many of the texts are those of the nearest section: its last lines, and its beginning."""
_SAYS_SO = "The text above says so."


class _Sentence(NamedTuple):
    """A sentence without markup."""

    text: str
    headings: Sequence[str]
    """Those above it."""
    is_near: bool
    """Whether it stands in the section of the block."""


def as_said_removed(violations: Sequence[Violation], text: str, fence: Fence) -> Sequence[Violation]:
    """The violations; as infos those of what the text around their block calls old.

    That is a sentence above it in its section, or at the beginning of its note or of a section around it.
    `text`: that of their offsets.
    """
    return [_as_said(violation, text, fence) for violation in violations]


def _as_said(violation: Violation, text: str, fence: Fence) -> Violation:
    if severity(violation) == "info":
        return violation
    if violation.rule in (REMOVED_API, DEPRECATED_API) and violation.api:
        known = _is_api_called_old(violation, fence)
    elif violation.rule in (DEPRECATED_API, INVALID_VALUE):
        known = _is_value_called_old(violation, text, fence)
    else:
        return violation
    return replace(at_most_info(violation), help=_SAYS_SO) if known else violation


def _is_api_called_old(violation: Violation, fence: Fence) -> bool:
    api_version, _, kind = violation.api.partition(" ")
    names = re.compile(names_of_kind(kind), re.IGNORECASE)
    minor = re.compile(rf"(?<![\d.]){re.escape(violation.gone)}(?!\d)(?! of (?:the|our|its|this)\b)")
    has_successor = any(version != api_version for version in schemas_of(NEWEST).versions_of(kind))
    for sentence, headings, is_near in _sentences(fence):
        by_minor = minor.search(sentence) is not None
        pattern = _SAYS_GONE if by_minor else _SAYS_OLD
        gone = pattern.search(sentence)
        if gone is None or DENIED.search(sentence) or OF_OTHERS.search(sentence, 0, gone.start()):
            continue
        named = names.search(sentence) is not None or ("/" in api_version and api_version in sentence)
        if not named:
            # without a minor it may be about any of them
            named = any(map(names.search, headings if by_minor else headings[-1:]))
            if not named or not OF_IT.fullmatch(sentence, 0, gone.start()):
                continue
        # of a kind that is there in another version, the sentence says which one is meant
        if by_minor or api_version in sentence:
            return True
        if not has_successor and is_near and not _CONDITION.search(sentence):
            return True
    return False


def _is_value_called_old(violation: Violation, text: str, fence: Fence) -> bool:
    if "deprecated" not in violation.message and "non-functional" not in violation.message:
        return False
    written = text[violation.start : violation.end].strip("\"'")
    for sentence, _, _ in _sentences(fence):
        if written in sentence and _SAYS_OLD.search(sentence) and not DENIED.search(sentence):
            return True
    if "/" not in written or violation.message.startswith(written):  # a field, or a label
        return False
    paragraph = _MARKUP.sub("", text_above(fence.above).paragraph)
    last = _SENTENCES.split(paragraph)[-1]
    return (
        _ANNOTATION.search(last) is not None
        and _SAYS_OLD.search(last) is not None
        and not DENIED.search(last)
    )


def _sentences(fence: Fence) -> Iterator[_Sentence]:
    """The sentences that may be about a block."""
    section = "\n".join(text_above(fence.above).section)
    for number, part in enumerate((section, *reversed(fence.beginnings))):
        headings: list[str] = []
        for sentence in _SENTENCES.split(_MARKUP.sub("", part)):
            heading, _, below = sentence.lstrip("> ").partition("\n")
            if heading.startswith("#"):
                yield _Sentence(heading, (), number < _NEAREST)
                headings.append(heading)
                sentence = below
            yield _Sentence(sentence, headings, number < _NEAREST)
