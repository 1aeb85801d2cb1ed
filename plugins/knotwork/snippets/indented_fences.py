"""Fences that are indented more than their code: Markdown takes that indentation from the lines that have it.

So ` name: a` below `metadata:` stands beside it in a block whose fence is indented by one space.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from knotwork.model.note import Fence
from knotwork.snippets.fix_check import ViolationCounts
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Violation, is_error

_HELP = (
    "Begin the line of the fence where the code begins: it is indented more, and Markdown takes its"
    " indentation from each line of the code that has it."
)


def with_indented_fence(
    violations: Sequence[Violation],
    text: str,
    columns: Sequence[int],
    fewest: int,
    count: Callable[[str], ViolationCounts],
) -> list[Violation]:
    """The violations of a document; those that its fence's indentation makes as one, whose help says so.

    `text`: the document. `columns`: how many characters stand before each of its lines; `fewest`: at
    the least, before those of the block. `count`: the violations of another text for it.
    """
    if not any(map(is_error, violations)):
        return [*violations]
    lines = text.split("\n")
    written = [" " * (column - fewest) + line for column, line in zip(columns, lines, strict=False)]
    left = count("\n".join(written))
    if any(amount for (_, message), amount in left.items() if message.startswith("not valid YAML")):
        return [*violations]
    made = [fault for fault in violations if is_error(fault) and not left[fault.rule, fault.message]]
    if not made:
        return [*violations]
    related = tuple((fault.start, fault.end, THIS_TOO) for fault in made[1 : MOST_PLACES + 1])
    one = replace(made[0], help=_HELP, related=related, repair=None, otherwise=())
    return [
        one if fault is made[0] else fault for fault in violations if fault is made[0] or fault not in made
    ]


def uneven_column(fence: Fence) -> int | None:
    """How many characters stand before a line of the code at the least; None: as many before each."""
    lines = zip(fence.columns, fence.text.split("\n"), strict=False)
    columns = {column for column, line in lines if line.strip()}
    return min(columns) if len(columns) > 1 else None
