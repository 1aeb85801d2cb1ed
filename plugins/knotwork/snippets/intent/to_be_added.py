"""Comments that ask readers to add something: what is missing in the mapping they stand in is left out there.

spec:
  # add your selector here
  template: …
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.line_offsets import line_end, line_start
from knotwork.snippets.intent.absence_rules import OF_ALL_PARTS, OF_FIELDS
from knotwork.snippets.intent.wholeness import absent_path
from knotwork.snippets.reduced_parts import at_path, missing_path
from knotwork.snippets.violation import Violation, as_info, is_error
from knotwork.snippets.yaml.elisions import comments_to_add

_REQUESTED = "The comment asks for it: leave it to the readers, or add it."


def with_additions(violations: Sequence[Violation], root: yaml.Node | None, text: str) -> Sequence[Violation]:
    """The violations of a document in a note; as infos what a comment asks to add."""
    if "#" not in text or root is None or not any(is_error(own) and _is_absence(own) for own in violations):
        return violations
    start, end = root.start_mark.index, root.end_mark.index
    comments = [at for at in comments_to_add(text) if start <= at <= _end_of_lines(text, end)]
    if not comments:
        return violations
    return [
        replace(as_info(own), help=_REQUESTED, repair=None)
        if is_error(own) and _is_absence(own) and _is_requested(own, root, text, comments)
        else own
        for own in violations
    ]


def _is_absence(violation: Violation) -> bool:
    return violation.rule in OF_ALL_PARTS or bool(missing_path(violation))


def _is_requested(violation: Violation, root: yaml.Node, text: str, comments: Sequence[int]) -> bool:
    """Whether one of the comments stands in the mapping that lacks something."""
    if violation.rule not in OF_FIELDS and not missing_path(violation):
        return True  # what is named elsewhere may be what is added
    path = absent_path(violation) if violation.missing else missing_path(violation)
    parents = [at_path(root, path.rpartition(".")[0])] if path else [_mapping_at(root, violation.start)]
    if violation.together:
        parents = [root, at_path(root, "spec"), *parents]
    return any(_holds(parent, text, comments) for parent in parents)


def _mapping_at(root: yaml.Node, offset: int) -> yaml.Node:
    """The innermost mapping that a place is in."""
    node, innermost = root, root
    while isinstance(node, yaml.CollectionNode):
        parts = (
            [value for pair in node.value for value in pair]
            if isinstance(node, yaml.MappingNode)
            else node.value
        )
        innermost = node if isinstance(node, yaml.MappingNode) else innermost
        below = [part for part in parts if part.start_mark.index <= offset < part.end_mark.index]
        if not below:
            break
        node = below[-1]
    return innermost


def _holds(node: yaml.Node | None, text: str, comments: Sequence[int]) -> bool:
    """Whether one of the comments, in their order, is a line of a mapping, at its indentation."""
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return False
    column = _column(text, node.start_mark.index)
    first = bisect_left(comments, _start_of_comments(text, node.start_mark.index))
    last = bisect_right(comments, _end_of_lines(text, node.end_mark.index))
    return any(0 <= _column(text, comments[at]) - column <= 1 for at in range(first, last))


def _column(text: str, offset: int) -> int:
    return offset - line_start(text, offset)


def _start_of_comments(text: str, start: int) -> int:
    """Where the comments above the first field of a node begin."""
    at = line_start(text, start)
    while at > 0 and text[line_start(text, at - 1) : at].lstrip().startswith("#"):
        at = line_start(text, at - 1)
    return at


def _end_of_lines(text: str, end: int) -> int:
    """Where the empty lines and comments below a node end."""
    at = line_start(text, end)
    while at < len(text):
        line = text[at : line_end(text, at)]
        if line.strip() and not line.lstrip().startswith("#") and at >= end:
            break
        at = line_end(text, at) + 1
    return max(end, at)
