"""Whether what an object lacks may make a rule about it true: `has(self.c)` when `c` is filled in."""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex

_PATH = r"[A-Za-z_]\w*+(?>(?:\.\w++|\[\w++\])*)"
_HAS = lazy_regex(rf"\bhas\(\s*+({_PATH})\s*+\)")
_IN = lazy_regex(rf"""('[^'\\]*+'|"[^"\\]*+")\s++in\s++({_PATH})(?![.(\[])""")
_CHAIN = lazy_regex(r"(?<![\w.?])[A-Za-z_]\w*+(?>(?:\.\??\w++(?!\()|\[\w++\])*)")


def needing_fields(expression: str) -> str:
    """The same expression, but with an error wherever it asks whether a field is there that is not.

    CEL passes an error on only where it decides: `false && has(self.c)` is false all the same.
    """
    expression = _HAS.sub(r"(has(\1) || size([\1]) == 1)", expression)
    expression = _IN.sub(r"(\1 in \2 || size([\2[\1]]) == 1)", expression)
    return _CHAIN.sub(lambda chain: _read(chain[0]) if ".?" in chain[0] else chain[0], expression)


def _read(chain: str) -> str:
    """Optional fields (`self.?c`) as fields."""
    return f"optional.of({chain.replace('?', '')})"
