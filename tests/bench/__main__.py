"""Measures knotwork beside plain Material, lychee and others, and compares the ratios with the goals.

    python tests/bench              all rows (an hour and more), then the table of the handbook is written
    python tests/bench --quick      small vaults, one round: whether everything runs
    python tests/bench --check      exit code 1 when a goal is missed, or a row was not measured
    python tests/bench --only build-1000 --only one-note

The sides of a comparison run in turn, and a row is the median of the ratios of its rounds. Every sample is
written to `.cache/bench/results.json` when it is made: a run that was interrupted goes on where it ended, and
starts anew when the code has changed. Nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from builds import builds, hooked_builds
from checks import checks
from experiment import Experiment
from goals import hook_sizes, rows
from manifests import many_manifests, one_manifest
from one_note import one_note
from processes import Failed
from results import Results
from serving import serving
from table import table, write_handbook

_FULL, _QUICK = (1_000, 10_000, 100_000), (100, 200, 400)
"""The sizes of the vaults."""
_CACHE = Path(__file__).parents[2] / ".cache" / "bench"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is not measured yet, print the table, and return the exit code."""
    options = _options(arguments)
    sizes = _QUICK if options.quick else _FULL
    work = options.work / ("quick" if options.quick else "full")
    experiments = _experiments(work, *sizes)
    if unknown := [name for name in options.only if name not in experiments]:
        print(f"there is no experiment {', '.join(unknown)}; there are {', '.join(experiments)}")
        return 2
    results = Results(work / "results.json")
    _print_load()
    start = time.perf_counter()
    for name, made in experiments.items():
        if not options.only or name in options.only:
            _run(made(), results, 1 if options.quick else options.rounds, start)
    plan = rows(*sizes)
    text = table(plan, results)
    print(f"\n{text}\n{results.file}")
    is_complete = all(row.value(results) is not None for row in plan)
    if is_complete and not options.quick:
        write_handbook(text)
    missed = [row for row in plan if row.goal is not None and not row.is_reached(results)]
    for row in missed if options.check else ():
        print(f"missed or not measured: {row.work}")
    return int(options.check and bool(missed or results.failures))


def _experiments(work: Path, small: int, large: int, huge: int) -> Mapping[str, Callable[[], Experiment]]:
    """How each experiment is made, by its name."""
    return {
        f"build-{small}": lambda: builds(work, small),
        f"check-{small}": lambda: checks(work, small),
        f"serve-{small}": lambda: serving(work, small, plain=True),
        f"build-flat-{small}": lambda: builds(work, small, nested=False),
        **{f"hook-{size}": (lambda size=size: hooked_builds(work, size)) for size in hook_sizes(small)},
        f"check-{large}": lambda: checks(work, large),
        f"serve-{large}": lambda: serving(work, large, plain=False),
        f"build-{large}": lambda: builds(work, large),
        f"check-{huge}": lambda: checks(work, huge, rounds=1),
        # last: they load knotwork here, and a child's memory is at least that of the process which starts it
        "one-note": one_note,
        "one-manifest": one_manifest,
        "many-manifests": lambda: many_manifests(small),
    }


def _run(experiment: Experiment, results: Results, rounds: int, start: float) -> None:
    rounds = experiment.rounds or rounds
    missing = [
        (number, side)
        for number in range(rounds)
        for side in experiment.sides
        if len(results.of(experiment.name, side)) <= number
    ]
    if not missing:
        return
    _progress(start, f"{experiment.name}: preparing")
    experiment.prepare()
    failed: set[str] = set()
    for number, side in missing:
        if side in failed:
            continue
        try:
            sample = experiment.sides[side]()
        except Failed as error:
            failed.add(side)
            results.fail(experiment.name, side, str(error))
            _progress(start, f"{experiment.name}, {side}: failed: {error}")
            continue
        results.add(experiment.name, side, sample)
        if rounds <= 5:
            memory = f", {sample.memory:,.0f} MB" if sample.memory else ""
            _progress(
                start,
                f"{experiment.name}, {side}, round {number + 1} of {rounds}: "
                f"processor {sample.cpu:.3f} s, clock {sample.wall:.3f} s{memory}",
            )


def _progress(start: float, sentence: str) -> None:
    print(f"[{(time.perf_counter() - start) / 60:5.1f} min] {sentence}", flush=True)


def _print_load() -> None:
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > processors / 2:
        print(f"warning: other programs use this machine (load {load:.1f} on {processors} processors)")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python tests/bench", description="Measure, and compare with the goals.")
    parser.add_argument("--quick", action="store_true", help="small vaults, one round")
    parser.add_argument("--check", action="store_true", help="exit code 1 when a goal is missed")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only this experiment")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side is measured (3)")
    parser.add_argument("--work", type=Path, default=_CACHE, help="the folder of vaults and results")
    options = parser.parse_args(arguments)
    if options.quick and options.check:
        parser.error("the goals are for vaults of full size: leave out --quick or --check")
    options.work = options.work.resolve()
    return options


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what it has started is ended with it
    sys.exit(main())
