"""Pieces of a manifest in one block, each below a comment with a number: `# Change-1`, `# Step 2: image`."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_NUMBERED = lazy_regex(
    r"^#[^\w\n]*+(?:change|step|part|piece|section)\b[-_ #.]*\d", re.IGNORECASE | re.MULTILINE
)
WHOLE = lazy_regex(r"^[ \t]*(?:- )?[\"']?apiVersion[\"']?[ \t]*:", re.MULTILINE)
"""The line with the apiVersion of a manifest."""
_HELP = "Give each part a block of its own."


def numbered_piece(text: str, start: int, end: int, place: int) -> Cause | None:
    """The comment above the piece at which a parser stops: its offset, the message, and the help.

    None where there are no such pieces, or where the block has a manifest.
    """
    if WHOLE.search(text, start, end) is not None:
        return None
    starts = [comment.start() for comment in _NUMBERED.finditer(text, start, end)]
    above = [at for at in starts if at <= place]
    if len(starts) < 2 or len(above) < 2 or _first_line(text, above[-1]) != line_start(text, place):
        return None
    return Cause(above[-1], "another part begins here", _HELP)


def _first_line(text: str, comment: int) -> int:
    """The offset of the first line below a comment that is not empty and no comment."""
    at = comment
    while True:
        at = text.find("\n", at) + 1
        line = text[at : line_end(text, at)].strip()
        if not at or (line and not line.startswith("#")):
            return at
