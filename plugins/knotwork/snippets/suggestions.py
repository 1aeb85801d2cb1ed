"""What someone may have meant, and the repair that writes it."""

from __future__ import annotations

from collections.abc import Collection

import yaml

from knotwork.nearest import nearest_texts
from knotwork.snippets.violation import Repair


def meant(written: str, known: Collection[str]) -> str | None:
    """The one known text that was surely meant; None when there is none, or more than one."""
    folded = written.lower()
    same = [each for each in known if each.lower() == folded]
    near = same or list(nearest_texts(written, sorted(known)))
    return near[0] if len(near) == 1 else None


def did_you_mean(written: str, known: Collection[str]) -> str:
    """The end of a phrase about an unknown text; empty when no known one is near."""
    near = meant(written, known) or next(iter(nearest_texts(written, sorted(known))), None)
    return f': did you mean "{near}"?' if near else ""


def written_instead(node: yaml.Node, new: str, *, safe: bool) -> Repair | None:
    """The repair that writes another text in a scalar's place, in the quotes it has."""
    quote = getattr(node, "style", None) or ""
    if quote not in ("", "'", '"') or "\\" in new or "'" in new or '"' in new:
        return None
    start, end = node.start_mark.index, node.end_mark.index
    return Repair(f"Write `{new}`", safe, ((start, end, f"{quote}{new}{quote}"),))


def any_of(words: Collection[str], last: str = "or") -> str:
    """Words for people: `a, b or c`."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final
