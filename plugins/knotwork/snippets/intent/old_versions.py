"""Blocks below a heading that names their version and calls it old: `### v1beta2 (deprecated)`, `Old (v1)`.

A guide shows the form that is to be moved; of the new one, which follows, nothing is excused.
"""

from __future__ import annotations

import re

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.yaml.values import text, value_at

_VERSION = r"(?:[\w.-]+/)?(?P<{}>v\d+(?:(?:alpha|beta)\d+)?)"
_OLD = (
    r"(?:deprecated|old|before|previous(?:ly)?|legacy|former(?:ly)?|obsolete|veraltet|alt|bisher|vorher|obsoleto|antiguo"
    r"|antes|obsol[èe]te|d[ée]pr[ée]ci[ée]e?|ancien(?:ne)?|avant|устарел\w*|старая?|旧|已弃用|已废弃|弃用|非推奨|이전)"
)
_NUMBER = r"(?:\d+(?:\.\d+)*[.)]?[ \t]+)?"
_NOUN = r"(?:[ \t]+(?:api|version|form(?:at)?|syntax|spec|manifest|ya?ml|example))?"
_HEADING = lazy_regex(
    rf"#+[ \t]+{_NUMBER}[`*]*(?:{_VERSION.format('first')}[`*]*{_NOUN}"
    rf"[ \t]*[(\[:\u2013\u2014-]+[ \t]*{_OLD}{_NOUN}"
    rf"|{_OLD}{_NOUN}[ \t]*[(\[:\u2013\u2014-]*[ \t]*[`*]*{_VERSION.format('then')}[`*]*{_NOUN})[)\]:*` \t]*",
    re.IGNORECASE,
)


def is_below_old_version(root: yaml.Node | None, above: str) -> bool:
    """Whether the heading above a manifest is no more than its version and a word for what is old."""
    heading = _HEADING.fullmatch(text_above(above).heading.rstrip()) if above else None
    if heading is None:
        return False
    version = (text(value_at(root, "apiVersion")) or "").rpartition("/")[2]
    return version == (heading["first"] or heading["then"]).lower()
