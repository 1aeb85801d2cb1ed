"""Items that are left out of a list in brackets, behind the last one that is shown: `["ann", "bob"...]`."""

from __future__ import annotations

from collections.abc import Callable

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.elisions import LONE_ELLIPSIS
from knotwork.snippets.yaml.masks import with_masks

_DOTS = lazy_regex(
    r"(?<=[\"'\]}])[ \t]*(?P<dots>\.\.\.+|…+|(?:(?:and|und|et|y|e|и)[ ])?(?:etc|usw)\.{1,4}|等)"
    r"(?=[ \t]*[\]}])"
)


def without_elided_items(
    read: Composed, compose: Callable[[str], Composed]
) -> tuple[Composed, list[Violation]]:
    """A text that was read, without dots behind the items of its lists, and the violations for these.

    They are left out where it can be read better so. `compose` reads a text.
    """
    if not broken_documents(read):
        return read, []
    spans = [match.span("dots") for match in _DOTS.finditer(read.text)]
    if not spans:
        return read, []
    without = compose(with_masks(read.text, ((*span, " " * (span[1] - span[0])) for span in spans)))
    if broken_documents(without) >= broken_documents(read):
        return read, []
    return without, [_violation(read.text, *span) for span in spans]


def _violation(text: str, start: int, end: int) -> Violation:
    message = f"`{text[start:end]}` does not stand for omitted items in YAML"
    return Violation(
        LONE_ELLIPSIS, start, end, message, "Leave the dots out, or write `# ...` behind the list."
    )
