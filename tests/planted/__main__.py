"""Plants some thousand faults in manifests, one at a time, and says how many are found, where, and as what.

    python tests/planted                    # the table, by kind
    python tests/planted --missed           # with every fault that was not found as it should be
    python tests/planted --fix              # also what `check --fix` does to each
    python tests/planted --kind value       # only kinds whose name begins so
    python tests/planted --seed 7           # other slips of the fingers

Exit code 1 when fewer than 99 in 100 are found, or 99 by the right rule, 98 at the right line and column, 99
with the right suggestion; or when a fix causes a finding, or changes another line.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence

from fixing import fix_faults
from planting import Outcome, all_planted, outcome

GOALS = {"found": 0.99, "rule": 0.99, "place": 0.98, "suggestion": 0.99}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a goal is missed."""
    options = _options(arguments)
    planted = [each for each in all_planted(options.seed) if each.defect.kind.startswith(options.kind)]
    if not planted:
        print(f"there is no kind whose name begins with {options.kind!r}")
        return 2
    outcomes = [outcome(each) for each in planted]
    _print_table(outcomes)
    missed = [
        each for each in outcomes if not (each.by_rule and each.at_place and each.suggested is not False)
    ]
    for each in missed if options.missed else ():
        print(each)
    failed = [f"{name}: {share:.2%}" for name, share in shares(outcomes).items() if share < GOALS[name]]
    if options.fix:
        for each in planted:
            failed += [*fix_faults(each)]
    print(*failed, sep="\n")
    return int(bool(failed))


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """How many of the faults were found, by the right rule, at the right place, with the right suggestion."""
    suggestions = [each.suggested for each in outcomes if each.suggested is not None]
    return {
        "found": sum(each.found for each in outcomes) / len(outcomes),
        "rule": sum(each.by_rule for each in outcomes) / len(outcomes),
        "place": sum(each.at_place for each in outcomes) / len(outcomes),
        "suggestion": sum(suggestions) / len(suggestions) if suggestions else 1.0,
    }


def _print_table(outcomes: Sequence[Outcome]) -> None:
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        kinds[each.planted.defect.kind].append(each)
    print(f"{'':44}{'planted':>8}{'found':>8}{'rule':>8}{'place':>8}{'offers':>8}{'others':>8}")
    for kind, mine in (*sorted(kinds.items()), ("all", list(outcomes))):
        part = shares(mine)
        # findings besides the one that was expected
        others = sum(len(each.findings) - each.at_place for each in mine)
        print(f"{kind:44}{len(mine):8}", *(f"{share:7.1%}" for share in part.values()), f"{others:7}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python tests/planted", description="Plant faults, and look for them.")
    parser.add_argument("--missed", action="store_true", help="print what was not found as it should be")
    parser.add_argument("--fix", action="store_true", help="fix each of them, and look again")
    parser.add_argument("--kind", default="", help="only kinds whose name begins so")
    parser.add_argument("--seed", type=int, default=1, help="of the slips (1)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
