"""The ids of content tabs where a site makes them of labels, as `slugify` of pymdownx.tabbed does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from knotwork.html.attributes import published_id
from knotwork.model.heading_ids import TabIds
from knotwork.model.names import unique_anchor


class TabLabel(NamedTuple):
    """A label, as it is read."""

    number: str
    """Of its set and of itself, such as `1_2`."""
    text: str
    heading: str
    """The id of the heading above; empty above the first."""


def named_tabs(labels: Collection[TabLabel], how: TabIds, taken: Collection[str]) -> Mapping[str, str]:
    """The id of each tab by its number; `taken` are all other ids of the note."""
    used = set(taken)
    named: dict[str, str] = {}
    for label in labels:
        name = published_id(how.of(label.text, label.heading), heading=True) or ""
        named[label.number] = unique_anchor(name, used)
        used.add(named[label.number])
    return named
