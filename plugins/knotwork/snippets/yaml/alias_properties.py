"""An alias with a tag or an anchor of its own, `provider: !KeyOf *provider`: YAML allows neither.

An alias is the value of its anchor, tag and all: YAML 1.2, chapter 7.1. Parsers stop at the alias,
and say no more than that it does not fit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

import yaml

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Violation
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.masks import with_masks
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_ALIAS = r"\*[\w./-]+(?=[ \t]*(?:[,\]}\n]|[ \t]#|\Z))"
_WITH_PROPERTY = lazy_regex(
    rf"(?:(?<=: )|(?<=- )|(?<=[\[{{,])|(?<=, ))[ \t]*(?P<all>(?P<property>!|[!&][^\s,\[\]{{}}]+)[ \t]+"
    rf"(?:[!&][^\s,\[\]{{}}]+[ \t]+)?)(?P<alias>{_ALIAS})"
)
_COMMENT = lazy_regex(r"(?:^|[ \t])#")
_HELP = "Leave out the {}, or write the value itself."


def without_alias_properties(
    read: Composed, compose: Callable[[str], Composed]
) -> tuple[Composed, list[Violation]]:
    """A text with spaces in place of such tags and anchors, and the findings, one for each kind."""
    if "*" not in read.text or not broken_documents(read):
        return read, []
    matches = [
        match for match in _WITH_PROPERTY.finditer(read.text) if not _is_remark(read.text, match.start())
    ]
    stops = {violation.start for violation in read.violations if violation.rule is YAML_SYNTAX}
    if not any(match.start("alias") in stops for match in matches):
        return read, []
    without = compose(_masked(read.text, matches))
    texts = list(_scalars(without))
    outside = [
        match
        for match in matches
        if not any(start <= match.start("all") and match.end() <= end for start, end in texts)
    ]
    if not outside:
        return read, []
    if len(outside) < len(matches):
        without = compose(_masked(read.text, outside))
    alike = defaultdict(list)
    for match in outside:
        alike[match["property"]].append(match.span("alias"))
    return without, [_violation(written, spans) for written, spans in alike.items()]


def _violation(written: str, spans: list[tuple[int, int]]) -> Violation:
    (start, end), *others = spans
    what = "an anchor" if written.startswith("&") else "a tag"
    return Violation(
        YAML_SYNTAX,
        start,
        end,
        f"not valid YAML: an alias cannot have {what} (`{written}`)",
        _HELP.format(what.partition(" ")[2]),
        related=tuple((*span, THIS_TOO) for span in others[:MOST_PLACES]),
        sureness="slip",
    )


def _is_remark(text: str, at: int) -> bool:
    return _COMMENT.search(text, line_start(text, at), at) is not None


def _scalars(read: Composed) -> Iterable[tuple[int, int]]:
    """The offsets of the texts in what was read: a `*` in them is no alias."""
    for node in read.nodes:
        if isinstance(node, yaml.ScalarNode):
            yield node.start_mark.index, node.end_mark.index


def _masked(text: str, matches: Iterable[re.Match[str]]) -> str:
    return with_masks(text, ((*match.span("all"), " " * len(match["all"])) for match in matches))
