"""Files of tests and bases that something beside them completes: a script, a patch, or another file.

What is empty there (`image:`), or a word where a quantity is due (`memory: SIZE`), may be filled in before it
is applied; so may what a custom resource in `base/` lacks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.quantities import INVALID_QUANTITY
from knotwork.snippets.folders_of_tests import is_below
from knotwork.snippets.intent.absence_rules import may_be_set_later
from knotwork.snippets.violation import Violation, severity, with_infos

_EMPTY = lazy_regex(r"[\"']?:[ \t]*(?:\"\"|'')?[ \t]*(?:#[^\n]*)?(?=\n|\Z)")
"""What stands behind a key without a value."""
_WORD = lazy_regex(r"[\"']?[A-Za-z]{4,}[\"']?")
_BASE = re.compile(r"(?:^|/)bases?/")
"""The folder of what overlays patch."""
_BY_OVERLAY = "Its file is in a base: an overlay has to set it in a patch."
_BY_SCRIPT = "If a script of the tests fills it in, it is none."
_BY_PATCH = "A patch has to fill it in."
_BY_ASSERTION = "If the file is what a test asserts, it need not be whole."


def completed_elsewhere(
    violations: Sequence[Violation], text: str, title: str, *, listed: bool, custom: bool
) -> list[Violation]:
    """The violations of a document; as infos those of what may be completed before it is applied.

    `text`: that of their offsets. `title`: the path of its file. `listed`: a kustomization lists it.
    `custom`: it is a custom resource.
    """
    if custom and _BASE.search(title):
        violations = with_infos(violations, may_be_set_later, lambda _: _BY_OVERLAY)
    in_tests = is_below(title, "tests")
    if not in_tests and not listed:
        return [*violations]
    return [_as_completed(violation, text, title, in_tests=in_tests) for violation in violations]


def _as_completed(violation: Violation, text: str, title: str, *, in_tests: bool) -> Violation:
    if severity(violation) == "info":
        return violation
    why = ""
    if violation.rule is INVALID_QUANTITY and in_tests:
        why = _BY_SCRIPT if _WORD.fullmatch(text[violation.start : violation.end]) else ""
    elif violation.rule is MISSING_FIELD:
        if _EMPTY.match(text, violation.end):
            # a patch finds an item of a list by its name
            by_patch = "" if violation.missing.endswith("].name") else _BY_PATCH
            why = _BY_SCRIPT if in_tests else by_patch
        elif is_below(title, "asserted"):
            why = _BY_ASSERTION
    return replace(violation, severity="info", help=why, repair=None) if why else violation
