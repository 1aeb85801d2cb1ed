"""The words of a name as fields and kinds have them: `nodeSelector`, `HTTPServer`, `node_port2`."""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex

_WORD = lazy_regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def name_words(name: str) -> list[str]:
    """The words and numbers of a name, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]
