"""Parts of a text replaced by others, most often as long: offsets stay the same."""

from __future__ import annotations

from collections.abc import Iterable


def with_masks(text: str, masks: Iterable[tuple[int, int, str]]) -> str:
    """A text with other parts: the offsets of each, in their order, and what stands there now."""
    parts, done = [], 0
    for start, end, mask in masks:
        parts += [text[done:start], mask]
        done = end
    return "".join((*parts, text[done:]))
