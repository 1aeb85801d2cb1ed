"""The key of a list that is written as an item of it, among the fields beside it.

image: nginx
- command       # `command:`
- /bin/sh
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knotwork.model.line_offsets import line_below, line_end, line_indent
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import BrokenLine, Line

_ITEM = lazy_regex(r"[ ]*(?P<item>-[ ]+(?P<name>[a-z][A-Za-z]*)(?P<colon>:?))[ \t]*(?:#[^\n]*)?$")
_FIELD = lazy_regex(r"[ ]*(?:-[ ]+)*[\w./-]+:[ \t]+[^\s#|>]")


def keys_as_items(text: str, lines: Sequence[Line], index: int) -> Iterator[BrokenLine]:
    """An item that is a single name, where a field with a value stands above it and items stand below."""
    here, above = lines[index], lines[index - 1]
    if not index or here.indent != above.column or not _FIELD.match(text, above.start):
        return
    item = _ITEM.fullmatch(text[here.start : line_end(text, here.start)])
    below = line_below(text, here.start)
    column = line_indent(text, below)
    if item is None or column < here.indent or not text.startswith("- ", below + column):
        return
    name, at = item["name"], here.start + here.indent
    yield BrokenLine(
        at=at,
        message=f"`{item['item']}` begins an item of a list, and fields stand above it",
        help=f"Write `{name}:` if the list below is its value; else the key of the list is missing above.",
        title=f"Write `{name}:`",
        change=(at, here.start + item.end("item"), f"{name}:"),
        sureness="slip",
    )
