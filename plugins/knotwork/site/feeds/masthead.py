"""What stands above the lists of a site's notes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Masthead:
    """A site as its owner names it in `mkdocs.yml`, as plain text."""

    name: str = "Notes"
    description: str = ""
    url: str = ""
    """Where it will be published, with a slash at its end; empty: nobody says."""
