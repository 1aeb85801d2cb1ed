"""The texts of files that a site's folder holds."""

from __future__ import annotations

from pathlib import Path

LARGEST = 1_000_000
"""Bytes of a file whose text is read."""


def text_below(folder: Path, path: str) -> str | None:
    """The text of a file in a folder; None when there is none, it lies elsewhere, or it is no usual text."""
    try:
        file = (folder / path).resolve(strict=True)
        if not file.is_relative_to(folder.resolve()) or file.stat().st_size > LARGEST:
            return None
        return file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None
