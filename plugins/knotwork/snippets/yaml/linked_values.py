"""Links of Markdown in YAML, which a program made of an address or of what looks like one."""

from __future__ import annotations

import re
from collections.abc import Callable

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Repair, Violation
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.masks import with_masks
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_LINK = lazy_regex(r"\[([^\[\],\n]+)\]\([\w+.:/-][^\s()]*\)")
"""`[a.example](http://a.example)`."""


def without_links(read: Composed, compose: Callable[[str], Composed]) -> tuple[Composed, list[Violation]]:
    """A text that was read with the texts of its links, where it is read better so, and the violation."""
    if "](" not in read.text or not broken_documents(read):
        return read, []
    links = [link for link in _LINK.finditer(read.text) if not _is_quoted(link)]
    if not links:
        return read, []
    without = compose(with_masks(read.text, ((*link.span(), link[1].ljust(len(link[0]))) for link in links)))
    if broken_documents(without) >= broken_documents(read):
        return read, []
    start, end = links[0].span()
    changes = tuple((*link.span(), link[1]) for link in links)
    violation = Violation(
        YAML_SYNTAX,
        start,
        end,
        "not valid YAML: this is a link of Markdown",
        "Write its text alone.",
        repair=Repair("Write its text alone", (), changes),
        related=tuple((*link.span(), THIS_TOO) for link in links[1 : MOST_PLACES + 1]),
    )
    return without, [violation]


def _is_quoted(link: re.Match[str]) -> bool:
    before = link.string[line_start(link.string, link.start()) : link.start()]
    return bool(before.count('"') % 2 or before.count("'") % 2)
