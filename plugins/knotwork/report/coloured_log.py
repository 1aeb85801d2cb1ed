"""A log on a terminal: each line starts with its level, in the colour of that severity."""

from __future__ import annotations

import logging
import sys

from knotwork.report.progress import PROGRESS
from knotwork.report.terminal import has_colours, painted


class ColouredFormatter(logging.Formatter):
    """Log lines with the level in the colour of that severity, on a terminal."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        colour = has_colours(sys.stderr)
        plain = record.levelname
        style = plain.lower() if getattr(record, "severity", None) else "dim"
        record.levelname = painted(f"{plain:<7}", style, colour)
        try:
            text = super().format(record)
        finally:
            record.levelname = plain
        # the line that a finding is about stands below its message
        return text.replace("\n", f"\n{' ' * 8}") if getattr(record, "severity", None) else text


def formatted(level: int, text: str, severity: str | None) -> str:
    """A line as it is shown when it is logged."""
    name = severity.upper() if severity else logging.getLevelName(level)
    values = {"levelno": level, "levelname": name, "msg": text, "severity": severity}
    return ColouredFormatter().format(logging.makeLogRecord(values))


def with_severity(record: logging.LogRecord) -> bool:
    """A filter that shows a finding's own severity, whatever level the record has, in the place of what tells
    how far the work has come.
    """
    PROGRESS.clear()
    if severity := getattr(record, "severity", None):
        record.levelname = str(severity).upper()
    return True
