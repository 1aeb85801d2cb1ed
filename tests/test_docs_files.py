"""Which files a build takes: ours once, and for the build that asked."""

from __future__ import annotations

from typing import Any

import pytest
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig

from knotwork.mkdocs_plugin.docs_files import take_files_from
from knotwork.site import addresses
from knotwork.vault import collisions


@pytest.fixture
def original(monkeypatch: pytest.MonkeyPatch) -> Any:
    def walk(config: MkDocsConfig) -> Any:
        return "MkDocs' own"

    monkeypatch.setattr(build, "get_files", walk)
    return walk


def ours(config: MkDocsConfig) -> Any:
    return "ours"


def test_the_build_that_asked_has_our_files_and_the_next_has_its_own(original: Any) -> None:
    config = MkDocsConfig()
    take_files_from(ours, config)

    assert build.get_files(config) == "ours"
    assert build.get_files is original


def test_a_build_that_ended_before_leaves_nothing_to_another(original: Any) -> None:
    take_files_from(ours, MkDocsConfig())

    assert build.get_files(MkDocsConfig()) == "MkDocs' own"
    assert build.get_files is original


def test_asking_twice_still_brings_back_what_was_there(original: Any) -> None:
    """One that another plugin put there, too."""
    config = MkDocsConfig()
    take_files_from(ours, MkDocsConfig())
    take_files_from(ours, config)

    assert build.get_files(config) == "ours"
    assert build.get_files is original


def test_no_file_of_the_vault_takes_the_place_of_a_generated_page() -> None:
    named = {value for value in vars(addresses).values() if isinstance(value, str) and value.endswith(".md")}

    assert len(named) > 5
    assert named == set(collisions._OWN_PAGES)
