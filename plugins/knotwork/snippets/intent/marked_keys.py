"""Fields that a note marks for its readers, which do not copy the mark: `★selector:`, `① ports:`."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Violation, as_info, at_most_info

_MARKED = lazy_regex(r"[★☆※①-⑳❶-❿➊-➓✅❌❗⭐👉➡→⇒►▶●◎]\ufe0f?[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*:")
_HELP = "Write the mark into a comment behind the field."


def with_marked_keys(violations: Sequence[Violation], text: str) -> Sequence[Violation]:
    """The violations of a document; as infos those of such fields. `text`: that of their offsets."""
    if text.isascii():
        return violations
    marked = {
        violation.start: match["name"]
        for violation in violations
        if violation.rule is UNKNOWN_FIELD and (match := _MARKED.match(text, violation.start))
    }
    names = {*marked.values()}
    return [
        replace(as_info(violation), help=_HELP)
        if violation.rule is UNKNOWN_FIELD and violation.start in marked
        else at_most_info(violation)
        if violation.rule is MISSING_FIELD and violation.missing.rpartition(".")[2] in names
        else violation
        for violation in violations
    ]
