"""Blocks below a heading or a label about older versions: `In Kubernetes 1.30 to 1.33`, `< 1.24`.

What is old in the version that is checked was right in those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.violation import Violation, at_most_info

_KUBERNETES = r"(?:kubernetes|k8s)(?:[ -]clusters?)?(?:[ -]?(?:versions?|releases?|版本|버전|バージョン))?"
_VERSION = r"v?1\.(\d{1,2})(?:\.(?:\d+|x))?"
_UP_TO = (
    r"(?:up to|until|till|through|<=|≤|bis(?: einschlie(?:ß|ss)lich)?"
    r"|jusqu['’][àa](?: la)?|hasta(?: la)?|até(?: a)?)"
)
_BEFORE = (
    r"(?:before|below|older than|prior to|earlier than|less than|pre-?|<|vor|unter|älter als"
    r"|avant(?: la)?"
    r"|antes d[aeo](?: la)?|anterior(?:es)? [aà](?: la)?|低于|早于)"
)
_OR_OLDER = (
    r"(?:\)?[ \t]*(?:(?:and|or|und|oder|et|ou|y|o|e)[ \t]+(?:earlier|older|below|lower|before"
    r"|früher|älter|darunter"
    r"|antérieure?s?|plus anciens?|anterior(?:es)?|versions antérieures|versiones anteriores)"
    r"|(?:版本)?(?:及|和|或)?(?:其)?(?:以下|以前|之前|更早|更低)"
    r"|(?:バージョン)?以前|(?:버전)?[ ]?(?:이하|이전)))"
)
_NAMED = rf"(?<![a-z\d]){_KUBERNETES}"
_RANGE = lazy_regex(
    rf"{_NAMED}[ (]*{_VERSION}[ \t]*(?:-|–|—|~|\bto\b|\bthrough\b|\buntil\b|\bbis\b"
    r"|\bà\b|\ba\b|\baté\b|至|到)"
    rf"[ \t]*{_VERSION}(?!\d)",
    re.IGNORECASE,
)
_LAST = lazy_regex(
    rf"(?<![a-z\d]){_UP_TO}[ \t]+{_KUBERNETES}[ \t]*{_VERSION}(?!\d)"
    rf"|{_NAMED}[ (]*{_UP_TO}[ \t]*{_VERSION}(?!\d)"
    rf"|{_NAMED}[ (]*{_VERSION}{_OR_OLDER}",
    re.IGNORECASE,
)
_FIRST_AFTER = lazy_regex(
    rf"(?<![a-z\d]){_BEFORE}[ \t]*{_KUBERNETES}[ \t]*{_VERSION}(?!\d)"
    rf"|{_NAMED}[ (]*{_BEFORE}[ \t]*{_VERSION}(?!\d)",
    re.IGNORECASE,
)
_LABEL = lazy_regex(
    rf"(?:{_KUBERNETES}[ \t]*)?(?:(?P<before>{_BEFORE})|{_UP_TO})[ \t]*(?:{_KUBERNETES}[ \t]*)?{_VERSION}"
    rf"|(?:{_KUBERNETES}[ \t]*)?{_VERSION}{_OR_OLDER}",
    re.IGNORECASE,
)
"""A line that only says for which versions the block below it is: `< 1.24`."""
_NO_RANGE = lazy_regex(
    r"\b(?:not|no|never|unsupported|nicht|nie|kein\w*|non|pas|jamais|nunca|não|sin|sem)\b|n['’]t\b|不|勿|未"
    r"|upgrad|updat|migrat|\b(?:from|moving|switch)|aktualisier|umstieg|actualiz"
    r"|mise à (?:jour|niveau)|atualiz|升级|迁移|移行|업그레이드|마이그레이션",
    re.IGNORECASE,
)
"""A way from one version to another is no range of them; nor is what a heading denies, or warns of."""
_OFF_BY = 1
"""By so many minors a label may be off: `<1.24` above what was gone in 1.22."""
_OF_AGE = frozenset((REMOVED_API, DEPRECATED_API, INVALID_VALUE))


def as_of_version(violations: Sequence[Violation], above: str, version: str) -> Sequence[Violation]:
    """The violations; as infos those of what became old after the versions of the heading above a block.

    `above`: the text above the block. `version`: the minor that is checked.
    """
    if not any(violation.rule in _OF_AGE for violation in violations):
        return violations
    heading = above.rstrip().rpartition("\n")[2].strip("*_ :：")
    versions, off_by = _of_label(heading), _OFF_BY
    if versions is None:
        off_by = 0
        heading = text_above(above).heading
        versions = _versions(heading)
    if versions is None or versions[1] >= int(version.rpartition(".")[2]):
        return violations
    first, last = versions
    return [_as_of(violation, heading, first, last - off_by) for violation in violations]


def _of_label(line: str) -> tuple[int, int] | None:
    """The versions of a line that names nothing else."""
    label = _LABEL.fullmatch(line) if "1." in line else None
    if label is None:
        return None
    named = next(number for number in label.groups() if number and number.isdecimal())
    return 0, int(named) - (label["before"] is not None)


def _versions(heading: str) -> tuple[int, int] | None:
    """The first and the last minor that a heading is about; the first is 0 where none is named."""
    if "1." not in heading or _NO_RANGE.search(heading):
        return None
    if (both := _RANGE.search(heading)) is not None:
        return int(both[1]), int(both[2])
    if (last := _LAST.search(heading)) is not None:
        return 0, int(next(filter(None, last.groups())))
    if (after := _FIRST_AFTER.search(heading)) is not None:
        return 0, int(next(filter(None, after.groups()))) - 1
    return None


def _as_of(violation: Violation, heading: str, first: int, last: int) -> Violation:
    if violation.rule is REMOVED_API:
        gone = int(violation.gone.rpartition(".")[2] or 0)
        if gone <= first or gone < last:
            return violation  # it was gone in most of them; many write "up to" the version that removed it
    elif violation.rule not in _OF_AGE or "deprecated" not in violation.message:
        return violation
    named = heading.lstrip("# ").rstrip()
    return replace(at_most_info(violation), help=f"It is shown as of the heading: {named}.")
