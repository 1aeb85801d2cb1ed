"""A block whose indentation is lost: all its lines begin in one column, as after a copy from a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_HEAD = lazy_regex(r"^(?P<indent>[ ]*)(?:apiVersion|kind):[ \t]+\S", re.MULTILINE)
_WRITTEN = lazy_regex(r"^(?P<indent>[ \t]*)(?P<content>[^\s#-][^\n]*|-[ ]\S[^\n]*)$", re.MULTILINE)
_KIND = lazy_regex(r"kind:[ \t]")
_EMPTY = lazy_regex(r"[\w./-]+:[ \t]*(?:#.*)?")
_CHILD = lazy_regex(r"(?!(?:apiVersion|kind|metadata|spec|status):)[\w./\"'-]+:(?:[ \t]|$)")
"""A field that does not stand beside the kind."""
_KEY_OR_ITEM = lazy_regex(r"(?P<dashes>(?:-[ ]+)*)[\w./\"'-]+:(?:[ \t]|$)")
_OF_COLUMNS = ("indentation", "indented", "a list item is expected")
"""What an error of YAML speaks of that lost indentation may cause."""
_FEWEST = 2
"""So many fields with nothing below them are no slip of a line."""
_HELP = (
    "Indent what belongs below a field by 2 spaces more than it. "
    "Indentation gets lost where a text is copied from a page or a PDF."
)


def as_lost_indentation(violations: Sequence[Violation], text: str, start: int, end: int) -> list[Violation]:
    """The violations of a document; one for all of them where its indentation is lost.

    The document stands between two offsets of the text, which are those of the violations.
    """
    errors = [violation for violation in violations if is_error(violation)]
    if not errors:
        return [*violations]
    broken = any(violation.rule is YAML_SYNTAX for violation in errors)
    message = "the indentation of this manifest is lost: all its lines begin in one column"
    at = _first_child(text, start, end)
    if at is None and broken and any(word in errors[0].message for word in _OF_COLUMNS):
        message = "the indentation of this block is lost: all its lines begin in one column"
        at = _first_of_block(text, start, end)
    if at is None:
        return [*violations]
    if broken:
        message = f"not valid YAML: {message}"
    rule = YAML_SYNTAX if broken else UNKNOWN_FIELD
    lost = Violation(rule, at[0], at[1], message, _HELP, severity=errors[0].severity)
    others = (violation for violation in violations if not is_error(violation))
    return [lost, *(replace(other, otherwise=()) for other in others if other.rule is not rule)]


def _first_child(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The key of the first field that belongs below the one above it; None: lines are indented."""
    head = _HEAD.search(text, start, end)
    if head is None:
        return None
    first: tuple[int, int] | None = None
    empty, count, kinds = False, 0, 0
    for line in _WRITTEN.finditer(text, start, end):
        if line["indent"] != head["indent"]:
            return None
        field = _CHILD.match(line["content"])
        if field is None and (field := _KIND.match(line["content"])) is not None:
            kinds += 1
            field = field if kinds > 1 else None  # `roleRef:`, and its kind below
        if empty and field is not None:
            count += 1
            at = line.start("content")
            first = first or (at, at + len(field[0].rstrip(" \t:")))
        empty = _EMPTY.fullmatch(line["content"]) is not None
    return first if count >= _FEWEST else None


def _first_of_block(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The same in a block without a manifest's head, where the first line may begin further left."""
    first: tuple[int, int] | None = None
    column, count, above = -1, 0, ""
    for number, line in enumerate(_WRITTEN.finditer(text, start, end)):
        content, indent = line["content"], len(line["indent"])
        if column not in (-1, indent) and (number > 1 or indent < column):
            return None
        column = indent
        key = _KEY_OR_ITEM.match(content)
        if key is None and not content.startswith("- "):
            return None
        opened = _KEY_OR_ITEM.match(above) if number and _EMPTY.fullmatch(above.lstrip("- ")) else None
        if opened is not None and (opened["dashes"] or not content.startswith("- ")) and key is not None:
            count += 1
            at = line.start("content") + len(key["dashes"])
            first = first or (at, at + len(key[0].rstrip(" \t:")) - len(key["dashes"]))
        above = content
    return first if count >= _FEWEST else None
