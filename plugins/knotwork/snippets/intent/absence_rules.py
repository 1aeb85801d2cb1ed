"""The rules about what is not there: a field, its value, one of several, or what another part names."""

from __future__ import annotations

from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.undefined_volume import UNDEFINED_VOLUME
from knotwork.snippets.lints.unmatched_selector import UNMATCHED_SELECTOR

OF_FIELDS = frozenset((MISSING_FIELD, EMPTY_FIELD, ONE_OF))
OF_ALL_PARTS = OF_FIELDS | {UNDEFINED_VOLUME, UNMATCHED_SELECTOR}
