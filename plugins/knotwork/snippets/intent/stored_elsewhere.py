"""Files that hold some versions of a CustomResourceDefinition, where another one holds the stored one.

`crd/deprecated/` has v1alpha1 with `storage: false`, and `crd/current/` has v1: a cluster gets one of
them, or what a tool makes of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

import yaml
from msgspec.structs import replace

from knotwork.snippets.identity import defined_kind
from knotwork.snippets.lints.definitions import NOT_ONE_STORED
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.violation import Violation, is_error

_PART = re.compile(
    r"(?:^|[/_.-])(?:deprecated|legacy|old|parts?|partials?|fragments?|excerpts?)(?=[/_.-])", re.IGNORECASE
)
_ELSEWHERE = "Another file defines it with the version that is stored: apply that one."
_OF_PART = "Its name says that the file is a part: the version that is stored has to stand in the whole."


def stored_elsewhere(
    violations: Sequence[Violation],
    root: yaml.Node | None,
    paths: Sequence[str],
    stored: Set[tuple[str, str]],
) -> Sequence[Violation]:
    """The violations of a document; as an info that no version is stored, where another file has it.

    `paths`: of its note, and of its file. `stored`: the group and kind of what definitions store.
    """
    if not any(map(_stores_none, violations)):
        return violations
    help_ = _ELSEWHERE if defined_kind(root) in stored else _OF_PART if any(map(_PART.search, paths)) else ""
    if not help_:
        return violations
    return [
        replace(own, severity="info", help=help_, repair=None) if _stores_none(own) else own
        for own in violations
    ]


def _stores_none(violation: Violation) -> bool:
    return (
        violation.rule is ONE_OF
        and violation.message == NOT_ONE_STORED
        and not violation.related
        and is_error(violation)
    )
