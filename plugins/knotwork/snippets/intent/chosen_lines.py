"""Lines between marks for a program that keeps some of them: `# A_START` … `# A_END`, `#if` … `#endif`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from knotwork.model.patterns import lazy_regex

_MARK = lazy_regex(
    r"^[ \t]*(?:#[ \t]*(?:[A-Z][A-Z0-9_]*_(?:START|BEGIN|END)|(?:BEGIN|END)[ _:-][^\n]*)"
    r"|#(?:if|ifdef|ifndef|elif|else|endif|end)\b[^\n]*)[ \t]*$",
    re.MULTILINE,
)


def chosen_from(text: str, repeated: Mapping[int, int]) -> list[int]:
    """The keys between which and the first of their name a mark stands: only one of the two may be kept.

    `repeated`: the offset of the first key of that name, by that of the key.
    """
    marks = [mark.start() for mark in _MARK.finditer(text)] if repeated and "#" in text else []
    return [key for key, first in repeated.items() if bisect_left(marks, first) < bisect_left(marks, key)]
