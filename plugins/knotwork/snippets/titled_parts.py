"""Parts of one block, each below a comment that is its title: a manifest, then the `spec:` of another.

# on each node
apiVersion: v1
...

# inside the cluster
spec: ...
"""

from __future__ import annotations

from collections.abc import Sequence

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Violation, at_most_info

_TITLE_OF_FIRST = lazy_regex(r"(?:\A|\n)#[^\n]*\w[^\n]*\n\Z")
_TITLE_ABOVE = lazy_regex(r"\n[ \t]*\n(?:#[^\n]*\n)+\Z")
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
    """The violations of a document; as an info that of a `spec` which its kind lacks, and a part begins with.

    `text`: that of their offsets. `first`: the offset of the first field.
    """
    return [
        at_most_info(violation)
        if violation.rule is UNKNOWN_FIELD
        and text[violation.start : violation.end] == "spec"
        and begins_titled_part(text, violation.start, first)
        else violation
        for violation in violations
    ]
