"""Regular expressions mean the same in every Python that is supported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import knotwork

_parse, _constants = re._parser.parse, re._constants  # type: ignore[attr-defined]
_ONE_CHARACTER = {
    _constants.LITERAL,
    _constants.NOT_LITERAL,
    _constants.IN,
    _constants.ANY,
    _constants.CATEGORY,
}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The regular expressions that modules hold, with their places."""
    for module in walk_packages(knotwork.__path__, "knotwork."):
        if not module.name.endswith("__main__"):
            for name, value in vars(import_module(module.name)).items():
                if hasattr(value, "finditer") and isinstance(getattr(value, "pattern", None), str):
                    yield f"{module.name}.{name}", value


def possessive_groups(parsed: Any) -> Iterator[Any]:
    """The possessive repetitions of more than one character, in what a pattern is parsed to."""
    for operation, argument in parsed:
        if operation is _constants.POSSESSIVE_REPEAT:
            body = argument[2]
            if len(body) != 1 or body[0][0] not in _ONE_CHARACTER:
                yield body
        for part in _parts(argument):
            yield from possessive_groups(part)


def _parts(argument: Any) -> Iterator[Any]:
    if isinstance(argument, re._parser.SubPattern):  # type: ignore[attr-defined]
        yield argument
    elif isinstance(argument, tuple | list):
        for inner in argument:
            yield from _parts(inner)


def test_no_group_is_repeated_possessively() -> None:
    """Before Python 3.11.5 such a repetition misses matches: `(?>(?:…)*)` in place of `(?:…)*+` does not."""
    bad = {place for place, one in patterns() if [*possessive_groups(_parse(one.pattern, one.flags))]}

    assert bad == set()


@pytest.mark.parametrize(
    ("pattern", "is_bad"),
    [
        (r"(?:ab?)*+", True),
        (r"a(?:b|(?:c\d){2,3}+)", True),
        (r"(?=x(?:ab)++)", True),
        (r"[ab]*+", False),
        (r"(?>(?:ab?)*)", False),
        (r"(?:[ab]++c)*", False),
    ],
)
def test_such_a_group_is_known(pattern: str, is_bad: bool) -> None:
    assert bool([*possessive_groups(_parse(pattern))]) is is_bad
