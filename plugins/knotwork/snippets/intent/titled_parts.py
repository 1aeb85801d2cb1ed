"""Parts of one block, each below a comment that is its title: a manifest, then the `spec:` of another.

# on each node
apiVersion: v1
...

# inside the cluster
spec: ...
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from knotwork.model.line_offsets import line_above
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Violation, at_most_info

_TITLE_OF_FIRST = lazy_regex(r"(?:\A|\n)#[^\n]*\w[^\n]*\n\Z")
_TITLE_ABOVE = lazy_regex(r"\n[ \t]*\n(?:#[^\n]*\n)+\Z")
_HEAD = lazy_regex(r"^(?:apiVersion|kind):", re.MULTILINE)
_SAYS_NOTHING = lazy_regex(r"[ \t]*\n|#")
_ANOTHER = "If another example begins here, give it a block of its own, or put `---` above it."
_LOOKED_AT = 1000
"""The most characters above a field that are looked at."""


def begins_titled_part(text: str, start: int, first: int) -> bool:
    """Whether a key at the margin begins a part with a title, in a document that begins with one, too.

    `first`: the offset of the first field of the document.
    """
    has_title = _TITLE_OF_FIRST.search(text, max(0, first - _LOOKED_AT), first) is not None
    return has_title and _is_below_title(text, start)


def with_titled_parts(violations: Sequence[Violation], text: str, first: int) -> list[Violation]:
    """The violations of a document; as infos those of fields at its margin that are in another part.

    `spec`, which some kinds lack, begins one where the document has a title as well; any other field that
    is no slip does below an empty line and a title, and so do those below it. `violations`: in the order
    of their offsets. `text`: that of the offsets. `first`: the offset of the first field.
    """
    kept: list[Violation] = []
    within = False
    manifests: list[int] | None = None
    for violation in violations:
        if _may_begin_part(violation) and _at_margin(text, violation.start):
            is_spec = text[violation.start : violation.end] == "spec"
            if manifests is None:
                manifests = [*_manifests_below(text)]
            if not (apart := _is_above_manifest(text, violation.start, manifests)):
                at = violation.start
                titled = begins_titled_part(text, at, first) if is_spec else _is_below_title(text, at)
                within = within or (titled and (is_spec or at > first))
            if apart or within:
                violation = replace(at_most_info(violation), help=_ANOTHER)
        kept.append(violation)
    return kept


def _may_begin_part(violation: Violation) -> bool:
    """Whether a field is neither a slip nor known at another place of the manifest."""
    known = violation.repair is not None or violation.belongs or violation.below
    return violation.rule is UNKNOWN_FIELD and not known


def _at_margin(text: str, start: int) -> bool:
    return text[start - 1 : start] in ("", "\n")


def _manifests_below(text: str) -> Iterator[int]:
    """The offsets of the empty lines and comments right above the first fields of manifests."""
    for head in _HEAD.finditer(text):
        line = head.start()
        while line and _SAYS_NOTHING.match(text, above := line_above(text, line)):
            line = above
        if line < head.start():
            yield line


def _is_above_manifest(text: str, start: int, manifests: Sequence[int]) -> bool:
    """Whether a manifest begins below a key, behind an empty line or a comment, without `---`."""
    below = bisect_right(manifests, start)
    return below < len(manifests) and text.find("---", start, manifests[below]) == -1


def _is_below_title(text: str, start: int) -> bool:
    return _TITLE_ABOVE.search(text, max(0, start - _LOOKED_AT), start) is not None
