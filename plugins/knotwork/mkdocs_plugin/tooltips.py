"""Material's tooltips (`content.tooltips`) insert an element's title into the page as HTML, not as text.

Its script does the same with the text of a menu entry that is too long for its line.
"""

from __future__ import annotations

import re
from typing import Any

from knotwork.model.patterns import lazy_regex

_FEATURE = "content.tooltips"

_TAG = lazy_regex(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>""")
_TITLE = lazy_regex(r"""(?<=\s)title=("[^"]*"|'[^']*')""")
_KEPT = lazy_regex(r"<(script|style|textarea)\b.*?</\1>|<[^>]*>|&lt;(?=[A-Za-z/!?])", re.DOTALL)
_WORD_JOINER = "&#8288;"


def safe(html: str, config: Any) -> str:
    """A whole page with escaped tooltips, if they are enabled in the theme's features."""
    return inert(html) if _FEATURE in (config.theme.get("features") or ()) else html


def inert(html: str) -> str:
    """A whole page with escaped tooltips.

    In the article, titles are escaped twice; in the menus around it an invisible character after each `<`
    prevents that it begins a tag.
    """
    body = html.find("<body")
    start, end = html.find("<article"), html.rfind("</article>")
    if body < 0:
        return html
    if start < body or end < start:
        start = end = len(html)
    article = _TAG.sub(lambda tag: _TITLE.sub(_escaped, tag[0]), html[start:end])
    return f"{html[:body]}{_parted(html[body:start])}{article}{_parted(html[end:])}"


def _escaped(title: re.Match[str]) -> str:
    return f"title={title[1].replace('&', '&amp;').replace('<', '&amp;lt;')}"


def _parted(frame: str) -> str:
    return _KEPT.sub(lambda part: f"&lt;{_WORD_JOINER}" if part[0] == "&lt;" else part[0], frame)
