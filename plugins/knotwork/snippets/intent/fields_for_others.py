"""Unknown fields that stand for others, which are not shown: `fields: values`, `key: value`, `other: ...`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Violation, as_info, at_most_info
from knotwork.snippets.yaml.other_fields import is_pair_for_others

_ONE = lazy_regex(r"[\"']?(?:keys?|values?)[\"']?:", re.IGNORECASE)
_HELP = "It seems to stand for fields that are not shown. Write `# ...`: a comment leaves out as well."


def with_others(violations: Sequence[Violation], text: str, *, file: bool) -> Sequence[Violation]:
    """The violations of a document; as infos those of such a field, and of what is missing beside it.

    `text`: that of their offsets. `file`: it is called one, and has every `key: value` that it needs.
    """
    others = {
        violation.start
        for violation in violations
        if violation.rule is UNKNOWN_FIELD
        and is_pair_for_others(text, violation.start)
        and not (file and _ONE.match(text, violation.start))
    }
    if not others:
        return violations
    return [_as_other(violation, others) for violation in violations]


def _as_other(violation: Violation, others: set[int]) -> Violation:
    if violation.start in others and violation.rule is UNKNOWN_FIELD:
        message = violation.message.partition('": ')[0].removesuffix('"') + '"'
        return replace(as_info(violation), message=message, help=_HELP)
    return at_most_info(violation) if violation.rule is MISSING_FIELD else violation
