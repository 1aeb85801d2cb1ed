"""Mistyped marks of texts of several lines, which YAML takes for the beginning of the text.

script: <-                      # `>-`
  echo one
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.compose import Composed, composed
from knotwork.snippets.yaml.nodes import nodes
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_MEANT = {
    "<": ">",
    "<-": ">-",
    "<+": ">+",
    "-|": "|-",
    "+|": "|+",
    "->": ">-",
    "+>": ">+",
    "\\|": "|",
    "\\>": ">",
}
_FIRST_LINE = lazy_regex(r"(?<=:)[ \t]+(<[-+]?|[-+][|>]|\\[|>])[ \t]*\n")
_MOST = 20
"""The most marks of a block that are looked at."""


def marks_within_texts(read: Composed) -> Iterator[Violation]:
    """The marks that YAML takes for the first line of a plain text: `<-` for `>-`.

    They are reported where the text is no other YAML with the mark that is meant.
    """
    text = read.text
    places = {match.start(1): match[1] for match in _FIRST_LINE.finditer(text)}
    if not 0 < len(places) <= _MOST:
        return
    for document in read.documents:
        for node in nodes(document.root) if document.root is not None else ():
            start = node.start_mark.index
            if start not in places or not isinstance(node, yaml.ScalarNode) or node.style:
                continue
            written, new = places[start], _MEANT[places[start]]
            if (
                " " not in node.value
                or composed(text[:start] + new + text[start + len(written) :]).violations
            ):
                continue
            yield Violation(
                YAML_SYNTAX,
                start,
                start + len(written),
                f"`{written}` is no mark of a text: it becomes its first word",
                f"Write `{new}`.",
                severity="warning",
                repair=Repair(f"Write `{new}`", (), ((start, start + len(written), new),)),
            )
