"""What is found in notes that propose how kinds may look one day, such as `keps/0042-swap.md`.

spec:
  swapLimit: 2Gi        no server knows the field yet
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.violation import Violation

_OF_THE_API = (
    REMOVED_API,
    DEPRECATED_API,
    UNKNOWN_FIELD,
    UNKNOWN_KIND,
    UNKNOWN_VALUE,
    MISSING_FIELD,
    WRONG_TYPE,
    ONE_OF,
)
"""The rules whose findings another API would not have."""
_HEAD = frozenset(("apiVersion", "kind", "metadata", "spec", "status"))
"""The fields that no proposal calls otherwise."""
_HELP = "It is no error here: a proposal may show what is not there yet."


def as_proposed(violations: Sequence[Violation]) -> list[Violation]:
    """The violations in a proposal: what the API has or demands today is an info there."""
    return [
        replace(violation, severity="info", help=f"{violation.help or ''} {_HELP}".lstrip(), repair=None)
        if violation.rule in _OF_THE_API and not _is_slip(violation)
        else violation
        for violation in violations
    ]


def _is_slip(violation: Violation) -> bool:
    """Whether a field of the head is misspelt: `Kind`, `apiversion`."""
    repair = violation.repair
    if repair is None or violation.rule is not UNKNOWN_FIELD or "." in (violation.path or ""):
        return False
    return repair.changes[0][2] in _HEAD
