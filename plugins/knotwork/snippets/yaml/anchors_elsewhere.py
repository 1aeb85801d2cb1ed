"""An alias whose anchor stands in a document above, where it has no meaning: YAML 1.2, chapter 3.2.2.2."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_ALIAS = lazy_regex(r"\*([^\s,\[\]{}]+)")
_HELP = "Define it in this document, too."
_HOLDS = "an anchor holds only within its document"
_PROBLEM = "undefined alias"


def anchor_elsewhere(problem: str, text: str, start: int, place: int) -> Cause | None:
    """The cause of an alias without an anchor, where a document above has one of its name.

    `start`: where the document of the alias begins.
    """
    if _PROBLEM not in problem or (alias := _ALIAS.match(text, place)) is None:
        return None
    name = re.escape(alias[1])
    anchor = re.compile(rf"^(?:[^\n#]*[ \t\[{{,])?&{name}(?=[\s,\]}}]|\Z)", re.MULTILINE)
    if anchor.search(text, 0, start) is None:
        return None
    return Cause(place, f"`&{alias[1]}` stands in a document above: {_HOLDS}", _HELP)


def is_of_alias_without_anchor(message: str, undefined: str) -> bool:
    """Whether a message is of an alias without an anchor in its document; `undefined`: in all."""
    return message == undefined or message.endswith(_HOLDS)
