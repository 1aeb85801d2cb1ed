"""`knotwork check` beside lychee, which looks at links only, on notes with ordinary Markdown links."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from experiment import OURS, PYTHON, Experiment, change, forget_caches
from processes import Failed, Sample, measured

from vaults import nested_path, relative_link, write_vault


def checks(work: Path, notes: int, *, timeout: float = 3_600, rounds: int | None = None) -> Experiment:
    """A vault of that many notes, checked by lychee and in three ways by knotwork."""
    root = work / f"check-{notes}"

    def prepare() -> None:
        write_vault(root / "docs", notes, nested_path, relative_link(notes))
        (root / "mkdocs.yml").write_text(OURS, "utf-8")
        forget_caches(root)

    def lychee() -> Sample:
        program = shutil.which("lychee")
        if program is None:
            raise Failed("lychee is not installed: pip install 'knotwork[bench]'")
        command = [program, "--offline", "--no-progress", "docs"]
        return measured(command, cwd=root, timeout=timeout)

    def check() -> Sample:
        command = [PYTHON, "-m", "knotwork", "check", "--output-format", "concise", "--fail-on", "never"]
        return measured(command, cwd=root, timeout=timeout)

    def cold() -> Sample:
        forget_caches(root)
        return check()

    def unchanged() -> Sample:
        _keep(root, check)
        return check()

    def one_change() -> Sample:
        _keep(root, check)
        change(root / "docs" / nested_path(notes // 2, notes))
        return check()

    sides = {"lychee": lychee, "cold": cold, "unchanged": unchanged, "one change": one_change}
    return Experiment(root.name, sides, prepare, rounds)


def _keep(root: Path, check: Callable[[], Sample]) -> None:
    """Check once without measuring, where no check has kept anything."""
    if not (root / ".cache").exists():
        check()
