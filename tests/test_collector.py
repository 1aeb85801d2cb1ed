"""The cyclic collector is as it was after a build, whatever happened in it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from knotwork.cli.main import main
from knotwork.mkdocs_plugin.collector import Collector


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_it_runs_less_often_during_a_build() -> None:
    before, collector = gc.get_threshold(), Collector()
    collector.begin()
    collector.freeze()

    assert gc.get_threshold()[0] > before[0]
    assert gc.get_freeze_count() > 0
    collector.end()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_a_build_after_one_that_failed_remembers_what_was_before_both() -> None:
    before, collector = gc.get_threshold(), Collector()
    collector.begin()
    collector.begin()
    collector.end()

    assert gc.get_threshold() == before


@pytest.mark.parametrize("threshold", [(0, 0, 0), (100_000, 7, 7)])
def test_a_collector_that_is_off_or_rare_stays_as_it_is(threshold: tuple[int, int, int]) -> None:
    gc.set_threshold(*threshold)
    collector = Collector()
    collector.begin()
    collector.freeze()

    assert gc.get_threshold() == threshold
    assert gc.get_freeze_count() == 0


def test_what_another_program_has_frozen_stays_frozen() -> None:
    gc.freeze()
    collector = Collector()
    collector.begin()
    collector.freeze()
    collector.end()

    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize("objects", [700, 49_999, 50_000, 200_000])
def test_a_command_gives_the_collector_back(objects: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    gc.set_threshold(objects, 10, 10)
    monkeypatch.setattr(main, "invoke", lambda ctx: seen.append(gc.get_threshold()[0]))
    CliRunner().invoke(main, ["rules"])

    assert seen == [max(objects, 50_000)]
    assert gc.get_threshold() == (objects, 10, 10)
