"""Values that stand for one to be filled in: `<name>`, `$VAR`, `YOUR_TOKEN`, `xxx`, `...`, `{{ name }}`."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(
    r"<[^<>]+>|\$\w+|\$\{[^{}]*\}|\$\([^()]*\)|\[[A-Z_]+\]|YOUR[-_ ].*|your-.*-here|[xX]{3,}|\.\.\.|…|.*\{\{.*\}\}.*|\?\?\?+",
    re.DOTALL,
)


def is_placeholder(text: str) -> bool:
    """Whether a scalar as a whole stands for any value."""
    return _PLACEHOLDER.fullmatch(text) is not None
