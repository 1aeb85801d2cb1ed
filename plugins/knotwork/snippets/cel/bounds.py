"""Which expressions are evaluated: the library counts steps, and one step can make a text of any length."""

from __future__ import annotations

from typing import Any

from knotwork.model.patterns import lazy_regex

_MOST = 100_000_000
"""Characters that an expression may come to at most."""
_LONGER = lazy_regex(r"\.\s*(?:replace|join|format)\s*\(")
_SPLIT = lazy_regex(r"\.\s*split\s*\(")
_REPEATED = lazy_regex(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(")
_OTHER = 20
"""Characters that a value counts which is no text."""


def is_bounded(expression: str, value: Any) -> bool:
    """Whether an expression about `self` surely makes no text, and no list, that is too long."""
    repeated = len(_REPEATED.findall(expression))
    longer = len(_LONGER.findall(expression)) + min(repeated, expression.count("+"))
    if not longer and not _SPLIT.search(expression):
        return True
    power = 1 + longer + bool(repeated)
    return bool((len(expression) + _size(value)) ** power <= _MOST)


def _size(value: Any) -> int:
    """About how many characters a value has."""
    size, waiting = 0, [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += (*part, *part.values())
        elif isinstance(part, list):
            waiting += part
        size += len(part) if isinstance(part, str) else _OTHER
    return size
