"""Commands in a block of YAML, and what they print: such a block may be no YAML.

$ kubectl get pods
NAME    READY
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.block_texts import texts_below_keys

_CONSOLE = lazy_regex(
    r"^(?:[ \t]*(?:\$ |# kubectl |kubectl |--8<--|NAME[ \t]{2,})|\w.*<<-?[ \t]*['\"]?EOF\b|EOF[ \t]*$)",
    re.MULTILINE,
)


def is_console(text: str, start: int, end: int) -> bool:
    """Whether commands, or what they print, stand in a part of a text, and not in a `run: |` of it."""
    if _CONSOLE.search(text, start, end) is None:
        return False
    part = text[start:end]
    in_texts = {line for first, last in texts_below_keys(part) for line in range(first, last)}
    return any(_CONSOLE.match(line) for number, line in enumerate(part.split("\n")) if number not in in_texts)
