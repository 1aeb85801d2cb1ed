"""A value that stands on the line below its key, and is not indented deeper than it.

ciphers:
ECDHE-A:ECDHE-B:ECDHE-C
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knotwork.model.line_offsets import line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import BrokenLine, Line

_EMPTY = lazy_regex(r"[ ]*(?:-[ ]+)*(?P<key>[A-Za-z][\w./-]{0,80}):[ \t]*$")
_VALUE = lazy_regex(r"[ ]*(?:[\w+.-]+://[^\s#]+|[\w+./-]+:[^\s:#\"'{}\[\],]*:[^\s#\"'{}\[\],]*)[ \t]*$")
"""An address, or a text with two colons and no space: no field, in spite of its colons."""


def values_below(text: str, lines: Sequence[Line], index: int) -> Iterator[BrokenLine]:
    """The value of an empty field that begins in its column, in the line of the error or the one above."""
    for number in (index - 1, index):
        if number < 1:
            continue
        above, line = lines[number - 1], lines[number]
        if line.column != above.column or line.indent != line.column:
            continue
        key = _EMPTY.fullmatch(text[above.start : line_end(text, above.start)])
        if key is None or not _VALUE.fullmatch(text[line.start : line_end(text, line.start)]):
            continue
        yield BrokenLine(
            at=line.start + line.indent,
            message=f"this is no field, and not indented as a value of `{key['key']}:`",
            help=f"Indent it deeper than `{key['key']}:`.",
            title="Indent it by 2 more",
            change=(line.start, line.start, "  "),
            sureness="slip",
        )
