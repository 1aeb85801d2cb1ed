"""The rules about what is not there: a field, its value, one of several, or what another part names."""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.undefined_volume import UNDEFINED_VOLUME
from knotwork.snippets.lints.unmatched_selector import UNMATCHED_SELECTOR
from knotwork.snippets.violation import Violation

OF_FIELDS = frozenset((MISSING_FIELD, EMPTY_FIELD, ONE_OF))
OF_ALL_PARTS = OF_FIELDS | {UNDEFINED_VOLUME, UNMATCHED_SELECTOR}
_OF_EVERY_OBJECT = lazy_regex(r"(?<![^ ,])(?:apiVersion|kind|metadata)\b")
"""A path at the top of a message."""


def may_be_set_later(violation: Violation) -> bool:
    """Whether a field is missing that a patch or a webhook may set: none by which it finds the object."""
    return violation.rule is MISSING_FIELD and not _OF_EVERY_OBJECT.search(violation.message)
