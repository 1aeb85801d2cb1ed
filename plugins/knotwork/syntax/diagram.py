"""What a diagram would load when it is drawn: Mermaid has pictures for nodes, HTML in labels, and CSS.

A reader's browser would load them from another host while it lays the diagram out, before anything could be
taken out again; so a diagram with such an address is not drawn, and its source is shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import unescape

from knotwork.html.tags import end_of_tag
from knotwork.model.patterns import lazy_regex

DIAGRAMS = frozenset(("mermaid",))
"""The languages that a script draws; without it the source is what is seen."""
LONGEST = 50_000
"""Characters that Mermaid draws; a longer diagram loads nothing."""

_ADDRESS = lazy_regex(r"[/\\]\s*[/\\]|\b(?:h\s?t\s?t\s?p\s?s?|f\s?t\s?p|w\s?s\s?s?)\s*:", re.IGNORECASE)
_STYLE = lazy_regex(r"(?:url|image|image-set|src)\s*\(", re.IGNORECASE)
_VARIABLE = lazy_regex(r"\bvar\s*\(", re.IGNORECASE)
_IMPORT = lazy_regex(r"@import\b", re.IGNORECASE)
_ELEMENT = lazy_regex(
    r"<\s*(?:img|image|picture|source|audio|video|track|object|embed|iframe|frame|input|link|base|body|table"
    r"|tbody|thead|tfoot|tr|td|th|use|feimage|style|meta|form|button)\b"
    r"|\b(?:srcset|poster|background|formaction|xlink:href)\s*=",
    re.IGNORECASE,
)
_MOST_ELEMENTS = 50
"""In a diagram with more of them any address counts as theirs."""
_QUOTED = lazy_regex(r"""(?:[^"'>]|"[^"]*"?|'[^']*'?)*""")
_PICTURE = lazy_regex(r"\bimg\b", re.IGNORECASE)
"""The property of a node that is a picture: `A@{ img: "https://…" }`, YAML in all its spellings."""
_COMMENT = lazy_regex(r"^[ \t]*%%(?!\{)[^\n]+\n?", re.MULTILINE)
_PROPERTIES = lazy_regex(r'@\{(?:[^}"]|"[^"]*"?)*')
_YAML_ESCAPE = lazy_regex(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_CSS_ESCAPE = lazy_regex(r"\\([0-9a-fA-F]{1,6})\s?")
_CODE = lazy_regex(r"#(\d{1,7}|[A-Za-z]+);")


def loads_elsewhere(source: str) -> bool:
    """Whether drawing a diagram could load something from another host."""
    if len(source) > LONGEST:
        return False
    return any(map(_loads, dict.fromkeys(_readings(source)))) or any(
        _PICTURE.search(text) and _ADDRESS.search(text)
        for properties in _PROPERTIES.findall(source)
        for text in _readings(properties)
    )


def _loads(text: str) -> bool:
    if _IMPORT.search(text):
        return True
    addresses = [match.start() for match in _ADDRESS.finditer(text)]
    if not addresses:
        return False
    styles, elements = list(_STYLE.finditer(text)), list(_ELEMENT.finditer(text))
    if len(elements) > _MOST_ELEMENTS or (styles and _VARIABLE.search(text)):
        return True
    last = 0
    for match in styles:
        if match.end() >= last:  # the others end where this one does
            last = _end_of_style(text, match.end())
            if _within(addresses, match.end(), last):
                return True
    return any(_within(addresses, match.end(), _end_of_tag(text, match)) for match in elements)


def _within(places: Sequence[int], start: int, end: int) -> bool:
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end


def _end_of_style(text: str, start: int) -> int:
    """Where a value ends at the latest: it may hold brackets, and ends with its line."""
    bracket = text.find(")", start)
    line = text.find("\n", bracket)
    return len(text) if bracket == -1 or line == -1 else line


def _end_of_tag(text: str, opening: re.Match[str]) -> int:
    """Where a tag ends at the latest, for a browser, and for a parser that pairs the quotes."""
    tag = end_of_tag(text, opening.start()) if opening[0].startswith("<") else 0
    quoted = _QUOTED.match(text, opening.end())
    return max(tag, quoted.end() if quoted else 0)


def _readings(source: str) -> Iterator[str]:
    """The text as it is, and as it is once the escapes of HTML, Mermaid, YAML and CSS are read."""
    bare = _COMMENT.sub("", _without_directives(source))
    for text in (source, bare) if bare != source else (source,):
        yield text
        plain = unescape(_CODE.sub(_entity, text))
        yield plain
        yaml = _YAML_ESCAPE.sub(_sign, plain)
        yield yaml
        yield _CSS_ESCAPE.sub(_sign, yaml)
        yield _CSS_ESCAPE.sub(_sign, plain)
        yield plain.replace("\\", "")
        yield _without_comments(plain)


def _without_directives(text: str) -> str:
    """The text as Mermaid reads it: `%%{…}%%` is taken out wherever it stands."""
    kept, at = [], 0
    while (start := text.find("%%{", at)) >= 0 and (end := text.find("}%%", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join((*kept, text[at:]))


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
