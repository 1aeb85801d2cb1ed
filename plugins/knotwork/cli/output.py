"""Output: results to stdout, messages about them to stderr."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from knotwork.report.progress import PROGRESS
from knotwork.report.terminal import text_width, visible

_WIDEST = 60
"""Up to how many cells a column is filled up; longer entries stick out."""


def write_out(text: str) -> None:
    """Write a result. A closed pipe (`| head`) is no error."""
    PROGRESS.clear()
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # what is left in the buffer must not fail again when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        unread_on_windows = os.name == "nt" and error.errno == errno.EINVAL
        if not (isinstance(error, BrokenPipeError) or unread_on_windows):
            raise


def print_status(sentence: str) -> None:
    """Print a message about the result."""
    PROGRESS.clear()
    try:
        print(sentence, file=sys.stderr, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of a table, one line each, with two spaces between columns."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [min(_WIDEST, max(map(text_width, column))) for column in zip(*shown, strict=True)]
    return "".join(f"{_line(row, widths)}\n" for row in shown)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell + " " * (width - text_width(cell)) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()
