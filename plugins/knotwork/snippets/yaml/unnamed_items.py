"""Items that are nothing but a name, where the others of their list have it behind `name:`.

- name: url
  value: a
- guestConfig     # `- name: guestConfig`
  value: b
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import BrokenLine, Line

_BARE_ITEM = lazy_regex(r"(?P<head>[ ]*-[ ]+)(?P<name>[A-Za-z][\w.-]*)[ \t]*$", re.MULTILINE)
_NAMED_ITEM = lazy_regex(r"[ ]*-[ ]+name:[ ]+\S")
_AROUND = 30
"""So many lines above and below are looked at for other items."""


def unnamed_item(text: str, lines: list[Line], line: Line) -> BrokenLine | None:
    """An item with nothing but its name, and fields below, in a list whose items begin with `name:`."""
    bare = _BARE_ITEM.match(text, line.start)
    if bare is None or not _has_fields_below(lines, line):
        return None
    index = lines.index(line)
    around = lines[max(0, index - _AROUND) : index + _AROUND]
    beside = [other for other in around if other is not line and other.indent == line.indent]
    if not any(_NAMED_ITEM.match(text, other.start) for other in beside):
        return None
    at, name = bare.start("name"), bare["name"]
    return BrokenLine(
        at=at,
        message=f"`name:` is missing in front of `{name}`",
        help=f"Write `- name: {name}`.",
        title=f"Write `name: {name}`",
        change=(at, at, "name: "),
        sureness="slip",
    )


def _has_fields_below(lines: list[Line], line: Line) -> bool:
    index = lines.index(line) + 1
    return index < len(lines) and line.indent < lines[index].indent == lines[index].column
