"""What of a `style` attribute may be published: colours, sizes and the like, which load and cover nothing."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_COLOUR = lazy_regex(
    r"#[0-9a-f]{3,8}|(?!transparent\b)[a-z]{3,30}|(?:rgb|hsl)a?\([\d.,%/ deg]{3,40}\)"
    r"|var\(--md-[a-z0-9-]{1,60}\)",
    re.IGNORECASE,
)
_LENGTH = lazy_regex(r"\d{1,4}(?:\.\d{1,4})?(?:px|em|rem|ex|ch|pt|%)?|auto", re.IGNORECASE)
_LENGTHS = lazy_regex(rf"(?:{_LENGTH.pattern})(?: +(?:{_LENGTH.pattern})){{0,3}}", re.IGNORECASE)
_SIZE = lazy_regex(
    r"\d{1,2}(?:\.\d{1,4})?(?:px|em|rem|ex|ch|pt)|\d{1,3}(?:\.\d{1,4})?%|(?:x{1,3}-)?(?:small|large)(?:er|r)?|medium",
    re.IGNORECASE,
)
_BORDER = lazy_regex(
    rf"\d{{1,2}}px +(?:solid|dashed|dotted|double)(?: +(?:{_COLOUR.pattern}))?|none", re.IGNORECASE
)
_ALLOWED = {
    **dict.fromkeys(("color", "background", "background-color", "border-color"), _COLOUR),
    **dict.fromkeys(("width", "height", "max-width", "max-height", "border-radius"), _LENGTH),
    **dict.fromkeys(("margin", "margin-left", "margin-right", "margin-top", "margin-bottom"), _LENGTHS),
    **dict.fromkeys(("padding", "padding-left", "padding-right", "padding-top", "padding-bottom"), _LENGTHS),
    "border": _BORDER,
    "display": lazy_regex(r"block|inline|inline-block"),
    "float": lazy_regex(r"left|right|none"),
    "font-size": _SIZE,
    "font-style": lazy_regex(r"italic|normal|oblique"),
    "font-weight": lazy_regex(r"bold|bolder|lighter|normal|[1-9]00"),
    "text-align": lazy_regex(r"left|right|center|justify|start|end"),
    "text-decoration": lazy_regex(r"underline|line-through|overline|none"),
    "vertical-align": lazy_regex(r"baseline|sub|super|top|middle|bottom|text-top|text-bottom"),
}
"""By property what its value may be, as a whole."""
_MOST = 12


def safe_style(written: str) -> str | None:
    """The declarations of a `style` that may be published; None when there are none."""
    kept = []
    for declaration in written.split(";")[:_MOST]:
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        pattern = _ALLOWED.get(name)
        if pattern is not None and pattern.fullmatch(value):
            kept.append(f"{name}: {value}")
    return "; ".join(kept) or None
