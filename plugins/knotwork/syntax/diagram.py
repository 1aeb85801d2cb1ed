"""What a diagram would load when it is drawn: Mermaid knows pictures for nodes, HTML in labels, and CSS.

A reader's browser would ask another host for them while it lays the diagram out, before anything could be
taken out again; so that a diagram with such an address is not drawn, and its source is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

LONGEST = 50_000
"""Characters that Mermaid draws; a longer diagram loads nothing."""

_ADDRESS = re.compile(r"[/\\]\s*[/\\]|\b(?:https?|ftp|wss?)\s*:", re.IGNORECASE)
_STYLE = re.compile(r"(?:url|image|image-set|src)\s*\(", re.IGNORECASE)
_IMPORT = re.compile(r"@import\b", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<\s*(?:img|image|picture|source|audio|video|track|object|embed|iframe|frame|input|link|base|body|table"
    r"|td|th|use|feimage|style|meta|form|button)\b|\b(?:srcset|poster|background|formaction|xlink:href)\s*=",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\bimg\b", re.IGNORECASE)
"""The property of a node that is a picture: `A@{ img: "https://…" }`, YAML in all its spellings."""
_PROPERTIES = re.compile(r'@\{(?:[^}"]|"[^"]*"?)*')
_YAML_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_CODE = re.compile(r"#(\d{1,7}|[A-Za-z]+);")


def loads_elsewhere(source: str) -> bool:
    """Whether drawing a diagram could ask another host for something."""
    if len(source) > LONGEST:
        return False
    return any(map(_loads, _readings(source))) or any(
        _PICTURE.search(text) and _ADDRESS.search(text)
        for properties in _PROPERTIES.findall(source)
        for text in _readings(properties)
    )


def _loads(text: str) -> bool:
    return (
        _IMPORT.search(text) is not None
        or _before_address(_STYLE, text.split(")"))
        or _before_address(_ELEMENT, text.split(">"))
    )


def _before_address(opening: re.Pattern[str], parts: Iterable[str]) -> bool:
    """Whether an address stands behind an opening, in one of the parts; in linear time."""
    return any(
        (match := opening.search(part)) is not None and _ADDRESS.search(part, match.end()) is not None
        for part in parts
    )


def _readings(source: str) -> Iterator[str]:
    """The text as it is, and as it is once the escapes of HTML, Mermaid, YAML and CSS are read."""
    yield source
    plain = unescape(_CODE.sub(_entity, source))
    yield plain
    yield _YAML_ESCAPE.sub(_sign, plain)
    yield _CSS_ESCAPE.sub(_sign, plain)
    yield plain.replace("\\", "")
    yield _without_comments(plain).translate({9: None, 10: None, 13: None})


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("/*", at)) >= 0 and (end := text.find("*/", start + 2)) >= 0:
        kept.append(text[at:start])
        at = end + 2
    return "".join((*kept, text[at:]))


def _entity(match: re.Match[str]) -> str:
    return f"&#{match[1]};" if match[1].isdigit() else f"&{match[1]};"


def _sign(match: re.Match[str]) -> str:
    number = int(next(group for group in match.groups() if group), 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
