"""What someone may have meant, and the repair that writes it."""

from __future__ import annotations

from collections.abc import Collection

import yaml

from knotwork.model.equivalences import Equivalence, only_equivalent
from knotwork.model.nearest import nearest_names
from knotwork.snippets.violation import Repair


def meant(written: str, known: Collection[str]) -> str | None:
    """The one known text that was probably meant; None when there is none, or more than one."""
    same = only_equivalent(written, known)
    near = [same[0]] if same else list(nearest_names(written, sorted(known)))
    return near[0] if len(near) == 1 else None


def respelt(node: yaml.Node, written: str, known: Collection[str]) -> Repair | None:
    """The repair that writes the known text that was meant; safe when it is the same name."""
    best = meant(written, known)
    return written_instead(node, best, only_by(written, best, known)) if best else None


def only_by(written: str, best: str, known: Collection[str]) -> tuple[Equivalence, ...]:
    """What a text and a known one differ in; empty when the text may mean another as well."""
    same = only_equivalent(written, known)
    return same[1] if same and same[0] == best else ()


def did_you_mean(written: str, known: Collection[str]) -> str:
    """The end of a phrase about an unknown text; empty when no known one is near."""
    near = meant(written, known) or next(iter(nearest_names(written, sorted(known))), None)
    return perhaps(near)


def perhaps(meant: str | None) -> str:
    """The end of a phrase about a text that may stand for another; empty without one."""
    return f': did you mean "{meant}"?' if meant else ""


def written_instead(node: yaml.Node, new: str, by: tuple[Equivalence, ...] = ()) -> Repair | None:
    """The repair that writes another text in a scalar's place, in the quotes it has."""
    quote = getattr(node, "style", None) or ""
    if quote not in ("", "'", '"') or "\\" in new or "'" in new or '"' in new:
        return None
    start, end = node.start_mark.index, node.end_mark.index
    return Repair(f"Write `{new}`", by, ((start, end, f"{quote}{new}{quote}"),))


def any_of(words: Collection[str], last: str = "or") -> str:
    """Words for people: `a, b or c`."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final
