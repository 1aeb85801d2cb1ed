"""Problems that a syntax finds while it parses, in offsets of the source, until lines are known."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from msgspec import Struct

from knotwork.model.diagnostics import Edit, Fix, Problem
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.model.text import Lines

_KEY = "parse_problems"


class ParseProblem(Struct, frozen=True):
    """A problem at two offsets of the source."""

    rule: str
    start: int
    end: int
    message: str
    help: str | None = None
    insertions: tuple[tuple[int, str], ...] = ()
    """The fix: texts to insert, and the offsets before which they go."""
    title: str = ""
    """What the fix does."""
    by: tuple[Equivalence, ...] = ()
    """As of the fix: what the old and the new text differ in."""


def report_problem(env: MutableMapping[str, Any], problem: ParseProblem) -> None:
    """Keep a problem in the parser's `env`; the same one twice is one."""
    env.setdefault(_KEY, {})[problem] = None


def parse_problems(env: MutableMapping[str, Any], lines: Lines) -> Iterator[Problem]:
    """The problems that were reported, with spans."""
    for problem in env.get(_KEY, ()):
        at = ((lines.position(offset), text) for offset, text in problem.insertions)
        edits = tuple(Edit(NotePath(""), position, position, text) for position, text in at)
        fix = Fix(problem.title, problem.by, edits) if edits else None
        yield Problem(
            problem.rule, lines.span(problem.start, problem.end), problem.message, problem.help, fix
        )
