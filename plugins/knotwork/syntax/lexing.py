"""Code as HTML with its tokens in spans; run as a script, for texts read from standard input.

As a script it is the helper process of `colouring`: a line of JSON with the lexer, the text and the
seconds of processor time it may take, and a line with the HTML for an answer. It imports nothing of
knotwork, so that it starts fast and wherever Pygments is found.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from functools import cache, lru_cache
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer

_MEMORY = 1 << 30
"""Bytes of address space for the helper process."""


def spans(text: str, language: str) -> str | None:
    """The text with its tokens in spans; None when no lexer has that name, or it changes the text."""
    try:
        lexer = _lexer(language)
        tokens = [] if lexer is None else list(lexer.get_tokens(text))
    except Exception:  # a lexer may come from anywhere and raise anything
        return None
    if "".join(value for _, value in tokens) != text:
        return None
    out = StringIO()
    _formatter().format(tokens, out)
    html = out.getvalue()
    return html if text.endswith("\n") else html.removesuffix("\n")


@lru_cache(maxsize=256)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, stripall=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _formatter() -> Formatter[str]:
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)


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
            html = spans(request["text"], request["language"])
        except (MemoryError, RecursionError):
            html = None
        took = time.process_time() - start
        _bound_time(0)
        sys.stdout.write(json.dumps({"html": html, "took": took}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _answer_requests()
