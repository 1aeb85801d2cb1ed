"""Filler words in place of values, as in references that a program wrote: `type: lorem`, `class: ipsum`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation, at_most_info

_WORDS = (
    "lorem ipsum dolor amet consetetur consectetur adipiscing sadipscing elitr elit sed diam nonumy eirmod"
    " tempor invidunt labore dolore magna aliquyam aliqua erat voluptua accusam"
).split()
_FILLER = lazy_regex(rf"(?<=[ \"'\[])(?:{'|'.join(_WORDS)})(?=[\"',\]\s]|\Z)", re.IGNORECASE)
_FEWEST = 2


def with_filler_words(violations: Sequence[Violation], text: str) -> Sequence[Violation]:
    """The violations of a document; as infos those of values that are filler words, where there are several.

    `text`: that of their offsets.
    """
    if not violations or len([*_FILLER.finditer(text)]) < _FEWEST:
        return violations
    return [at_most_info(own) if _FILLER.search(_value(own, text)) else own for own in violations]


def _value(violation: Violation, text: str) -> str:
    return f" {text[violation.start : violation.end]} "
