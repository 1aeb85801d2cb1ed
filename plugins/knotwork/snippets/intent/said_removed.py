"""Old APIs below a sentence that says when they went: its writer knows, and shows what was.

PodSecurityPolicy was removed in Kubernetes 1.25.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.violation import Violation, at_most_info

_WENT = lazy_regex(
    r"(?:[\w./]+ )?(?P<kind>[A-Za-z]+) (?:was removed in|is deprecated since) Kubernetes (?P<minor>1\.\d+)"
)
_GONE = lazy_regex(
    r"(?:remov(?:ed|al)|deprecat|no longer|dropped|gone\b|obsolete|entfernt|abgekündigt|veraltet|supprim"
    r"|obsolète|eliminad|obsolet|removid|descontinuad|удал|устар|废弃|弃用|移除|删除|廃止|非推奨|削除"
    r"|제거|폐기|삭제)",
    re.IGNORECASE,
)
_HEADING = lazy_regex(r"^#{1,6} ", re.MULTILINE)


def as_said_removed(violations: Sequence[Violation], above: str) -> Sequence[Violation]:
    """The violations; as infos those of APIs of which a line above says when they were removed.

    `above`: the text above the block. A line counts from the nearest heading on, which is one itself.
    """
    return [
        _as_said(violation, above) if violation.rule in (REMOVED_API, DEPRECATED_API) else violation
        for violation in violations
    ]


def _as_said(violation: Violation, above: str) -> Violation:
    went = _WENT.match(violation.message)
    if went is None or went["minor"] not in above:
        return violation
    heads = [heading.start() for heading in _HEADING.finditer(above)]
    section = above[heads[-1] :] if heads else above
    minor = re.compile(rf"(?<![\d.]){re.escape(went['minor'])}(?!\d)")
    named = re.compile(rf"(?<!\w){went['kind']}(?:s|es)?(?![a-z])")
    if any(minor.search(line) and named.search(line) and _GONE.search(line) for line in section.split("\n")):
        return replace(at_most_info(violation), help="The text above says so.")
    return violation
