"""Items of a list whose field is stuck to its dash: `-name: web`, which for YAML is a field `-name`.

A parser stops at a field of such an item that does not fit, which may be many lines below.
"""

from __future__ import annotations

from knotwork.model.line_offsets import line_around, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_STUCK = lazy_regex(r"[ ]*(?:-[ ]+)*(-)(?=[A-Za-z][\w./-]*:(?:[ \t\n]|$))")
_ABOVE = 200
"""The most lines above an error that are looked at."""


def stuck_dash(text: str, line: int) -> Cause | None:
    """The cause of an error in the line at an offset, or below it: it begins with such an item."""
    stuck = _STUCK.match(text, line)
    if stuck is None:
        return None
    return Cause(stuck.start(1), "a space is missing after `-`", "An item of a list begins with `- `.")


def stuck_dash_around(text: str, start: int, place: int) -> Cause | None:
    """The same where a line below such an item stops a parser that is indented more than the item is."""
    around = line_around(text, line_start(text, place, start), start, _ABOVE)
    return None if around is None else stuck_dash(text, around)
