"""Builds: plain Material, and knotwork with nothing kept, with nothing changed, with one note changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from experiment import OURS, PLAIN, PYTHON, Experiment, change, forget_caches
from processes import Sample, measured

from vaults import flat_path, nested_path, write_vault

_HOOK = """\
def on_page_markdown(markdown, page, config, files):
    return f"{markdown}\\n\\nSee [[note-00000]] and #topic1.\\n"
"""


def builds(work: Path, notes: int, *, nested: bool = True, timeout: float = 3_600) -> Experiment:
    """A vault of that many notes, built in four ways; nested in folders, or all notes in one folder."""
    name = f"build-{notes}" if nested else f"build-flat-{notes}"
    root = work / name
    path = nested_path if nested else flat_path

    def prepare() -> None:
        write_vault(root / "docs", notes, path)
        (root / "plain.yml").write_text(PLAIN, "utf-8")
        (root / "mkdocs.yml").write_text(OURS, "utf-8")
        forget_caches(root)

    def plain() -> Sample:
        return _build(root, "plain.yml", timeout)

    def cold() -> Sample:
        forget_caches(root)
        return _build(root, "mkdocs.yml", timeout)

    def unchanged() -> Sample:
        _keep(root, timeout)
        return _build(root, "mkdocs.yml", timeout, anew=False)

    def one_change() -> Sample:
        _keep(root, timeout)
        change(root / "docs" / path(notes // 2, notes))
        return _build(root, "mkdocs.yml", timeout, anew=False)

    sides: dict[str, Callable[[], Sample]] = {"plain": plain, "cold": cold}
    if nested:
        sides |= {"unchanged": unchanged, "one change": one_change}
    return Experiment(name, sides, prepare)


def hooked_builds(work: Path, notes: int, *, timeout: float = 1_800) -> Experiment:
    """A vault built with and without a hook that adds a sentence to every note."""
    root = work / f"hook-{notes}"

    def prepare() -> None:
        write_vault(root / "docs", notes, nested_path)
        (root / "hook.py").write_text(_HOOK, "utf-8")
        (root / "mkdocs.yml").write_text(OURS, "utf-8")
        (root / "hooked.yml").write_text(f"{OURS}hooks: [hook.py]\n", "utf-8")

    def built(config: str) -> Callable[[], Sample]:
        def run() -> Sample:
            forget_caches(root)
            return _build(root, config, timeout)

        return run

    return Experiment(root.name, {"without": built("mkdocs.yml"), "hook": built("hooked.yml")}, prepare)


def _keep(root: Path, timeout: float) -> None:
    """Build without measuring, so that the site is there and all of it is kept."""
    _build(root, "mkdocs.yml", timeout, anew=False)


def _build(root: Path, config: str, timeout: float, *, anew: bool = True) -> Sample:
    """One build; `anew` without the site of the build before."""
    site = root / "site"
    if anew:
        shutil.rmtree(site, ignore_errors=True)
    command: Sequence[str | Path] = [PYTHON, "-m", "mkdocs", "build", "-q", "-f", config, "-d", site]
    sample = measured(command, cwd=root, timeout=timeout)
    return replace(sample, size=sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) / 1e6)
