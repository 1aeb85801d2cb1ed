"""Regular expressions that are compiled when they are first used: most runs need few of them."""

from __future__ import annotations

import re
from typing import Any, cast


def lazy_regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern that `re.compile` gives, for what few notes need.

    `re` does not know it: use its methods, not `re.sub(pattern, ...)`.
    """
    return cast("re.Pattern[str]", _LazyRegex(source, flags))


class _LazyRegex:
    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        """A method or an attribute, from now on without this detour."""
        if name.startswith("_"):  # of a copy that has no attributes yet
            raise AttributeError(name)
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        value = self.__dict__[name] = getattr(self._compiled, name)
        return value


def first_character(match: re.Match[str]) -> int:
    """The offset of the first character of a match that is no space."""
    return match.end() - len(match[0].lstrip())
