"""Items of a list that all lack their dash: the same key begins each of them, with fields indented below it.

containers:
  name: web
    image: nginx
  name: log
    image: busybox
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import BrokenLine, Line

_KEY = lazy_regex(r"[\w./-]+:(?=[ \t])")
_EMPTY = lazy_regex(r"[ ]*(?:- +)*[\w./-]+:[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_DASH = 2
"""The columns that `- ` takes."""


def without_dashes(text: str, lines: list[Line], index: int) -> Iterator[BrokenLine]:
    """The items without dashes, the first of which is above the line where a parser stops."""
    first = index - 1
    line, key = lines[first], lines[first - 1]
    name = _KEY.match(text, line.start + line.indent)
    if first < 1 or line.column != line.indent or lines[index].indent != line.indent + _DASH or name is None:
        return
    if key.column >= line.indent or not _EMPTY.match(text, key.start):
        return
    items = []
    for other in lines[first:]:
        if other.indent < line.indent:
            break
        if other.indent == line.indent:
            if not text.startswith(name[0], other.start + other.indent):
                return
            items.append(other.start + other.indent)
    if len(items) == 1:
        return
    new = "".join(f"- {text[one:other]}" for one, other in pairwise((*items, items[-1])))
    message = "`- ` is missing in front of the items of this list"
    title = f"Write `- ` in front of `{name[0]}`"
    change = (items[0], items[-1], new)
    yield BrokenLine(
        at=items[0], message=message, help=f"{title}.", title=title, change=change, sureness="slip"
    )
