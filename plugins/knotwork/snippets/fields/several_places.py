"""Advice about one field that may be right in several ways: under `limits` or `requests`, up or down.

Each of them is tried; those that are right are named together.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.fields.value_changes import UNDER
from knotwork.snippets.violation import Violation


def may_be_several(option: Violation, others: Sequence[Violation]) -> bool:
    """Whether another account of the same violation may be right, too. `others`: those after this one."""
    return option.among or option.change.startswith(UNDER) or bool(_below_and_above(option, others))


def of_several(options: Sequence[Violation]) -> Violation:
    """The account that names the fields of several, each of which would be right."""
    first, *others = options
    if not first.among and not first.change:
        below = "".join(f", or under {other.below}" for other in _below_and_above(first, others))
        return replace(first, message=f"{first.message}{below}", belongs="" if below else first.belongs)
    places = [option.below or option.change.removeprefix(UNDER) for option in options]
    item = ", begin it with `- `" if all(place.endswith("[]") for place in places) else ""
    names = any_of([f"`{place.removesuffix('[]')}:`" for place in places])
    if not first.below:
        return replace(first, help=f"Write the list under {names}.")
    message = f"{first.message.removesuffix(first.below)}{any_of(places)}"
    if not (first.help or "").startswith("Write "):
        return replace(first, message=message, help=f"Indent it below {names}.")
    parents = {place.rpartition(".")[0] for place in places}
    if len(parents) == 1 and (parent := parents.pop()):
        last = [f"`{place.rpartition('.')[2].removesuffix('[]')}:`" for place in places]
        names = f"{any_of(last)} under `{parent}:`"
    return replace(first, message=message, help=f"Write {names} above it{item}, and indent it deeper.")


def _below_and_above(option: Violation, others: Sequence[Violation]) -> list[Violation]:
    """The accounts that call a field one of a mapping beside it, where the first calls it one from above."""
    if not option.belongs or option.below:
        return []
    return [other for other in others if other.below and "." not in other.below and not other.among]
