"""Lines between marks for a program that keeps some of them: `# A_START` … `# A_END`, `#if` … `#endif`."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_MARK = lazy_regex(
    r"^[ \t]*(?:#[ \t]*(?:[A-Z][A-Z0-9_]*_(?:START|BEGIN|END)|(?:BEGIN|END)[ _:-][^\n]*)"
    r"|#(?:if|ifdef|ifndef|elif|else|endif|end)\b[^\n]*)[ \t]*$",
    re.MULTILINE,
)


def are_chosen_from(text: str, first: int, again: int) -> bool:
    """Whether a mark stands between two keys: only one of them may be kept."""
    return "#" in text and _MARK.search(text, first, again) is not None
