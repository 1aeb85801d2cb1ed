'''Marks of other languages where a text of several lines begins: ``note: """``, ``script: ```sh``.

YAML has `|` for it, and no mark at the end.
'''

from __future__ import annotations

from knotwork.model.line_offsets import line_above, line_around, line_indent, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_BEHIND_KEY = lazy_regex(r"[ ]*(?:- +)*(?P<key>[\w./-]+):[ ]+(?P<mark>```[a-z]*|\"\"\"|''')[ \t]*(?=\n|\Z)")
_HERE = lazy_regex(
    r"[ ]*(?:- +)*(?P<key>[\w./-]+):[ ]+(?P<mark><<-?[\"']?(?P<word>[A-Z]\w*)[\"']?)[ \t]*(?=\n|\Z)"
)
_LINES = 100
"""The most lines above an error that are looked at."""
_ALONE = lazy_regex(r"[ ]*(?P<mark>```[a-z]*|\"\"\"|''')[ \t]*(?=\n|\Z)")
_KEY = lazy_regex(r"[ ]*(?:- +)*(?P<key>[\w./-]+):[ \t]*\n")


def foreign_text_mark(text: str, start: int, place: int) -> Cause | None:
    """The cause of an error in a line with such a mark: behind a key, or on the line below it."""
    line = line_start(text, place, start)
    opened = _BEHIND_KEY.match(text, line)
    if opened is not None:
        return _cause(opened["key"], opened["mark"], opened.start("mark"))
    around = line_around(text, line, start, _LINES)
    document = None if around is None else _HERE.match(text, around)
    if document is not None:
        return _cause(document["key"], document["mark"], document.start("mark"))
    alone, above = _ALONE.match(text, line), line_above(text, line, start)
    key = _KEY.match(text, above, line) if alone is not None and above < line else None
    if alone is None or key is None or line_indent(text, line) <= line_indent(text, above):
        return None
    return _cause(key["key"], alone["mark"], alone.start("mark"))


def _cause(key: str, mark: str, at: int) -> Cause:
    shown = f"`{mark}`" if "`" not in mark else f"`` {mark} ``"
    message = f"{shown} does not begin a text of several lines"
    help_ = f"Write `{key}: |`, and remove the marks: the text ends with its indentation."
    return Cause(at, message, help_, "slip")
