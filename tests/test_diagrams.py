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


@pytest.mark.parametrize(
    "source",
    [
        "a[<img alt='>' src='//away.invalid/a'>]",
        "a[<img a' alt='>' src='//away.invalid/a'>]",
        'a[<image x alt=">" href="https://away.invalid/a">]',
        "a[<img alt=#quot;>#quot; src=#quot;//away.invalid/a#quot;>]",
        "a[<im%%{init: {}}%%g src='/%%{init: {}}%%/away.invalid/a'>]",
        "a[<img src='/\n%% comment\n/away.invalid/a'>]",
        "a[<img src='ht\ntps:away.invalid/a'>]",
        "a[<tr background='//away.invalid/a'>]",
        "style a background:image-set('a)' 9x, '//away.invalid/a' 1x)",
        "style a background:image-set(url(a.png) 9x\\, '//away.invalid/a' 1x)",
        "style a --x:'//away.invalid/a'\nstyle a background:image-set(var(--x) 1x)",
        '%%{init: {"themeCSS": "a{fill:u\\u005c72l(//away.invalid/a)}"}}%%',
        "a[" + "<img src='a.png'>" * 51 + "] --> b[https://away.invalid]",
    ],
)
def test_an_address_is_found_behind_whatever_seems_to_end_its_element_or_style(source: str) -> None:
    assert loads_elsewhere(source)


@pytest.mark.parametrize(
    "source",
    [
        "a[<img alt='a > b' src='a.png'>] --> b[https://away.invalid]",
        "a[" + "<img src='a.png'>" * 50 + "] --> b[https://away.invalid]",
        "a[get url(x)]\nclick a 'https://away.invalid'",
        "%%{init: {}}%%\ngraph LR\n%% see https://away.invalid\na --> b[<br>]",
    ],
)
def test_addresses_that_stand_apart_from_them_are_only_links(source: str) -> None:
    assert not loads_elsewhere(source)
