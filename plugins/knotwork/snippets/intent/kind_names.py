"""How a text names a kind: `PodSecurityPolicy`, `Pod Security Policies`, `PSP`."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+")
_FEWEST_INITIALS = 3


def names_of_kind(kind: str) -> str:
    """The pattern of its names, for any letter case."""
    words = _WORDS.findall(kind)
    last = rf"(?:{words[-1]}(?:s|es)?|{words[-1].removesuffix('y')}ies)" if words else f"{re.escape(kind)}s?"
    names = [" ?".join((*words[:-1], last))]
    initials = "".join(word[0] for word in words)
    if len(initials) >= _FEWEST_INITIALS:
        names.append(rf"(?-i:{initials}s?)")
    return rf"(?<![A-Za-z\d])(?:{'|'.join(names)})(?![A-Za-z])"
