"""Blocks between `Before:` and `After:`, and those whose label says that what they show works no longer.

**Before (no longer supported):**        all that is wrong there is known
**Before:** … **After:** …               what the form below has no more is known; what it has, too, is not
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.intent.block_labels import label_above, label_below, next_block
from knotwork.snippets.violation import Violation, as_info, severity

_NOUN = (
    r"(?:[ \t]+(?:apis?|versions?|form(?:at)?|syntax|spec|schema|manifests?|ya?ml|crds?|config(?:uration)?"
    r"|style"
    r"|way|definition|behaviou?r|layout|usage|v\d+(?:(?:alpha|beta)\d+)?|v?\d+(?:\.(?:\d+|x))+|versión|versão|formato|fassung|schreibweise))*"
)
_AS_OF = r"(?:[ \t]*[(\[:,\u2013\u2014-]+[ \t]*(?P<said>[^()\n]{1,80})\)?)?[): \t]*"
_OLD = lazy_regex(
    r"(?:the )?(?:before|prior to|until|up to|old|previous(?:ly)?|legacy|former(?:ly)?|from"
    r"|vorher|bisher|alt|antes|antigu[oa]|avant"
    rf"|ancien(?:ne)?|до|было|раньше|旧|变更前|変更前|이전){_NOUN}{_AS_OF}",
    re.IGNORECASE,
)
_NEW = lazy_regex(
    r"(?:the )?(?:after|since|as of|starting with|new|now|current(?:ly)?|to"
    r"|nachher|neu|jetzt|después|ahora|depois|agora|nuev[oa]"
    r"|nov[oa]|apr[èe]s"
    rf"|nouve(?:au|lle)|maintenant|после|стало|теперь|新|变更后|変更後|이후){_NOUN}{_AS_OF}",
    re.IGNORECASE,
)
_GONE = lazy_regex(
    r"(?<!not )(?:\bno longer (?:supported|valid|accepted|works?|working|available|exists?|allowed"
    r"|recogni[sz]ed|served)"
    r"|\b(?:not|un)[ -]?supported|\bremoved|\brejected|\bwill fail|\bnicht mehr (?:unterstützt|gültig"
    r"|erlaubt)"
    r"|\bentfernt|\bya no (?:es válid|se admite|funciona|existe)|\bnão (?:é|está) mais|\bn['’](?:est"
    r"|existe) plus"
    r"|\bsupprimée?|\beliminad[oa]|\bremovid[oa]|\bбольше не|\bудал[её]н)|不再支持|已移除|已删除|削除"
    r"|サポートされなく|더 이상",
    re.IGNORECASE,
)
_KIND = lazy_regex(r"^[ \t]*\"?kind\"?:[ \t]*[\"']?(\w+)", re.MULTILINE)
_REPLACED = "The block below it shows what replaces it."
_SAYS_SO = "The line above the block says so."


def as_before(violations: Sequence[Violation], text: str, fence: Fence) -> Sequence[Violation]:
    """The violations of a document in a note; as infos those that the labels of its block say are known.

    `text`: that of their offsets.
    """
    if not fence.above or all(severity(violation) == "info" for violation in violations):
        return violations
    old = _OLD.fullmatch(_label(fence))
    if old is None:
        return violations
    if old["said"] and _GONE.search(old["said"]):
        return [replace(as_info(violation), help=_SAYS_SO) for violation in violations]
    if _NEW.fullmatch(label_below(fence.below)) is None:
        return violations
    new = next_block(fence.below)
    if _KIND.findall(new) != _KIND.findall(fence.text):
        return violations
    kept = {_bare(line) for line in new.split("\n")}
    return [
        violation if _bare(_line(violation, text)) in kept else replace(as_info(violation), help=_REPLACED)
        for violation in violations
    ]


def _label(fence: Fence) -> str:
    """The label of a block, or the heading right above it."""
    above = text_above(fence.above)
    return label_above(fence.above) or (
        "" if above.own and "".join(above.own).strip() else above.heading.lstrip("# ")
    )


def _line(violation: Violation, text: str) -> str:
    return text[line_start(text, violation.start) : line_end(text, violation.start)]


def _bare(line: str) -> str:
    """A line of YAML without its indentation and its comment."""
    return line.partition(" #")[0].strip().removeprefix("- ").lstrip()
