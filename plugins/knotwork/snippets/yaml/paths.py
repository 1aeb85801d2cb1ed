"""Places in a manifest as people write them: `spec.containers[0].image`."""

from __future__ import annotations

from typing import TypeAlias

Path: TypeAlias = "tuple[Path, str | int] | None"
"""The path of what is around, and the field or the index below it; None: the whole document."""


def steps(path: Path) -> list[str | int]:
    """The fields and indexes from the document down."""
    found: list[str | int] = []
    while path is not None:
        path, step = path
        found.append(step)
    return found[::-1]


def shown(path: Path) -> str:
    """The path for people; empty for the whole document."""
    return written(steps(path))


def written(parts: list[str | int]) -> str:
    """Fields and indexes for people; a field with a dot in it stands in brackets."""
    out = []
    for part in parts:
        if isinstance(part, int):
            out.append(f"[{part}]")
        else:
            out.append(f"[{part}]" if "." in part or "/" in part else f".{part}")
    return "".join(out).removeprefix(".")
