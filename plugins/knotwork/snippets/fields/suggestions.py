"""Suggestions for a misspelt text, and the repairs that write them."""

from __future__ import annotations

from collections.abc import Collection

import yaml

from knotwork.model.equivalences import Equivalence, only_equivalent
from knotwork.model.nearest import nearest_names
from knotwork.model.one_typo import is_one_typo
from knotwork.model.opposites import are_opposite, opposite
from knotwork.snippets.violation import Repair

_SHORT = 3


def meant(written: str, known: Collection[str]) -> str | None:
    """The known text that is probably meant; None when there is none, or more than one."""
    same = only_equivalent(written, known)
    near = [same[0]] if same else list(nearest_names(written, sorted(known)) or short_typos(written, known))
    return near[0] if len(near) == 1 else None


def short_typos(written: str, known: Collection[str]) -> list[str]:
    """The known texts of three letters that a text differs from by one slip: `evn` from `env`.

    So short a text is like few others by the share of its letters.
    """
    if len(written) != _SHORT:
        return []
    same_start = (name for name in known if len(name) == _SHORT and name[0].lower() == written[0].lower())
    return sorted(
        name for name in same_start if is_one_typo(written, name) and not are_opposite(written, name)
    )


def respelt(node: yaml.Node, written: str, known: Collection[str]) -> Repair | None:
    """The repair that writes the known text that is probably meant; safe when both are equivalent."""
    best = meant(written, known)
    return written_instead(node, best, only_by(written, best, known)) if best else None


def only_by(written: str, best: str, known: Collection[str]) -> tuple[Equivalence, ...]:
    """The differences between a text and a known one; empty when the text may also mean another."""
    same = only_equivalent(written, known)
    return same[1] if same and same[0] == best else ()


def did_you_mean(written: str, known: Collection[str]) -> str:
    """The end of a phrase about an unknown text; empty when no known one is similar."""
    return perhaps(nearest_known(written, known))


def nearest_known(written: str, known: Collection[str]) -> str | None:
    """The known text that may be meant; None when none is similar."""
    return meant(written, known) or next(iter(nearest_names(written, sorted(known))), None)


def perhaps(meant: str | None) -> str:
    """The end of a phrase with a suggestion; empty without one."""
    return f': did you mean "{meant}"?' if meant else ""


def says_opposite(written: str, known: Collection[str]) -> str:
    """A sentence about the known text that means the opposite; empty without one."""
    other = opposite(written, known)
    return f"`{other}` means the opposite." if other else ""


def written_instead(node: yaml.Node, new: str, by: tuple[Equivalence, ...] = ()) -> Repair | None:
    """The repair that replaces the text of a scalar and keeps its quotes."""
    quote = getattr(node, "style", None) or ""
    if quote not in ("", "'", '"') or "\\" in new or "'" in new or '"' in new:
        return None
    start, end = node.start_mark.index, node.end_mark.index
    return Repair(f"Write `{new}`", by, ((start, end, f"{quote}{new}{quote}"),))


def quoted_key(key: yaml.Node) -> Repair | None:
    """The repair that puts quotes around a plain key; None where more than its text stands there."""
    start, end = key.start_mark.index, key.end_mark.index
    if end - start != len(key.value):
        return None
    return Repair(f'Write `"{key.value}"`', (), ((start, end, f'"{key.value}"'),))


def any_of(words: Collection[str], last: str = "or") -> str:
    """A list of words for people: `a, b or c`; an empty one as its quotes."""
    *most, final = (word or '""' for word in words)
    return f"{', '.join(most)} {last} {final}" if most else final


def help_of_known(values: Collection[str], best: str | None) -> str:
    """The help for an unknown value. `best`: the known one that is meant; without one, none may fit."""
    return f"{'Write' if best else 'It can be'} {any_of(values)}."


def listed_already(name: str) -> str:
    """The help for an item that is meant as another one of its list."""
    return f"Remove it: `{name}` is listed already."
