"""Which diagrams would ask another host, up to which length, and how far an address may stand apart."""

from __future__ import annotations

import pytest

from knotwork.syntax.diagram import LONGEST, loads_elsewhere

LOADS = "style a fill:url(https://away.invalid/a)\n"


def test_a_diagram_that_mermaid_refuses_to_draw_loads_nothing() -> None:
    fits = LOADS + "%" * (LONGEST - len(LOADS))

    assert loads_elsewhere(fits)
    assert not loads_elsewhere(fits + "%")


@pytest.mark.parametrize("gap", [0, 1, 5_000])
def test_an_address_is_found_however_far_behind_its_opening(gap: int) -> None:
    blank = " " * gap

    assert loads_elsewhere(f"a[<img {blank} src='//away.invalid/a'>]")
    assert loads_elsewhere(f"style a fill:url({blank}https://away.invalid/a)")
    assert not loads_elsewhere(f"a[<img {blank} src='a.png'>] --> b[https://away.invalid]")
