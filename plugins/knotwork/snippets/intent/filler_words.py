"""Filler words in place of values, as in references that a program wrote: `type: lorem`, `class: ipsum`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation, with_infos

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
    if not any(_is_filler(own, text) for own in violations):
        return violations
    if len([*islice(_FILLER.finditer(text), _FEWEST)]) < _FEWEST:
        return violations
    return with_infos(violations, lambda own: _is_filler(own, text))


def _is_filler(violation: Violation, text: str) -> bool:
    return _FILLER.search(f" {text[violation.start : violation.end]} ") is not None
