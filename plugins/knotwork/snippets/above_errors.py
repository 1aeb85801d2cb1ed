"""What stands above an error of YAML in a manifest is read all the same: a removed API, a field with a slip.

A parser has read these lines before it stops. What is missing there may stand below the error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.line_offsets import line_above, line_end, line_start
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
_TAB = 8
"""The width of a tab, as other programs show it."""


def part_above_error(violations: Sequence[Violation], document: Document, text: str) -> Document | None:
    """The fields of a manifest above the block with its first error; None: there is none, or no manifest.

    `violations`: those of its text.
    """
    errors = [
        violation.start
        for violation in violations
        if violation.rule is YAML_SYNTAX and severity(violation) == "error"
    ]
    if document.root is not None or not errors:
        return None
    end = _block_around(text, document.start, min(errors))
    if end <= document.start:
        return None
    # of the same offsets as in the whole text
    read = composed("\n" * document.start + text[document.start : end])
    if read.violations or len(read.documents) != 1:
        return None
    root, index = read.documents[0].root, read.documents[0].index
    if not isinstance(root, yaml.MappingNode) or not identity(root).api_version or not identity(root).kind:
        return None
    return Document(root, document.start, end, index)


def above_error(part: Document, validated: Callable[[Document], Result]) -> tuple[Violation, ...]:
    """The violations of the fields above an error that are certain, whatever stands below them."""
    return tuple(
        replace(violation, repair=None, path=_path(violation, part.root))
        for violation in validated(part).violations
        if severity(violation) != "info" and _is_certain(violation)
    )


def _is_certain(violation: Violation) -> bool:
    return violation.rule in _OF_HEAD or (violation.rule.family == "fields" and violation.rule not in _ABSENT)


def _path(violation: Violation, root: yaml.Node | None) -> str | None:
    if violation.path is not None or violation.rule in _OF_HEAD:
        return violation.path
    return path_at(root, violation.start, violation.end)


def _block_around(text: str, first: int, error: int) -> int:
    """The offset of the line above that the line with an error is below: the last with a smaller indentation.

    For a field at the margin, the one above it.
    """
    line = line_start(text, error)
    width = _width(text, line)
    while line > first:
        line = line_above(text, line)
        written = text[line : line_end(text, line)].strip()
        if written and not written.startswith("#") and (above := _width(text, line)) < max(width, 1):
            return line if above or not written.startswith("- ") else _block_around(text, first, line)
    return first


def _width(text: str, line: int) -> int:
    end = line
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    return len(text[line:end].expandtabs(_TAB))
