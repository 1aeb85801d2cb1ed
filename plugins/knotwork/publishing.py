"""Which notes are published, and why the others are held back: decided from what a note says of itself."""

from __future__ import annotations

from typing import Literal

from knotwork.note import Note
from knotwork.settings import Settings

Reason = Literal[
    "publish", "draft", "property", "unclear", "front-matter", "encoding", "not-marked", "excluded"
]
"""Why a note is held back.

`publish`: it says `publish: false`. `draft`: it is a draft by `draft: true` or `draft_docs`. `property`:
another property of `unpublished_when`. `unclear`: such a property has a value that is neither yes nor no.
`front-matter`: its front matter cannot be read, or is not recognised as such. `encoding`: its first lines
cannot be decoded. `not-marked`: only notes with `publish: true` are published. `excluded`: the settings of
the site leave it out.
"""

_PUBLISH_NOT = (False, "false", "no")


def held_back(note: Note, settings: Settings) -> Reason | None:
    """Why a note is held back; None when it is published."""
    return "publish" if note.front_matter.get("publish") in _PUBLISH_NOT else None
