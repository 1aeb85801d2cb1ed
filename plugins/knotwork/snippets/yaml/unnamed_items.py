"""Items that are nothing but a name, where the others of their list have it behind `name:`.

- name: url
  value: a
- guestConfig     # `- name: guestConfig`
  value: b
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_end, line_indent, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import BrokenLine, Cause, Line

_BARE_ITEM = lazy_regex(r"(?P<head>[ ]*-[ ]+)(?P<name>[A-Za-z][\w.-]*)[ \t]*$", re.MULTILINE)
_ITEM = lazy_regex(r"[ ]*-[ ]+(?P<key>[a-z][A-Za-z]*):[ ]+\S")
_FIELD = lazy_regex(r"[ ]*[\w./-]+:(?:[ \t]|$)", re.MULTILINE)
_FEWEST = 2
"""So many other items begin with a field that is not `name`."""
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
    keys = [item["key"] for other in beside if (item := _ITEM.match(text, other.start)) is not None]
    key = "name" if "name" in keys else next(iter(keys), "")
    if not key or (key != "name" and (len(keys) < _FEWEST or {*keys} != {key})):
        return None
    at, name = bare.start("name"), bare["name"]
    return BrokenLine(
        at=at,
        message=f"`{key}:` is missing in front of `{name}`",
        help=f"Write `- {key}: {name}`.",
        title=f"Write `{key}: {name}`",
        change=(at, at, f"{key}: "),
        sureness="slip",
    )


def _has_fields_below(lines: list[Line], line: Line) -> bool:
    index = lines.index(line) + 1
    return index < len(lines) and line.indent < lines[index].indent == lines[index].column


def text_beside_field(text: str, start: int, place: int) -> Cause | None:
    """The cause of an error in a field that stands deeper than the item above it, which is one word."""
    line = line_start(text, place, start)
    field = _FIELD.match(text, line)
    above = line_above(text, line, start)
    bare = _BARE_ITEM.match(text, above, line_end(text, above)) if above < line else None
    if field is None or bare is None or line_indent(text, line) <= bare["head"].index("-"):
        return None
    name = bare["name"]
    message = f"`{name}` is an item of text, and a field stands below it"
    help_ = f"If the item has fields, write `{name}:` and its value, or `name: {name}`."
    return Cause(bare.start("name"), message, help_)
