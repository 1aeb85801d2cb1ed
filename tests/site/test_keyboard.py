"""A site without a mouse: Tab reaches all there is, one can see where one is, and Esc closes what opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from browser import chromium, served, watched
from sites import Built

pytestmark = pytest.mark.browser

MOST = 400
"""Stops on a page; more are a trap."""

STOP = """() => {
    const at = document.activeElement
    if (!at || at === document.body || at === document.documentElement) return null
    window.stops = window.stops || []
    if (!window.stops.includes(at)) window.stops.push(at)
    // a radio button of Material's is drawn as its label
    const drawn = at.type === "radio" ? document.querySelector(`label[for="${CSS.escape(at.id)}"]`) : at
    const box = drawn.getBoundingClientRect(), look = getComputedStyle(drawn)
    const shown = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
        && box.right > 0 && box.left < innerWidth && look.visibility === "visible" && look.opacity > 0
    const marked = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0
        || look.boxShadow !== "none" || at.matches("input:not([type=radio])") /* the caret shows it */
        || [...at.querySelectorAll("circle, text")].some(e => getComputedStyle(e).outlineStyle !== "none")
    return {
        number: window.stops.indexOf(at), shown, marked,
        name: `${at.tagName}.${at.getAttribute("class") || ""} ${at.textContent.trim().slice(0, 30)}`,
    }
}"""
"""The element that has the focus; None at the page's end."""

MISSED = """() => [...document.querySelectorAll(
    "article :is(a[href], button, input, select, summary, [tabindex='0'], a[*|href])"
)].filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({visibilityProperty: true})
    && each.getClientRects().length && !window.stops.includes(each)
    && !(each.type === "radio" && window.stops.some(stop => stop.name === each.name))
).map(each => each.outerHTML.slice(0, 160))"""
"""What could be reached, and was not; of a group of radio buttons, one is reached and arrows do the rest."""

ON_A_NOTE = (
    *("a.md-skip", ".kw-explorer-button", "input.md-search__input", "article p a", "article a.kw-missing"),
    *("article .kw-tag", "article .md-code__button", "article [data-kw-field]", "article a.kw-mark"),
    *("article .kw-findings a", "article a.kw-raw", "article .kw-linked-from a", ".kw-local-graph a"),
    *("article details.kw-mentions > summary", ".md-nav--secondary a", ".md-nav--primary a"),
)


@dataclass(frozen=True)
class Stop:
    """Where Tab leads to."""

    number: int
    name: str
    shown: bool
    marked: bool


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(site_of: Callable[[str], Built]) -> Iterator[str]:
    with served(site_of("every").site) as where:
        yield where


def walk(page: Any) -> list[Stop]:
    """All stops of the Tab key, from the first to the page's end, which must come."""
    stops: list[Stop] = []
    while len(stops) < MOST:
        page.keyboard.press("Tab")
        at = page.evaluate(STOP)
        if at is None or (stops and at["number"] == 0):
            return stops
        stops.append(Stop(**at))
    raise AssertionError(f"no way out after {[stop.name for stop in stops[-5:]]}")


@pytest.mark.parametrize("url", ["manifests/", "writing/writing/", "todo/", "graph/", "health/"])
def test_tab_reaches_everything_and_shows_where_it_is(browser: Any, address: str, url: str) -> None:
    with watched(browser, viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as seen:
        seen.page.goto(address + url, wait_until="networkidle")
        stops = walk(seen.page)

        assert len({stop.number for stop in stops}) == len(stops), "one comes back to where one was"
        assert [stop.name for stop in stops if not stop.shown] == []
        assert [stop.name for stop in stops if not stop.marked] == []
        assert seen.page.evaluate(MISSED) == []
        if url == "manifests/":
            reached = "selector => window.stops.some(each => each.matches(selector))"
            assert [each for each in ON_A_NOTE if not seen.page.evaluate(reached, each)] == []
            fields = "window.stops.filter(each => each.matches('[data-kw-field]')).length"
            assert seen.page.evaluate(fields) == 2, "a block of code is one stop"
    assert seen.troubles == []


def test_tab_goes_back_too(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "manifests/")
        seen.page.locator("[data-kw-field]").first.focus()
        for key in ("Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
            seen.page.keyboard.press(key)

        assert seen.page.evaluate("document.activeElement === document.querySelector('[data-kw-field]')")


def test_the_first_stop_skips_to_the_text(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "manifests/")
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Tab")

        assert seen.page.evaluate("document.activeElement.closest('article') !== null")


def test_arrows_walk_the_keys_of_a_manifest_and_esc_closes_what_is_said_of_them(
    browser: Any, address: str
) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "manifests/")
        seen.page.locator("[data-kw-field]").first.focus()
        seen.page.locator(".kw-field", has_text="apiVersion").wait_for()
        seen.page.keyboard.press("ArrowDown")
        seen.page.locator(".kw-field", has_text="kind").wait_for()
        seen.page.keyboard.press("End")
        seen.page.locator(".kw-field", has_text="containerPort").wait_for()
        seen.page.keyboard.press("Escape")

        assert seen.page.locator(".kw-field").count() == 0
        assert seen.page.evaluate("document.activeElement.textContent") == "containerPort"
    assert seen.troubles == []


def test_esc_closes_the_folder_tree_and_the_search(browser: Any, address: str) -> None:
    with watched(browser, viewport={"width": 1440, "height": 900}) as seen:
        seen.page.goto(address + "manifests/")
        seen.page.locator(".kw-explorer-button").focus()
        seen.page.keyboard.press("Enter")
        seen.page.locator(".kw-explorer[open]").wait_for()
        for _ in range(8):
            seen.page.keyboard.press("Tab")
            assert seen.page.evaluate("!document.activeElement.closest('article, header')"), (
                "a page below an open drawer is out of reach"
            )
        seen.page.keyboard.press("Escape")
        seen.page.locator(".kw-explorer[open]").wait_for(state="detached")
        assert seen.page.evaluate("document.activeElement.matches('.kw-explorer-button')")

        seen.page.keyboard.press("/")
        assert seen.page.evaluate("document.activeElement.matches('.md-search__input')")
        seen.page.keyboard.press("Escape")
        assert not seen.page.evaluate("document.querySelector('[data-md-toggle=search]').checked")
    assert seen.troubles == []
