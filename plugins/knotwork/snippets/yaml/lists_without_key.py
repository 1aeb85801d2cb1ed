"""The end of a list, and the field below it: the block begins within the list, whose key is left out.

- name: a
  image: b
restartPolicy: Never
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_LIST = lazy_regex(r"(?:[ \t]*(?:#[^\n]*)?\n|---[ \t]*\n)*+(?P<indent>[ ]*)-[ ]+\S")
_KEY = lazy_regex(r"(?P<indent>[ ]*)[A-Za-z][\w./-]*:(?:[ \t]|$)", re.MULTILINE)


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
