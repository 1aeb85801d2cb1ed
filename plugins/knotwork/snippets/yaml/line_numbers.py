"""Line numbers that were copied together with a block of YAML."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec.structs import replace

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex

_BEGINS = re.compile(r"[ \t]*\d{1,4}[:.|)]?[ \t]+(?:- )*(?:[A-Za-z][\w./-]*:(?:[ \n]|$)|---|#)")
_NUMBER = lazy_regex(r"[ \t]*(\d{1,4})[:.|)]?(?=[ \t]|$)")
_FEWEST = 3


def without_line_numbers(fence: Fence) -> Fence | None:
    """The block without the numbers before its lines; None when there are none.

    A line without text may lack its number.
    """
    if _BEGINS.match(fence.text) is None:
        return None
    lines = fence.text.split("\n")
    numbered = [(line, _NUMBER.match(line)) for line in lines if line.strip()]
    numbers = [int(match[1]) for _, match in numbered if match is not None]
    if len(numbers) < max(_FEWEST, len(numbered)) or any(b <= a for a, b in pairwise(numbers)):
        return None
    ends = [match.end() for _, match in numbered if match is not None]
    width = max(ends) + 1
    aligned = all(not line[end:width].strip() for (line, _), end in zip(numbered, ends, strict=True))
    texts, columns = [], []
    for at, line in enumerate(lines):
        match = _NUMBER.match(line)
        cut = min(len(line), width if aligned or match is None else match.end() + 1)
        texts.append(line[cut:])
        columns.append((fence.columns[at] if at < len(fence.columns) else 0) + cut)
    return replace(fence, text="\n".join(texts), columns=tuple(columns))
