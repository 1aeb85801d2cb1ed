"""Values that stand for one to be filled in: `<name>`, `$VAR`, `YOUR_TOKEN`, `xxx`, `...`, `{{ name }}`."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(
    r"<[^<>]+>|\$\w+|\$\{[^{}]*\}|\$\([^()]*\)|\[[A-Z_]+\]|YOUR[-_ ].*|your-.*-here"
    r"|[xX]{3,}|\.\.\.|…|\?\?\?+",
    re.DOTALL,
)
_FIRST = frozenset("<$[YyxX.…?")
"""What such a text begins with; most texts are told apart by that."""
_LONGEST = 200


def is_placeholder(text: str) -> bool:
    """Whether a scalar as a whole stands for any value."""
    braces = text.find("{{")
    if braces != -1 and text.find("}}", braces) != -1:
        return True
    return text[:1] in _FIRST and len(text) <= _LONGEST and _PLACEHOLDER.fullmatch(text) is not None
