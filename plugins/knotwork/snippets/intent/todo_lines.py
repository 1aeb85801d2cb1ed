"""Lines of an exercise that its own remarks ask to change: `# TODO: Set the port to 80` above `port: 0`.

The file has values left open as well, `name: ???`, or calls the line an error: `# ERROR: no such field`. Who
works on it has not begun; what is found at another line is found.
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.lints.unmatched_selector import UNMATCHED_SELECTOR
from knotwork.snippets.violation import Violation

_OPEN = lazy_regex(r"^[ \t]*(?:- )?(?:[\w./-]+:[ \t]+)?[\"']?\?{3,}[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
"""A value that is left open."""
_TASK = lazy_regex(
    r"[ \t]*#[# \t]*(?:TODO|FIXME|TASK)\b[ \t(\w)]*:?[ \t]*(?:set|add|map|change|update|replace|fix|correct"
    r"|remove|delete|route|match|fill|use|define|configure|specify|choose|rename|move)\b",
    re.IGNORECASE,
)
_CALLED_ERROR = lazy_regex(
    r"(?<![# \t])(?=[# \t]*[ \t]#)[# \t]+(?:ERROR|BUG|BROKEN|FEHLER|ERREUR|ОШИБКА|错误)\b[ \t]*[:：!-]"
)
_ZERO = lazy_regex(r"[\"']?0[\"']?[ \t]*(?:#.*)?$")
_ABOVE = 6
"""The most lines above a value of 0 in which its task may stand, between other fields."""
_OF_MATCH = lazy_regex(r"\blabels?\b.*\bmatch|\bmatch\w*\b.*\blabels?\b|\bselectors?\b", re.IGNORECASE)
_FAR = 3000


def is_to_be_changed(violation: Violation, text: str) -> bool:
    """Whether a remark asks to change the line of a violation, in an exercise.

    `text`: that of its offsets.
    """
    if "#" not in text:
        return False
    start = line_start(text, violation.start)
    line = text[start : line_end(text, violation.start)]
    above = text[max(0, start - _FAR) : start].split("\n")[:-1]
    called_error = _CALLED_ERROR.search(line) is not None
    if not called_error and _OPEN.search(text) is None:
        return False
    if _has_task(above):
        return True
    if violation.rule is UNMATCHED_SELECTOR:
        return any(_is_about_labels(row) for row in [*above, *text[start : start + _FAR].split("\n")])
    written = text[violation.start : line_end(text, violation.start)]
    return _ZERO.match(written) is not None and any(map(_TASK.match, above[-_ABOVE:]))


def _has_task(above: list[str]) -> bool:
    """Whether one of the remarks right above a line is a task."""
    for row in reversed(above):
        if not row.lstrip().startswith("#"):
            return False
        if _TASK.match(row):
            return True
    return False


def _is_about_labels(row: str) -> bool:
    return _TASK.match(row) is not None and _OF_MATCH.search(row) is not None
