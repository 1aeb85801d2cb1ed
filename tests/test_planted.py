"""Faults that are planted in manifests are found where they are, and `check --fix` only mends them.

`python tests/planted` plants all of them; here are some of each kind.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from random import Random

import pytest
from blocks import blocks
from fixing import fix_faults
from places import PLACES
from planting import Outcome, Planted, all_planted, findings, outcome

SEED = 1


@cache
def outcomes() -> tuple[Outcome, ...]:
    kinds: dict[str, list[Planted]] = defaultdict(list)
    for planted in all_planted(SEED):
        kinds[planted.defect.kind].append(planted)
    random = Random(SEED)
    some = [each for mine in kinds.values() for each in random.sample(mine, min(3, len(mine)))]
    return tuple(map(outcome, some))


def test_nothing_is_found_in_what_they_are_planted_in() -> None:
    for block, place in zip(blocks(), PLACES * 2, strict=False):
        assert findings(place.note(block.text)) == ()


def test_thousands_can_be_planted_and_the_same_ones_again() -> None:
    planted = all_planted(SEED)

    assert len(planted) > 6_000
    assert len({(each.block.name, each.defect.text) for each in planted}) > 6_000
    assert [each.note for each in planted[::97]] == [each.note for each in all_planted(SEED)[::97]]
    assert [each.note for each in planted] != [each.note for each in all_planted(SEED + 1)]


@pytest.mark.parametrize(("what", "most"), [("found", 1), ("by_rule", 1), ("at_place", 2), ("suggested", 1)])
def test_of_a_hundred_at_most_one_or_two_are_missed(what: str, most: int) -> None:
    asked = [each for each in outcomes() if getattr(each, what) is not None]
    missed = [each for each in asked if not getattr(each, what)]

    assert len(missed) * 100 <= most * len(asked), "\n".join(map(str, missed))


def test_a_fix_mends_what_was_planted_and_nothing_else() -> None:
    fixable = [
        each.planted
        for each in outcomes()
        if any(finding.fix is not None and finding.fix.safe for finding in each.findings)
    ]

    assert len(fixable) > 30
    assert [fault for planted in fixable for fault in fix_faults(planted)] == []
