"""Blocks of a version that the text around them calls old: a heading, a tab, a label or a sentence.

### v1beta2 (deprecated)                    a heading that names the version
=== "v1 format (legacy)"                    a tab
The v1 API is deprecated: use v2.           a sentence of the section
=== "v1"   === "v2"                         a tab beside that of a newer version

A guide shows the form that is to be moved; of the new one, which follows, nothing is excused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import yaml

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.intent.block_labels import label_above, tabs_around
from knotwork.snippets.intent.kind_names import names_of_kind
from knotwork.snippets.schema.versions import age
from knotwork.snippets.yaml.values import text, value_at

_ANY_VERSION = lazy_regex(r"(?<![\w.])v\d+(?:(?:alpha|beta)\d+)?(?![\w.]*\d)", re.IGNORECASE)
_OLD = (
    r"(?:deprecated|old|before|previous(?:ly)?|legacy|former(?:ly)?|obsolete|outdated"
    r"|no longer (?:supported|served|available|maintained|recommended)|unsupported|veraltet|alt|bisher|vorher"
    r"|obsoleto|antiguo|antes|obsol[èe]te|d[ée]pr[ée]ci[ée]e?|ancien(?:ne)?|avant|устарел\w*|старая?"
    r"|旧|已弃用|已废弃|弃用|非推奨|이전)"
)
_NUMBER = r"(?:\d+(?:\.\d+)*[.)]?[ \t]+)?"
_NOUN = (
    r"(?:[ \t]+(?:apis?|versions?|form(?:at)?|syntax|spec|schema|manifests?|ya?ml|examples?|resources?|crds?"
    r"|config(?:uration)?|style|reference|definition))"
)
_TAIL = (
    r"(?:[,;.]?[ \t]+(?:in|since|as of|from|until|and|will|to be|use|see|prefer|replaced|superseded|migrate"
    r"|seit)"
    r"\b[^()\n]*)?"
)
"""What may follow: `deprecated since 2.0`, `legacy, use v2`."""
_SEPARATOR = r"[ \t]*[(\[:,|\u2013\u2014-]+[ \t]*"
_CALLED = (
    r"(?:\b(?:is|are|was|were|has been|have been|became|remains?|ist|wird|wurde|gilt als|es|está|queda|fue"
    r"|ha sido"
    r"|est|a été|é|foi)\b(?:[ \t]+(?:now|already|also|officially|still \w+ but|jetzt|inzwischen|ya"
    r"|désormais|agora))*"
    r"[ \t]+(?:deprecated|obsolete|legacy|no longer (?:supported|served|available|maintained|recommended)"
    r"|veraltet|abgekündigt|obsolet[oa]|desaconsejad[oa]|dépréciée?|obsolète)\b"
    r"|(?:теперь[ \t]+)?устарел\w*|已?(?:经)?被?(?:废弃|弃用)|(?:は|が)?[^\n]{0,4}非推奨"
    r"|[은는이가]?[ \t]*더 이상)"
)
_DENIED = lazy_regex(
    r"\b(?:if|when|once|unless|until|before|not|never|falls|wenn|sobald|si|cuando|quand|quando|если|когда)\b"
    r"|如果|場合",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?:;])[\"')*_]*\s+|(?<=[。！？；])|\n[ \t>]*(?:\n|[-*+][ \t])")
_MARKS = re.compile(r"[*_`]+")


def is_of_old_version(root: yaml.Node | None, fence: Fence) -> bool:
    """Whether the text around a block calls its version old, or shows a newer one beside it."""
    api_version, kind = text(value_at(root, "apiVersion")) or "", text(value_at(root, "kind")) or ""
    version = api_version.rpartition("/")[2].lower()
    if not version or not fence.above or not _ANY_VERSION.fullmatch(version):
        return False
    title, sentence = _patterns(api_version.lower(), kind)
    for written in _titles(fence):
        versions = {number.lower() for number in _ANY_VERSION.findall(written)}
        if title.fullmatch(written):
            return True
        if versions and version not in versions:
            return False  # that one is of another version
    if any(_is_beside_newer(version, tab) for tab in tabs_around(fence.above, fence.below)):
        return _is_label_of(version, label_above(fence.above))
    for passage in ("\n".join(text_above(fence.above).section), *fence.beginnings):
        for written in _SENTENCES.split(_MARKS.sub("", passage)):
            called = sentence.search(written)
            if called is not None and not _DENIED.search(written, 0, called.end()):
                return True
    return False


def _titles(fence: Fence) -> Iterator[str]:
    """The label of a block, the heading above it, and those of the sections around, the nearest first."""
    label = label_above(fence.above)
    headings = [text_above(fence.above).heading]
    headings += [
        first for part in reversed(fence.beginnings) if (first := part.partition("\n")[0])[:1] == "#"
    ]
    for written in (label, *headings):
        if bare := _MARKS.sub("", written.lstrip("# \t")).strip(" \t:"):
            yield bare


@lru_cache(maxsize=64)
def _patterns(api_version: str, kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a title, and how a sentence, calls the version of a kind old."""
    group, _, version = api_version.rpartition("/")
    named = rf"(?:{re.escape(group)}/)?{version}(?![\w.]*\d)"
    kinds = names_of_kind(kind) if kind else r"(?!)"
    whole = rf"(?:{kinds}[ \t(]+)?{named}\)?{_NOUN}{{0,2}}(?:[ \t]+{kinds})?"
    title = (
        rf"{_NUMBER}(?:{whole}{_SEPARATOR}{_OLD}{_NOUN}?{_TAIL}|{_OLD}{_NOUN}?{_SEPARATOR}{whole}"
        rf"|{_OLD}{_NOUN}?[ \t]+{whole})[)\]: \t]*"
    )
    sentence = (
        rf"(?:\A[\W_]*|(?<![\w./-])(?:{kinds}[ \t]+|(?-i:(?:[Tt]he|[Tt]his|[Oo]ur|[a-z]+)[ \t]+)))"
        rf"{named}{_NOUN}{{0,2}}(?:[ \t]+(?:of|for)(?: the)?)?(?:[ \t]+{kinds})?[ \t]*{_CALLED}"
    )
    return re.compile(title, re.IGNORECASE), re.compile(sentence, re.IGNORECASE)


def _is_label_of(version: str, label: str) -> bool:
    """Whether a label is no more than a version."""
    return re.fullmatch(rf"(?:[\w.-]+/)?{version}{_NOUN}?", label, re.IGNORECASE) is not None


def _is_beside_newer(version: str, label: str) -> bool:
    named = re.fullmatch(rf"(?:[\w.-]+/)?(v\d+(?:(?:alpha|beta)\d+)?){_NOUN}?", label, re.IGNORECASE)
    return named is not None and age(named[1].lower()) < age(version)
