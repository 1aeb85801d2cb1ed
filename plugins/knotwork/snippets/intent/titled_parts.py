"""Parts of one block, each below a comment that is its title: a manifest, then the `spec:` of another.

# on each node
apiVersion: v1
...

# inside the cluster
spec: ...
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Violation, at_most_info

_TITLE_OF_FIRST = lazy_regex(r"(?:\A|\n)#[^\n]*\w[^\n]*\n\Z")
_TITLE_ABOVE = lazy_regex(r"\n[ \t]*\n(?:#[^\n]*\n)+\Z")
_HEAD = lazy_regex(r"(?<=\n)(?:[ \t]*\n|#[^\n]*\n)+(?=(?:apiVersion|kind):)")
_ANOTHER = "If another example begins here, give it a block of its own, or put `---` above it."
_LOOKED_AT = 1000
"""The most characters above a field that are looked at."""


def begins_titled_part(text: str, start: int, first: int) -> bool:
    """Whether a key at the margin begins a part with a title, in a document that begins with one, too.

    `first`: the offset of the first field of the document.
    """
    if _TITLE_OF_FIRST.search(text, max(0, first - _LOOKED_AT), first) is None:
        return False
    return _TITLE_ABOVE.search(text, max(0, start - _LOOKED_AT), start) is not None


def with_titled_parts(violations: Sequence[Violation], text: str, first: int) -> list[Violation]:
    """The violations of a document; as infos those of fields at its margin that are in another part.

    `spec`, which some kinds lack, begins one where the document has a title as well; any other field that
    is no slip does below an empty line and a title, and so do those below it. `text`: that of the offsets
    of the violations. `first`: the offset of the first field.
    """
    kept: list[Violation] = []
    within = False
    for violation in sorted(violations, key=lambda violation: violation.start):
        if _may_begin_part(violation) and _at_margin(text, violation.start):
            is_spec = text[violation.start : violation.end] == "spec"
            if _is_above_manifest(text, violation.start):
                kept.append(replace(at_most_info(violation), help=_ANOTHER))
                continue
            below_title = begins_titled_part if is_spec else _is_below_title
            within = within or below_title(text, violation.start, first)
            violation = replace(at_most_info(violation), help=_ANOTHER) if within else violation
        kept.append(violation)
    return kept


def _may_begin_part(violation: Violation) -> bool:
    """Whether a field is neither a slip nor known at another place of the manifest."""
    known = violation.repair is not None or violation.belongs or violation.below
    return violation.rule is UNKNOWN_FIELD and not known


def _at_margin(text: str, start: int) -> bool:
    return text[start - 1 : start] in ("", "\n")


def _is_above_manifest(text: str, start: int) -> bool:
    """Whether the first field of a manifest stands below a key, behind an empty line or a comment."""
    head = _HEAD.search(text, start)
    return head is not None and "---" not in text[start : head.start()]


def _is_below_title(text: str, start: int, first: int) -> bool:
    return start > first and _TITLE_ABOVE.search(text, max(0, start - _LOOKED_AT), start) is not None
