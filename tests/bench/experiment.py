"""An experiment: several programs do the same work in alternation."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from processes import Sample

PYTHON = Path(sys.executable)

PLAIN = """\
site_name: Bench
docs_dir: docs
theme: {name: material, font: false, features: [navigation.prune]}
plugins: [search]
"""
OURS = PLAIN.replace("[search]", "[search, knotwork]")


@dataclass(frozen=True)
class Experiment:
    """Sides of a comparison. Each is measured once a round, one after the other."""

    name: str
    """It and the names of the sides are the keys of the results."""
    sides: Mapping[str, Callable[[], Sample]]
    prepare: Callable[[], object]
    """Called before the first side that is to be measured."""
    rounds: int | None = None
    """When it is another number than for the others."""


_SETTLED = 3.0
"""Seconds after which a cache trusts what the file system says about a file."""


def forget_caches(folder: Path) -> None:
    """Remove what earlier builds and checks in a folder have kept, some seconds after its last change."""
    time.sleep(_SETTLED)
    for kept in (folder / ".cache", folder / "docs" / ".cache"):
        shutil.rmtree(kept, ignore_errors=True)


def change(file: Path) -> None:
    """Write a sentence with a link at the end of a note; when it stands there, remove it."""
    sentence = "\nOne sentence more, with a link to [[note-00001]].\n"
    text = file.read_text("utf-8")
    new = text.removesuffix(sentence) if text.endswith(sentence) else text + sentence
    file.write_text(new, "utf-8")
