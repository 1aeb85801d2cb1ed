"""A nested list of headings, as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def heading_list(headings: Iterable[tuple[int, str, str]]) -> str:
    """The list of headings by their level, id and HTML; one that is deeper is below the one before."""
    parts: list[str] = []
    levels: list[int] = []
    for level, anchor, html in headings:
        while len(levels) > 1 and levels[-2] >= level:
            levels.pop()
            parts.append("</li>\n</ul>\n")
        if levels and levels[-1] >= level:
            levels[-1] = level
            parts.append("</li>\n")
        else:
            levels.append(level)
            parts.append("<ul>\n")
        parts.append(f'<li><a href="#{escape(anchor)}">{html}</a>')
    parts += ["</li>\n</ul>\n"] * len(levels)
    return "".join(parts)
