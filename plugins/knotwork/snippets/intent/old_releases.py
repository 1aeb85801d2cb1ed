"""Blocks of older releases of a project: those of a changelog, and those below `Before 1.5.4 …`.

A changelog shows what was right at its time: an API that is gone by now is no mistake of it. Below a sentence
about earlier releases, nor is a field that the schemas of today do not have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.strange_specs import is_known_nowhere
from knotwork.snippets.violation import Violation, severity, with_infos

_FILE = lazy_regex(
    r"(?:^|/)(?:[\w.]{1,40}[-_ ])?(?:change[-_ ]?logs?|release[-_ ]?notes?|what'?s[-_ ]?new)"
    r"(?:[-_ /][^/]{0,80})?(?:\.md$|/)|(?:^|/)(?:changes|history|news|releases)\.md$",
    re.IGNORECASE,
)
_TITLE = lazy_regex(
    r"\A#{1,2}[ \t]+(?:[^\n]{0,60}[^\w\n])?(?:change ?logs?|release notes?|what['’]?s new"
    r"|(?:versions?)?historie|versionshinweise"
    r"|notes? de version|notas de (?:la )?versión|notas de versão"
    r"|更新日志|变更日志|発行ノート|変更履歴)(?:\W|$)",
    re.IGNORECASE | re.MULTILINE,
)
_RELEASE = lazy_regex(
    r"#{1,4}[ \t]+\[?(?:release[ \t]+|version[ \t]+)?v?\d+\.\d+\S*[^\n]{0,20}?\b\d{4}-\d\d-\d\d\b"
)
"""The heading of a release with its date: `## [1.5.4] - 2021-03-04`."""
_BEFORE = (
    r"(?:before|prior to|older than|earlier than|until|up to|vor|bis|avant|jusqu['’]à|antes d[ea]|hasta"
    r"|até|до)"
)
_CALLED = r"(?:(?:the|la|der|a)[ \t]+)?(?:versions?|releases?|versión|versão|fassung|версии)[ \t]+"
_EARLIER = lazy_regex(
    r"(?:^|[.!?][ \t\n]+|\n[ \t]*[-*+>][ \t]+)[*_ \t>-]{0,8}"
    rf"(?:in[ \t]+)?(?:(?:all[ \t]+)?(?:versions?|releases?)[ \t]+)?{_BEFORE}[ \t]+"
    rf"(?:{_CALLED}[`*]{{0,3}}v?\d+(?:\.(?:\d+|x))+|[`*]{{0,3}}(?:v\d+(?:\.(?:\d+|x))+"
    r"|\d+\.\d+\.(?:\d+|x)|(?<=before )1\.[12]\d\b))",
    re.IGNORECASE,
)
"""A sentence about earlier releases: `Before 1.5.4, the chart wrote this:`; not `Up to 1.5 GB`."""
_NAMES = lazy_regex(r"^[ \t]*\"?apiVersion\"?:[ \t]*[\"']?([\w./-]+)", re.MULTILINE)
_OF_AGE = (REMOVED_API, DEPRECATED_API)
_WAS_RIGHT = "It is shown as it was: a changelog has what was right at its time."
_OF_EARLIER = "It is shown as of the text above it: what earlier releases had."


def as_of_release(violations: Sequence[Violation], path: str, block: Fence) -> Sequence[Violation]:
    """The violations of a document in a note; as infos those of what became old after its release."""
    if all(severity(own) == "info" for own in violations):
        return violations
    if _is_of_earlier(block):
        return with_infos(
            violations, lambda own: own.rule in _OF_AGE or is_known_nowhere(own), lambda _: _OF_EARLIER
        )
    if any(own.rule in _OF_AGE for own in violations) and _is_of_changelog(path, block):
        return with_infos(violations, lambda own: own.rule in _OF_AGE, lambda _: _WAS_RIGHT)
    return violations


def _is_of_earlier(block: Fence) -> bool:
    """Whether a sentence about earlier releases announces a block, or names what is in it."""
    paragraph = text_above(block.above).paragraph.rstrip(" \n*_`")
    earlier = _EARLIER.search(paragraph)
    if earlier is None:
        return False
    if paragraph.endswith((":", "：")):
        return True
    names = _NAMES.findall(block.text)
    return any(re.search(rf"\b{re.escape(name)}", paragraph[earlier.start() :], re.I) for name in names)


def _is_of_changelog(path: str, block: Fence) -> bool:
    if _FILE.search(path) or _RELEASE.match(text_above(block.above).heading):
        return True
    return any(_TITLE.match(beginning.lstrip()) for beginning in block.beginnings)
