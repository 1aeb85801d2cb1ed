"""The theme's HTML around what a page says: much of it is indentation, which no reader needs to be sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KEPT = re.compile(r"<(script|style|pre|textarea)\b")
"""Elements in which white space is more than a gap between words."""
_INDENTED = re.compile(r"\n\s+")


def minified(html: str) -> str:
    """A whole page: its article as it is, and around that no line break with more white space behind it."""
    start, end = html.find("<article"), html.rfind("</article>")
    if start < 0 or end < start:
        return html
    return "".join((*_squeezed(html[:start]), html[start:end], *_squeezed(html[end:])))


def _squeezed(html: str) -> Iterator[str]:
    at = 0
    for opening in _KEPT.finditer(html):
        if opening.start() < at:
            continue
        end = html.find(f"</{opening[1]}>", opening.end())
        if end < 0:
            break
        yield _INDENTED.sub("\n", html[at : opening.start()])
        yield html[opening.start() : end]
        at = end
    yield _INDENTED.sub("\n", html[at:])
