"""The text of a file of a vault, for showing an excerpt of it."""

from __future__ import annotations

from pathlib import Path

from knotwork.model.names import NotePath

_MAX_EXCERPT_BYTES = 50_000_000
"""Of a larger file no excerpt is shown."""


def source_text(root: Path, path: NotePath) -> str | None:
    """The text of a note for showing an excerpt of it; None when it is gone or no file of the vault."""
    file = root / path
    try:
        if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
            return None
        if file.stat().st_size > _MAX_EXCERPT_BYTES:
            return None
        return file.read_bytes().decode("utf-8", "replace")
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return None
