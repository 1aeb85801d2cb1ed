"""Patterns for paths, as `.gitignore` writes them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec.gitignore import GitIgnoreSpec


def matches(patterns: tuple[str, ...], path: str) -> bool:
    """Whether a path of the vault is meant by patterns written as in `.gitignore`."""
    return bool(patterns) and path_spec(patterns).match_file(path)


@lru_cache(maxsize=1024)
def path_spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """Patterns ready for matching; raises ValueError when one cannot be read."""
    from pathspec.gitignore import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except re.error as error:  # pathspec lets it out for `[z-a]`
        raise ValueError(str(error)) from error


def patterns(given: GitIgnoreSpec | None) -> list[str]:
    """The lines of an option that is patterns, as they are written."""
    return [str(pattern.pattern) for pattern in given.patterns] if given else []
