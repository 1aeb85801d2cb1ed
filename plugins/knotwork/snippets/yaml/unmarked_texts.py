"""Lines of a text below a key without `|`: commands, properties, a configuration."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_below, line_indent, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.remarks_behind_keys import OPENS
from knotwork.snippets.yaml.slips import Cause

_KEY = lazy_regex(r"[ ]*(?:- +)*(?P<key>[\w./\"'-]+):[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_NO_FIELD = lazy_regex(r"[ ]*(?![\w./\"'-]+:(?:[ \t]|$))[A-Za-z./$][^\n:]*(?:[ =][^\n]*)$", re.MULTILINE)
"""A line of several words, or with `=`, that begins with no key."""
_SCRIPT = lazy_regex(r"[ ]*#!")
"""The first line of a script, which is a comment for YAML."""
_LINES = 100
"""The most lines above that are looked at."""
_FEWEST = 2
"""A single line that is no field may lack its colon."""


def unmarked_text(text: str, start: int, place: int) -> Cause | None:
    """The cause: lines that are no fields stand below a key, at and above a place; None: it is another."""
    line = line_start(text, place, start)
    first = line
    for _ in range(_LINES):
        if first <= start:
            return None
        above = line_above(text, first, start)
        if line_indent(text, above) < line_indent(text, line) and text[above:first].strip():
            break
        first = above
    key = _KEY.match(text, above)
    if key is None or key["key"] in OPENS:
        return None
    below = first
    for _ in range(0 if _SCRIPT.match(text, first) else _FEWEST):
        if below > line_below(text, line) or _NO_FIELD.match(text, below) is None:
            return None
        below = line_below(text, below)
    message = f"a text of several lines stands below `{key['key']}:`, and nothing marks it as one"
    return Cause(key.start("key"), message, f"Write `{key['key']}: |`.", "slip")
