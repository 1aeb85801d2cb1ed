"""Values that a block below corrects with a remark: `app: web  # changed`, of the same object.

The first block is what an exercise begins with, the second one its solution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation

_CHANGED = lazy_regex(
    r"^[ \t>]*(?:- )*(?P<key>[\w./-]+):[ \t]+(?P<value>[^#\n]*?)[ \t]+#[# \t]*"
    r"(?:(?:this|was|is|the|we|i|have)\b ?)*"
    r"(?:change[ds]?|fix(?:ed|es)?|correct(?:ed|ion)?|update[ds]?|replaced|ge[äa]ndert|korrigiert|behoben"
    r"|corregid[oa]|cambiad[oa]|corrigée?|modifiée?|corrigid[oa]|alterad[oa]|исправлен\w*|изменен\w*"
    r"|修改|更正|改正|已改|変更|修正|수정|변경)",
    re.IGNORECASE | re.MULTILINE,
)
_OBJECT = lazy_regex(r"^[ \t>]*(kind|name):[ \t]*[\"']?([\w.-]+)", re.MULTILINE)


def is_changed_below(violation: Violation, fence: Fence, text: str) -> bool:
    """Whether the next block has the same object, with another value and a remark on the same field.

    `text`: that of the offsets of the violation.
    """
    below = _next_block(fence.below) if "#" in fence.below else ""
    if not below or [*_object(below)] != [*_object(text)]:
        return False
    line = text[line_start(text, violation.start) : line_end(text, violation.start)]
    key, _, value = line.strip("- \t").partition(":")
    return any(
        changed["key"] == key and changed["value"].strip("\"'") != value.partition(" #")[0].strip(" \"'")
        for changed in _CHANGED.finditer(below)
    )


def _next_block(below: str) -> str:
    """The beginning of the next block of YAML, if no heading stands between."""
    opening = re.search(r"^[ \t>]*(?:`{3,}|~{3,})[ \t]*(\w*)[^\n]*\n", below, re.MULTILINE)
    if opening is None or opening[1].lower() not in ("yaml", "yml", ""):
        return ""
    if re.search(r"^#{1,6} ", below[: opening.start()], re.MULTILINE):
        return ""
    return re.split(r"^[ \t>]*(?:`{3,}|~{3,})", below[opening.end() :], maxsplit=1, flags=re.MULTILINE)[0]


def _object(text: str) -> Iterator[str]:
    """The kind and the first name in a text."""
    seen: set[str] = set()
    for field in _OBJECT.finditer(text):
        if field[1] not in seen:
            seen.add(field[1])
            yield field[2]
