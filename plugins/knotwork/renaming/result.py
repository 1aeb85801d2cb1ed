"""What a renaming changes, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knotwork.model.diagnostics import Location
from knotwork.model.names import NotePath


class Refused(Exception):
    """The names cannot be changed; the sentence says why."""

    def __init__(self, sentence: str, places: tuple[Location, ...] = ()) -> None:
        super().__init__(sentence)
        self.places = places
        """Where in the notes the reason stands."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """The changes that belong together: all are made, or none."""

    before: Mapping[NotePath, str] = field(default_factory=dict)
    """The files whose text changes, by the paths they had, as they are."""
    after: Mapping[NotePath, str] = field(default_factory=dict)
    """The same as they become."""
    links: int = 0
    """How many links are written in another way."""
    repaired: int = 0
    """How many links led nowhere and now lead somewhere."""
