"""Regular expressions of schemas, tried in linear time as the API server does; none can look around."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache


def is_pattern(pattern: str) -> bool:
    """Whether the API server can read a pattern; true for one that only it can read."""
    return _test(pattern) is not None or "\\Q" in pattern or "\\C" in pattern


def matches(pattern: str, text: str) -> bool:
    """Whether a text has a match; an invalid pattern matches every text."""
    test = _test(pattern)
    return test is None or test(text)


@lru_cache(maxsize=256)
def _test(pattern: str) -> Callable[[str], bool] | None:
    """The test of a pattern; None for an invalid one."""
    from jsonschema_rs import RegexOptions, validator_for  # only for custom resources with patterns

    try:
        validator = validator_for({"pattern": pattern}, pattern_options=RegexOptions())
    except ValueError:
        return None
    return validator.is_valid
