"""What stands above and below an error of YAML in a manifest is read all the same: a field with a slip.

A parser has read the lines above before it stops, and reads those below where the block with the error is
left out. What is missing there may stand in that block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.line_offsets import line_above, line_below, line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD
from knotwork.snippets.identity import identity
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Violation, severity
from knotwork.snippets.yaml.compose import Document, composed
from knotwork.snippets.yaml.locate import path_at
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_OF_HEAD = frozenset((REMOVED_API, DEPRECATED_API, UNKNOWN_KIND))
_ABSENT = frozenset((MISSING_FIELD, EMPTY_FIELD))
_BLANK = lazy_regex(r"[^\n]")
_TAB = 8
"""The width of a tab, as other programs show it."""


def around_error(
    violations: Sequence[Violation], document: Document, text: str, validated: Callable[[Document], Result]
) -> tuple[Violation, ...]:
    """The violations of the fields above and below an error that are certain, whatever stands there.

    `violations`: those of its text. Below the block with the error only where all of the rest can be read.
    """
    errors = [
        violation.start
        for violation in violations
        if violation.rule is YAML_SYNTAX and severity(violation) == "error"
    ]
    if document.root is not None or not errors:
        return ()
    error = min(errors)
    known: list[Violation] = []
    end = _block_around(text, document.start, error)
    if end > document.start and (above := _manifest(text[document.start : end], document.start)):
        known += _certain(above, validated)
    begin = _block_around(text, document.start, error, whole_lists=True)
    end = _end_of_block(text, begin, error, document.end)
    if end < document.end:
        rest = text[document.start : begin] + _BLANK.sub(" ", text[begin:end]) + text[end : document.end]
        if below := _manifest(rest, document.start):
            known += (violation for violation in _certain(below, validated) if violation.start >= end)
    return tuple(known)


def _manifest(text: str, start: int) -> Document | None:
    """A text from an offset on as a manifest; None: it is none, or cannot be read."""
    # of the same offsets as in the whole text
    read = composed("\n" * start + text)
    if read.violations or len(read.documents) != 1:
        return None
    root, index = read.documents[0].root, read.documents[0].index
    if not isinstance(root, yaml.MappingNode) or not identity(root).api_version or not identity(root).kind:
        return None
    return Document(root, start, start + len(text), index)


def _certain(part: Document, validated: Callable[[Document], Result]) -> Iterator[Violation]:
    for violation in validated(part).violations:
        if severity(violation) != "info" and _is_certain(violation):
            yield replace(violation, repair=None, path=_path(violation, part.root))


def _is_certain(violation: Violation) -> bool:
    return violation.rule in _OF_HEAD or (violation.rule.family == "fields" and violation.rule not in _ABSENT)


def _path(violation: Violation, root: yaml.Node | None) -> str | None:
    if violation.path is not None or violation.rule in _OF_HEAD:
        return violation.path
    return path_at(root, violation.start, violation.end)


def _block_around(text: str, first: int, error: int, *, whole_lists: bool = False) -> int:
    """The offset of the line above that the line with an error is below: the last with a smaller indentation.

    For a field at the margin, the one above it. `whole_lists`: the first line of no item, but of its list.
    """
    line = line_start(text, error)
    limit = max(_width(text, line), 1)
    while line > first:
        line = line_above(text, line)
        written = text[line : line_end(text, line)].strip()
        if written and not written.startswith("#") and (width := _width(text, line)) < limit:
            is_item = written.startswith("- ")
            if not is_item or (width and not whole_lists):
                return line
            limit = width + 1  # the key of a list may stand in its column
    return first


def _end_of_block(text: str, begin: int, error: int, end: int) -> int:
    """The offset of the first line below an error that is no part of the block that begins at an offset."""
    width = _width(text, begin)
    line = line_below(text, error, end)
    while line < end:
        written = text[line : line_end(text, line)].strip()
        if written and written[0] not in "#-]}" and _width(text, line) <= width:
            break
        line = line_below(text, line, end)
    return line


def _width(text: str, line: int) -> int:
    end = line
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    return len(text[line:end].expandtabs(_TAB))
