"""Regular expressions of schemas, tried in linear time as the API server does; none can look around."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from knotwork.model.patterns import lazy_regex

_OF_GO = lazy_regex(r"\\.|\[\^?\]?(?:\\.|\[:\^?[a-z]+:\]|[^\]\\])*\]", re.DOTALL)
"""An escape, or characters in brackets."""
_BY_NAME = lazy_regex(r"(?<=.)\[:(\^?[a-z]+):\]", re.DOTALL)
_DASH = lazy_regex(r"(?<!\\)((?:\\\\)*\\[dswDSW])-(?!\])")
"""A dash behind a class in brackets: Go reads it as a dash."""
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-\/:-@\[-`\{-~",
    "space": r"\t-\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
"""The classes that Go's patterns have by names. Source: the syntax of RE2."""
_ONLY_GO = ("\\Q", "\\C", "[:^")
"""What only Go reads."""
_ESCAPES = {r"\z": "$", r"\A": "^", r"\a": r"\x07"}


def is_pattern(pattern: str) -> bool:
    """Whether the API server can read a pattern; true for one that only it can read."""
    return _test(pattern) is not None or any(form in pattern for form in _ONLY_GO)


def matches(pattern: str, text: str) -> bool:
    """Whether a text has a match; an invalid pattern matches every text."""
    test = _test(pattern)
    return test is None or test(text)


@lru_cache(maxsize=256)
def _test(pattern: str) -> Callable[[str], bool] | None:
    """The test of a pattern; None for an invalid one."""
    from jsonschema_rs import RegexOptions, validator_for  # only for custom resources with patterns

    try:
        translated = _OF_GO.sub(_translated, pattern)
        validator = validator_for({"pattern": translated}, pattern_options=RegexOptions())
    except (ValueError, KeyError):
        return None
    return validator.is_valid


def _translated(part: re.Match[str]) -> str:
    """A part of Go's syntax as that of a JSON Schema; raises KeyError for a class without such a form."""
    if part[0].startswith("["):
        return _BY_NAME.sub(lambda name: _CLASSES[name[1]], _DASH.sub(r"\1\-", part[0]))
    return _ESCAPES.get(part[0], part[0])
