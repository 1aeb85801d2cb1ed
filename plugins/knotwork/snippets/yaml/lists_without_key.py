"""A list and fields beside it in one block: the key of the list is left out, or they are two parts.

- name: a
  image: b
restartPolicy: Never
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_LIST = lazy_regex(r"(?>(?:[ \t]*(?:#[^\n]*)?\n|---[ \t]*\n)*)(?P<indent>[ ]*)-[ ]+\S")
_KEY = lazy_regex(r"(?P<indent>[ ]*)[A-Za-z][\w./-]*:(?:[ \t]|$)", re.MULTILINE)
_EMPTY_LINE_ABOVE = lazy_regex(r"\n[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*\Z")
"""Above a line, an empty line; between them comments only."""
_FIRST_FIELD = lazy_regex(r"(?>(?:[ \t]*(?:#[^\n]*)?\n|---[ \t]*\n)*)[A-Za-z][\w./-]*:(?:[ \t\n])")
_HEAD = lazy_regex(r"^(?:apiVersion|kind):", re.MULTILINE)
_LOOKED_AT = 1000
"""The most characters above a line that are looked at."""


def list_without_key(text: str, start: int, place: int) -> Cause | None:
    """The field at which a parser stops, below the items that a document begins with; None: there is none."""
    line = line_start(text, place, start)
    items, field = _LIST.match(text, start), _KEY.match(text, line)
    if items is None or field is None or line <= items.start("indent"):
        return None
    if len(field["indent"]) > len(items["indent"]):
        return None
    at = line + len(field["indent"])
    return Cause(at, "the key of the list above is left out", "Write it above the list.")


def list_below_fields(text: str, start: int, place: int) -> Cause | None:
    """The list at which a parser stops, below an empty line and the fields of another part; None: no such.

    The fields of a manifest are no part: a list below them is a mistake.
    """
    line = line_start(text, place, start)
    if text[line : line + 1] != "-" or _FIRST_FIELD.match(text, start) is None:
        return None
    if _EMPTY_LINE_ABOVE.search(text, max(start, line - _LOOKED_AT), line) is None:
        return None
    if _HEAD.search(text, start, line) is not None:
        return None
    return Cause(
        line, "a list begins below fields", "Give each a block of its own, or write its key above the list."
    )
