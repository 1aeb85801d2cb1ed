"""Manifests below each other in a block that is indented as a whole, without `---` between them."""

from __future__ import annotations

import re
from itertools import pairwise

from knotwork.model.line_offsets import line_above
from knotwork.model.patterns import lazy_regex

_FIRST = lazy_regex(r"(?>(?:[ \t]*(?:#[^\n]*)?\n)*)( {1,8})[A-Za-z][\w-]*:")
_NAMES_FILE = lazy_regex(r"[ \t]*# ?[\w./-]*\w\.(?:ya?ml|json)[ \t]*(?:[-\u2013\u2014:(#][^\n]*)?\n")


def names_file(text: str, start: int) -> bool:
    """Whether a comment that names a file begins at an offset: `# service.yaml`."""
    return _NAMES_FILE.match(text, start) is not None


def indented_starts(text: str) -> list[int]:
    """The offsets of the first lines of manifests below others, in a block that is indented as a whole.

    A comment above such a manifest belongs to it. One that names a file may end a file that is no manifest.
    """
    separated = "--" in text  # well, or with slips of their own
    if " apiVersion:" not in text or separated or (first := _FIRST.match(text)) is None:
        return []
    indent = first[1]
    keys = list(re.finditer(rf"^{indent}(apiVersion|kind):", text, re.MULTILINE))
    heads = [one.start() for one, other in pairwise(keys) if (one[1], other[1]) == ("apiVersion", "kind")]
    begin = [_with_comments(text, head, indent) for head in heads]
    return [
        start
        for index, start in enumerate(begin)
        if index > 0 or (names_file(text, start) and text[:start].strip())
    ]


def _with_comments(text: str, start: int, indent: str) -> int:
    while start > 0:
        above = line_above(text, start)
        if not text.startswith(f"{indent}#", above):
            break
        start = above
    return start
