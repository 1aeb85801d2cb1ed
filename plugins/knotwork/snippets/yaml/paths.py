"""Paths in a manifest as people write them: `spec.containers[0].image`."""

from __future__ import annotations

from typing import TypeAlias

from knotwork.model.patterns import lazy_regex

Path: TypeAlias = "tuple[Path, str | int] | None"
"""The path of the parent, and the field or index in it; None: the whole document."""
_PLAIN = lazy_regex(r"[\w$-]+(?:\[\])?")


def steps(path: Path) -> list[str | int]:
    """The fields and indexes, the outermost first."""
    parts: list[str | int] = []
    while path is not None:
        path, step = path
        parts.append(step)
    return parts[::-1]


def shown(path: Path) -> str:
    """The path for people; empty for the whole document."""
    return written(steps(path))


def written(parts: list[str | int]) -> str:
    """Fields and indexes for people; a field with other characters than `-`, `_` and `$` is in brackets."""
    out = []
    for part in parts:
        if isinstance(part, int):
            out.append(f"[{part}]")
        else:
            out.append(f".{part}" if _PLAIN.fullmatch(part) else f"[{part}]")
    return "".join(out).removeprefix(".")
