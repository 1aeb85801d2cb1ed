"""The theme's HTML around an article without indentation, which makes pages smaller."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KEPT = re.compile(r"<(script|style|pre|textarea)\b")
"""Elements in which white space matters."""
_INDENTED = re.compile(r"\n\s+")


def minified(html: str) -> str:
    """A whole page without the white space after line breaks; its article is unchanged."""
    start, end = html.find("<article"), html.rfind("</article>")
    if start < 0 or end < start:
        return html
    return "".join((*_without_indentation(html[:start]), html[start:end], *_without_indentation(html[end:])))


def _without_indentation(html: str) -> Iterator[str]:
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
