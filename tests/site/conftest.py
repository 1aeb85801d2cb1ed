"""Sites that many tests look at are built once a run, whatever the number of workers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from filelock import FileLock
from sample_vaults import WRITTEN
from site_builds import PROJECT, Build, built_site, command_result, knotwork_site, source_of


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A browser, one for each worker."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Build]:
    """The site of a vault by name: `notes` (the project's own), one in `tests/vaults`, or one of those
    that are written in `sample_vaults.py`.
    """
    base = tmp_path_factory.getbasetemp()
    folder = base.parent / "sites" if "PYTEST_XDIST_WORKER" in os.environ else base / "sites"
    folder.mkdir(exist_ok=True)

    @cache
    def site(name: str) -> Build:
        target, record = folder / name, folder / f"{name}.json"
        with FileLock(folder / f"{name}.lock"):
            if not record.exists():
                built = _built(name, target)
                record.write_text(json.dumps([built.code, built.output, str(built.site)]), "utf-8")
        code, output, where = json.loads(record.read_text("utf-8"))
        assert code == 0, output
        return Build(code, output, Path(where))

    return site


def _built(name: str, target: Path) -> Build:
    if name == "notes":
        return command_result(PROJECT, "mkdocs", "build", "--site-dir", str(target), site=target)
    if name in WRITTEN:
        return built_site(target, *WRITTEN[name])
    return knotwork_site(source_of(name), target)
