"""The equivalences by which a fix of a rule is safe; a fix by any other is a suggestion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.equivalences import NAMES, Equivalence

_FILES = frozenset((*NAMES, Equivalence.EXTENSION))
_NAMES = frozenset(NAMES)

SAFE_EQUIVALENCES: Mapping[str, frozenset[Equivalence]] = {
    "missing-note": _FILES | {Equivalence.BLOCK_MARK},
    "missing-attachment": _FILES,
    "broken-markdown-link": _FILES,
    "missing-heading": _NAMES,
    "missing-block": _NAMES,
    "alias-link": frozenset((Equivalence.ALIAS,)),
    "not-portable": frozenset((Equivalence.PATH,)),
    "unescaped-pipe": frozenset((Equivalence.TABLE_BAR,)),
    "unmarked-manifest": frozenset((Equivalence.LANGUAGE,)),
    "yaml-tab-indent": frozenset((Equivalence.INDENTATION,)),
    "yaml-escape": frozenset((Equivalence.ESCAPE,)),
    "missing-separator": frozenset((Equivalence.SEPARATOR,)),
    "lone-ellipsis": frozenset((Equivalence.COMMENT,)),
    "unknown-field": _NAMES | {Equivalence.REFERENCE},
    "unknown-value": _NAMES,
    "unknown-kind": _NAMES,
    "undefined-volume": _NAMES,
    "removed-api": frozenset((Equivalence.API_VERSION,)),
    "wrong-type": frozenset((Equivalence.QUOTES,)),
    "invalid-value": _NAMES | {Equivalence.QUOTES},
    "invalid-quantity": _NAMES,
}


def with_checked_safety(finding: Diagnostic) -> Diagnostic:
    """The finding; its fix is safe only by equivalences that the table lists for the rule."""
    if finding.fix is None or SAFE_EQUIVALENCES.get(finding.rule, frozenset()).issuperset(finding.fix.by):
        return finding
    return replace(finding, fix=replace(finding.fix, by=()))
