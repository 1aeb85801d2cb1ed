"""The bench in tests/bench: its rows name what is measured, and its table says which goals are reached."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parent / "bench"
SIZES = 5, 10, 15


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(BENCH))
    for file in BENCH.glob("*.py"):  # no other test's module of that name
        monkeypatch.delitem(sys.modules, file.stem, raising=False)
    return runpy.run_path(str(BENCH / "__main__.py"))


def test_every_row_compares_sides_of_an_experiment(bench: dict[str, Any], tmp_path: Path) -> None:
    experiments = {name: made() for name, made in bench["_experiments"](tmp_path, *SIZES).items()}

    for row in bench["rows"](*SIZES):
        sides = experiments[row.experiment].sides
        assert row.side in sides
        assert row.beside in ("", *sides)
    assert {row.experiment for row in bench["rows"](*SIZES)} == experiments.keys()
    assert [name for name, experiment in experiments.items() if experiment.name != name] == []


def test_a_ratio_is_the_median_of_the_rounds(bench: dict[str, Any], tmp_path: Path) -> None:
    results = bench["Results"](tmp_path / "results.json")
    sample = sys.modules["processes"].Sample
    for plain, cold in ((10, 5), (10, 6), (20, 30)):
        results.add("build-5", "plain", sample(cpu=plain, wall=plain))
        results.add("build-5", "cold", sample(cpu=2 * cold, wall=cold))
    row = next(row for row in bench["rows"](*SIZES) if (row.experiment, row.side) == ("build-5", "cold"))

    assert row.ratio(results, "wall") == 0.6
    assert row.is_reached(results)
    assert (
        "| build, 5 notes, nothing kept | Material 10 s | 6.0 s | 1.2 × | 0.60 × | ≤ 0.6 × clock | reached |"
        in bench["table"]([row], results)
    )
    results.add("build-5", "plain", sample(cpu=10, wall=10))
    results.add("build-5", "cold", sample(cpu=10, wall=9))
    assert not row.is_reached(results)


def test_a_run_that_was_interrupted_goes_on_where_it_ended(bench: dict[str, Any], tmp_path: Path) -> None:
    module = sys.modules["experiment"]
    results = bench["Results"](tmp_path / "results.json")
    runs: list[str] = []

    def side(name: str) -> Any:
        def run() -> Any:
            if len(runs) == 3:
                raise KeyboardInterrupt
            runs.append(name)
            return sys.modules["processes"].Sample(cpu=len(runs), wall=1)

        return run

    experiment = module.Experiment("some", {"a": side("a"), "b": side("b")}, lambda: None)
    with pytest.raises(KeyboardInterrupt):
        bench["_run"](experiment, results, 3, 0.0)
    runs.append("interrupted")
    again = bench["Results"](tmp_path / "results.json")
    bench["_run"](experiment, again, 3, 0.0)

    assert runs == ["a", "b", "a", "interrupted", "b", "a", "b"]
    assert [sample.cpu for sample in again.of("some", "a")] == [1, 3, 6]


def test_a_side_that_fails_leaves_the_others(bench: dict[str, Any], tmp_path: Path) -> None:
    processes, module = sys.modules["processes"], sys.modules["experiment"]
    results = bench["Results"](tmp_path / "results.json")

    def fails() -> Any:
        return processes.measured([sys.executable, "-c", "exit(3)"], cwd=tmp_path, timeout=20)

    experiment = module.Experiment("some", {"a": fails, "b": lambda: processes.Sample(1, 1)}, lambda: None)
    bench["_run"](experiment, results, 2, 0.0)

    assert "exit code 3" in results.failures["some/a"]
    assert len(results.of("some", "b")) == 2


def test_a_program_that_takes_too_long_is_ended(bench: dict[str, Any], tmp_path: Path) -> None:
    processes = sys.modules["processes"]

    with pytest.raises(processes.Failed, match="not done after"):
        processes.measured([sys.executable, "-c", "import time; time.sleep(60)"], cwd=tmp_path, timeout=0.5)
