"""What a diagram would load when it is drawn: Mermaid knows pictures for nodes, HTML in labels, and CSS.

A reader's browser would ask another host for them while it lays the diagram out, before anything could be
taken out again; so that a diagram with such an address is not drawn, and its source is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_FOREIGN = r"(?:[/\\]\s*[/\\]|\b(?:https?|ftp|wss?)\s*:)"
_LOADS = re.compile(
    rf"""(?:url|image|image-set|src)\s*\([^)]*{_FOREIGN}    # in CSS
    | @import\b
    | <\s*(?:img|image|picture|source|audio|video|track|object|embed|iframe|frame|input|link|base|body|table
            |td|th|use|feimage|style|meta|form|button)\b[^>]*{_FOREIGN}
    | \b(?:srcset|poster|background|formaction|xlink:href)\s*=[^>]*{_FOREIGN}""",
    re.IGNORECASE | re.VERBOSE,
)
_PICTURE = re.compile(r"\bimg\b", re.IGNORECASE)
"""The property of a node that is a picture: `A@{ img: "https://…" }`, YAML in all its spellings."""
_PROPERTIES = re.compile(r'@\{(?:[^}"]|"[^"]*"?)*')
_ADDRESS = re.compile(_FOREIGN, re.IGNORECASE)
_YAML_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_CODE = re.compile(r"#(\d{1,7}|[A-Za-z]+);")


def loads_elsewhere(source: str) -> bool:
    """Whether drawing a diagram could ask another host for something."""
    return any(map(_LOADS.search, _readings(source))) or any(
        _PICTURE.search(text) and _ADDRESS.search(text)
        for properties in _PROPERTIES.findall(source)
        for text in _readings(properties)
    )


def _readings(source: str) -> Iterator[str]:
    """The text as it is, and as it is once the escapes of HTML, Mermaid, YAML and CSS are read."""
    yield source
    plain = unescape(_CODE.sub(_entity, source))
    yield plain
    yield _YAML_ESCAPE.sub(_sign, plain)
    yield _CSS_ESCAPE.sub(_sign, plain)
    yield plain.replace("\\", "")
    yield re.sub(r"/\*.*?\*/|[\t\r\n]", "", plain, flags=re.DOTALL)


def _entity(match: re.Match[str]) -> str:
    return f"&#{match[1]};" if match[1].isdigit() else f"&{match[1]};"


def _sign(match: re.Match[str]) -> str:
    number = int(next(group for group in match.groups() if group), 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
