"""Colours for code, in bounded time whatever the code is: a text that takes too long stays plain.

Many lexers of Pygments take quadratic time, or never end, for texts made to be slow. Those that
`.dev/lexers` vetted colour short blocks right here; all else is done by a helper process that the system
ends when its time is up. A language that has used up its time stays plain until knotwork ends.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from knotwork.syntax import lexing
from knotwork.syntax.lexing import Line

if TYPE_CHECKING:
    import subprocess

LONGEST_VETTED, LONGEST_VETTED_LINE = 4_000, 400
"""Characters of a block, and of a line in it, that a vetted lexer colours without a helper process."""
LONGEST, LONGEST_LINE = 300_000, 5_000
"""Characters of a block, and of a line in it, that are coloured at all: what is longer is data."""
VETTED = Path(__file__).with_name("lexers.txt")

_SECONDS, _SECONDS_PER_CHARACTER = 1.0, 5e-6
"""Processor time that the helper process has for a block."""
_USUAL, _USUAL_PER_CHARACTER = 0.1, 1e-5
"""Processor time that is nothing to worry about."""
_SLOW_FOR_LANGUAGE, _SLOW = 1.5, 5.0
"""Seconds beyond what is usual, after which a language, or all, stay plain."""
_WAIT = 60.0 if hasattr(signal, "setitimer") else 5.0
"""Seconds of real time: a bound where the system has no timers of processor time, else a last resort."""
_QUICK = 1_000
"""Characters that no vetted lexer is slow for: quadratic time is a sixteenth of that for the longest."""
_SHORT = 20_000
"""Characters of a text whose colours are kept for the next page that shows it."""


class _Spent(Struct):
    """Seconds that colours took beyond what is usual."""

    by_language: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    total: float = 0.0

    def add(self, language: str, text: str, took: float) -> None:
        """Count what a block took."""
        slow = max(took - _USUAL - _USUAL_PER_CHARACTER * len(text), 0)
        self.by_language[language] += slow
        self.total += slow

    def is_up(self, language: str) -> bool:
        """Whether there is no time left."""
        return self.by_language[language] > _SLOW_FOR_LANGUAGE or self.total > _SLOW


_spent = _Spent()
_given_up = 0


def given_up() -> int:
    """How often a text stayed plain so far for lack of time, which another run may have."""
    return _given_up


def coloured(text: str, language: str) -> tuple[Line, ...] | None:
    """The tokens of each line of a text, with a CSS class for their colours; None when it stays plain."""
    lexer = lexer_name(language) if language else None
    if lexer is None or len(text) > LONGEST:
        return None
    longest = max(map(len, text.split("\n")))
    if longest > LONGEST_LINE or not text:
        return None
    here = len(text) <= LONGEST_VETTED and longest <= LONGEST_VETTED_LINE and lexer in _vetted()
    lines = (_coloured if len(text) > _SHORT else _kept)(text, language, here)
    if lines is None:
        global _given_up
        _given_up += 1
    return lines


def forget() -> None:
    """Colour everything again, for measurements."""
    _kept.cache_clear()


@lru_cache(maxsize=1024)
def _kept(text: str, language: str, here: bool) -> tuple[Line, ...] | None:
    return _coloured(text, language, here)


def _coloured(text: str, language: str, here: bool) -> tuple[Line, ...] | None:
    if _spent.is_up(language):
        return None
    if not here:
        return _helper.coloured(text, language)
    if len(text) <= _QUICK:
        return lexing.token_lines(text, language)
    start = time.thread_time()  # slow on some systems
    lines = lexing.token_lines(text, language)
    _spent.add(language, text, time.thread_time() - start)
    return lines


@lru_cache(maxsize=1024)
def lexer_name(language: str) -> str | None:
    """The full name of a language's lexer; None when there is none."""
    # Pygments takes a tenth of a second to import: only a page with code pays for it
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = find_lexer_class_by_name(language)
    except (ClassNotFound, ImportError):
        return None
    return f"{lexer.__module__}.{lexer.__name__}"


@cache
def _vetted() -> frozenset[str]:
    """The full names of the vetted lexers; none with another version of Pygments than was vetted."""
    from pygments import __version__

    head, *names = VETTED.read_text(encoding="utf-8").split("\n")
    return frozenset(
        name for name in names if name[:1] not in ("", "#") and f"Pygments {__version__}," in head
    )


class _Helper:
    """The helper process: started when it is first needed, and again when it was ended."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.lock = threading.Lock()  # `serve` renders in threads

    def coloured(self, text: str, language: str) -> tuple[Line, ...] | None:
        """The text's tokens; None when that takes too long, or no process can be started."""
        seconds = _SECONDS + _SECONDS_PER_CHARACTER * len(text)
        with self.lock:
            answer = self._answer(json.dumps({"language": language, "text": text, "seconds": seconds}))
            if answer is None and self.process is None:
                return None
            if answer is None:
                self.end()
                _spent.add(language, text, _USUAL + seconds + _USUAL_PER_CHARACTER * len(text))
                return None
            result = json.loads(answer)
            _spent.add(language, text, result["took"])
            if result["lines"] is None:
                return None
            lines = tuple(tuple((kind, part) for kind, part in line) for line in result["lines"])
            return lines if _is_text(text, lines) else None

    def forget(self) -> None:
        """Start anew in a forked process: two that write to one helper would read each other's answers."""
        self.process, self.lock = None, threading.Lock()

    def end(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _answer(self, request: str) -> str | None:
        """The line that answers; None when there is none in time."""
        try:
            process = self.process = self.process or _started()
        except (OSError, ValueError):
            return None
        assert process.stdin is not None, "it is opened as a pipe"
        assert process.stdout is not None, "it is opened as a pipe"
        timer = threading.Timer(_WAIT, process.kill)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(request + "\n")
            process.stdin.flush()
            return process.stdout.readline() or None
        except (OSError, ValueError):
            return None
        except BaseException:  # Ctrl-C: the answer that is still to come would be taken for the next one
            self.end()
            raise
        finally:
            timer.cancel()


def _is_text(text: str, lines: tuple[Line, ...]) -> bool:
    """Whether lines of tokens are those of a text, whatever answered."""
    joined = "\n".join("".join(part for _, part in line) for line in lines)
    return text in (joined, f"{joined}\n")


def _started() -> subprocess.Popen[str]:
    import subprocess  # slow to import

    if not sys.executable or getattr(sys, "frozen", False):
        raise OSError("the program is no Python that could run a script")
    # -P: else the files beside the script would hide modules such as `math`
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", lexing.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
    )


_helper = _Helper()
atexit.register(_helper.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_helper.forget)
