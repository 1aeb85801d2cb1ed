"""Blocks of Markdown that are shown in a block of YAML: the outer one is a text of Markdown."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_OWN_BLOCKS = "this is a text of Markdown, with blocks of its own"
_NAME_IT = "Name it `.md`, or `markdown` as the language of the block."
_FOUR_MARKS = "Open and close the outer block with four marks, as one of Markdown: ````markdown."
_HEADING = lazy_regex(r"^#{2,6} \w", re.MULTILINE)
_CLOSING = lazy_regex(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*(\w?)", re.MULTILINE)
_MARKS = lazy_regex(r"^[ \t]*(?:\\|\u200b)?(?:```|~~~)", re.MULTILINE)
"""Marks of a block, also behind a backslash, so that they do not close the outer one."""


def blocks_within(text: str, opening: re.Match[str], start: int, end: int, *, is_first: bool) -> Cause | None:
    """That a text between two offsets is one of Markdown, by the marks that open a block in it.

    `is_first`: the text begins with them.
    """
    closing = _CLOSING.search(text, opening.end(), end)
    if closing is not None and not closing[1] and _HEADING.search(text, start, end):
        return Cause(opening.start(1), _OWN_BLOCKS, _NAME_IT)
    if is_first and len(_MARKS.findall(text[opening.start() : end])) > 1:
        return Cause(opening.start(1), _OWN_BLOCKS, _FOUR_MARKS)
    return None
