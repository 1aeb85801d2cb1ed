"""How the notes of a site are to be read."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from knotwork.model.heading_ids import UNICODE, HeadingIds


class Dialect(Struct, frozen=True, kw_only=True):
    """What the reader of a note needs to know about its site; notes read alike have equal dialects."""

    tag_style: Literal["strict", "lenient"] = "strict"
    """As the setting."""
    html: Literal["sanitize", "escape", "trust"] = "sanitize"
    """As the setting."""
    heading_ids: HeadingIds = UNICODE


DEFAULT = Dialect()
"""How a note is read where nothing is set."""
