"""Material of others, beside the project and no part of it: `.ci/run` runs these tests if it is there."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parents[3] / "shared"

MANIFESTS = _FOLDER / "manifests"
"""1,048 public manifests, and in `manifest.json` the verdict that each must get."""
VAULTS = _FOLDER / "vaults"
"""Public vaults, a folder each, and in `expected.json` links and tags of them, checked by hand."""
PODS = _FOLDER / "seed"
"""A vault of one note, as its author wrote it."""
