"""Nothing is logged while a page is tried that may have to be made again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Silence(logging.Handler):
    """Takes what is logged, and counts it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count it."""
        self.records += 1


@contextmanager
def silenced() -> Iterator[Silence]:
    """Put it in the place of the handlers of all loggers."""
    silence = Silence()
    named = [
        logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger)
    ]
    before = [(logger, logger.handlers) for logger in (logging.root, *named) if logger.handlers]
    for logger, _ in before:
        logger.handlers = [silence]
    try:
        yield silence
    finally:
        for logger, handlers in before:
            logger.handlers = handlers
