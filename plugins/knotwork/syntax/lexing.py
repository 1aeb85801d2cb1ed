"""Code cut into tokens with a CSS class each; run as a script, for texts read from standard input.

As a script it is the helper process of `colouring`: a line of JSON with the lexer, the text and the
seconds of processor time it may take, and a line with the tokens for an answer. It imports nothing of
knotwork, so that it starts fast and wherever Pygments is found.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

_MEMORY = 1 << 30
"""Bytes of address space for the helper process."""


Line = tuple[tuple[str, str], ...]
"""The tokens of a line of code: the CSS class of each, empty for none, and its text."""


def token_lines(text: str, language: str) -> tuple[Line, ...] | None:
    """The tokens of each line of a text; None when no lexer has that name, or it changes the text."""
    try:
        lexer = _lexer(language)
        tokens = [] if lexer is None else list(lexer.get_tokens(text))
    except Exception:  # a lexer may come from anywhere and raise anything
        return None
    if "".join(value for _, value in tokens) != text:
        return None
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, value in tokens:
        css_class = _css_class(kind)
        for number, part in enumerate(value.split("\n")):
            if number:
                lines.append([])
            line = lines[-1]
            if part and line and line[-1][0] == css_class:
                line[-1] = (css_class, line[-1][1] + part)
            elif part:
                line.append((css_class, part))
    if not lines[-1]:
        lines.pop()  # behind the last line break
    return tuple(map(tuple, lines))


@lru_cache(maxsize=256)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, stripall=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _css_class(kind: _TokenType) -> str:
    """The classes of a type of token, as Pygments' own formatter writes them: `nt`, or `k k-Special`."""
    from pygments.token import STANDARD_TYPES

    beyond: list[str] = []
    known = kind
    while known not in STANDARD_TYPES:
        beyond.append(known[-1])
        assert known.parent is not None, "the root of all types is a standard one"
        known = known.parent
    names = [STANDARD_TYPES[known]]
    for part in reversed(beyond):
        names.append(f"{names[-1]}-{part}")
    return " ".join(names)


def _bound_memory() -> None:
    """Keep the process from taking all memory, where the system knows how."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _bound_time(seconds: float) -> None:
    """Have the system end this process after that much processor time; 0 takes it back.

    The signal has no handler in Python: it would run only once the regular expression is done.
    """
    if sys.platform != "win32":
        import signal

        signal.setitimer(signal.ITIMER_PROF, seconds)


def _answer_requests() -> None:
    _bound_memory()
    for line in sys.stdin:
        request = json.loads(line)
        _bound_time(request["seconds"])
        start = time.process_time()
        try:
            lines = token_lines(request["text"], request["language"])
        except (MemoryError, RecursionError):
            lines = None
        took = time.process_time() - start
        _bound_time(0)
        sys.stdout.write(json.dumps({"lines": lines, "took": took}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _answer_requests()
