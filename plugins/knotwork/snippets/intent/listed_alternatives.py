"""References that list all alternatives of a choice side by side: all sources of a volume, all handlers.

livenessProbe:
  httpGet: {port: 80}
  exec: {command: [check]}
  tcpSocket: {port: 80}      three of one choice are no slip; two may be one
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Violation, as_info, at_most_info, is_error

_SEVERAL = 3
"""So many alternatives of one choice, or so many choices with two, are a list of what there is."""
_MORE_THAN_ONE = "may not specify "
_MESSAGE = "alternatives are listed side by side, of which Kubernetes takes one each"
_HELP = "If it is a reference, say so: `{k8s=syntax}`. If not, keep one of each."


def with_listed_alternatives(violations: Sequence[Violation], root: yaml.Node | None) -> Sequence[Violation]:
    """The violations of a document in a note; of choices that list what there is, one info for all.

    What one of the alternatives lacks is an info, too.
    """
    of_choices = [own for own in violations if _is_of_choice(own)]
    listed = any(len(own.related) + 1 >= _SEVERAL for own in of_choices)
    if not listed and len({_choice(own) for own in of_choices}) < _SEVERAL:
        return violations
    first, *others = of_choices
    places = {start for own in of_choices for start in (own.start, *(place[0] for place in own.related))}
    within = [] if root is None else [*_spans(root, places)]
    related = [*first.related, *((own.start, own.end, THIS_TOO) for own in others)]
    one = replace(as_info(first), message=_MESSAGE, help=_HELP, related=tuple(related[:MOST_PLACES]))
    left_out = {id(own) for own in others}
    return [
        one if own is first else at_most_info(own) if _is_lacking(own, within) else own
        for own in violations
        if id(own) not in left_out
    ]


def _spans(root: yaml.Node, places: set[int]) -> Iterator[tuple[int, int]]:
    """Where the fields begin and end whose names are at some places."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
            continue
        for key, value in node.value:
            waiting.append(value)
            if key.start_mark.index in places:
                yield key.start_mark.index, value.end_mark.index


def _is_lacking(violation: Violation, within: Sequence[tuple[int, int]]) -> bool:
    """Whether it is of what one of some fields lacks."""
    if violation.rule is not MISSING_FIELD:
        return False
    return any(start <= violation.start < end for start, end in within)


def _is_of_choice(violation: Violation) -> bool:
    return violation.rule is ONE_OF and is_error(violation) and _MORE_THAN_ONE in violation.message


def _choice(violation: Violation) -> str:
    """What the choice is of: `handler`."""
    return violation.message.partition(_MORE_THAN_ONE)[2].partition(":")[0]
