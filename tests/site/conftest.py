"""Sites that many tests look at are built once a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from sample_vaults import WRITTEN
from site_builds import PROJECT, Build, built_site, command_result, knotwork_site, public


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser for the tests of one file."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Build]:
    """The site of a vault by name: `notes` (the project's own), `seed`, a public vault's, or one of
    those that are written in `vaults.py`.
    """

    @cache
    def site(name: str) -> Build:
        target = tmp_path_factory.mktemp("site") / name
        if name == "notes":
            return command_result(PROJECT, "mkdocs", "build", "--site-dir", str(target), site=target)
        if name in WRITTEN:
            done = built_site(target, *WRITTEN[name])
            assert done.code == 0, done.output
            return done
        return knotwork_site(source_of(name), target)

    return site


def source_of(name: str) -> Path:
    """The folder a vault's notes are in."""
    return PROJECT / "notes" if name == "notes" else public(name)
