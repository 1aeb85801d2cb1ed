"""A site without a mouse: Tab reaches all there is, one can see where one is, and Esc closes what opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from browser import served, watched
from site_builds import Build

pytestmark = pytest.mark.browser

MOST = 400
"""Stops on a page; more are a trap."""

STOP = """() => {
    const at = document.activeElement
    if (!at || at === document.body || at === document.documentElement) return null
    if (!window.stops) {
        window.stops = [], window.drawn = [], window.looks = []
        const still = document.createElement("style")
        still.textContent = "* { animation: none !important; transition: none !important }"
        document.head.append(still)
    }
    window.look = each => {
        const {color, backgroundColor, outline, boxShadow, stroke, fill, opacity} = getComputedStyle(each)
        return JSON.stringify([color, backgroundColor, outline, boxShadow, stroke, fill, opacity])
    }
    // a radio button of Material's is drawn as a label: that behind it for colours, its own for tabs
    const drawn = at.matches(".md-option") ? at.nextElementSibling
        : at.type === "radio" ? document.querySelector(`label[for="${CSS.escape(at.id)}"]`) : at
    if (!window.stops.includes(at)) {
        window.stops.push(at)
        window.drawn.push([drawn, drawn.parentElement, ...drawn.querySelectorAll("*")])
        window.looks.push(window.drawn.at(-1).map(window.look))
    }
    const box = drawn.getBoundingClientRect()
    const shown = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
        && box.right > 0 && box.left < innerWidth && drawn.checkVisibility({visibilityProperty: true})
    const name = `${at.tagName}.${at.getAttribute("class") || ""} ${at.textContent.trim().slice(0, 30)}`
    return {number: window.stops.indexOf(at), shown, name}
}"""
"""The element that has the focus; None at the page's end."""

UNMARKED = """() => window.stops.filter((stop, number) => !stop.matches("input:not([type=radio])")
    && window.drawn[number].every((each, at) => window.look(each) === window.looks[number][at])
).map(stop => stop.outerHTML.slice(0, 160))"""
"""What looked as it looks now, without the focus; a field has its caret."""

MISSED = """() => [...document.querySelectorAll(
    "article :is(a[href], button, input, select, summary, [tabindex='0'], a[*|href])"
)].filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({visibilityProperty: true})
    && each.getClientRects().length && !window.stops.includes(each)
    && !(each.type === "radio" && window.stops.some(stop => stop.name === each.name))
).map(each => each.outerHTML.slice(0, 160))"""
"""What could be reached, and was not; of a group of radio buttons, one is reached and arrows do the rest."""

ON_A_NOTE = (
    *("a.md-skip", ".kw-explorer-button", "input.md-search__input", "article p a", "article a.kw-missing"),
    *(".md-tag", "article .md-code__button", "article [data-kw-field]", "article a.kw-mark"),
    *("article .kw-findings a", "article a.kw-raw", "article .kw-linked-from a", ".kw-local-graph a"),
    *("article details.kw-mentions > summary", ".md-nav--secondary a", ".md-nav--primary a"),
)


@dataclass(frozen=True)
class Stop:
    """Where Tab leads to."""

    number: int
    name: str
    shown: bool


@pytest.fixture(scope="module")
def address(site_of: Callable[[str], Build]) -> Iterator[str]:
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
        seen.page.evaluate("document.activeElement.blur()")  # behind the last stop may come the first
        wrong = [f"not shown: {stop.name}" for stop in stops if not stop.shown]
        wrong += [f"without a mark: {each}" for each in seen.page.evaluate(UNMARKED)]
        wrong += [f"missed: {each}" for each in seen.page.evaluate(MISSED)]
        assert not wrong, "\n".join(wrong)
        if url == "manifests/":
            reached = "selector => window.stops.some(each => each.matches(selector))"
            assert [each for each in ON_A_NOTE if not seen.page.evaluate(reached, each)] == []
            fields = "window.stops.filter(each => each.matches('[data-kw-field]')).length"
            assert seen.page.evaluate(fields) == 2, "a block of code is one stop"
    assert seen.troubles == []


def test_tab_goes_back_too(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + "manifests/", wait_until="networkidle")
        seen.page.locator("[data-kw-field]").first.focus()
        for _ in range(3):
            seen.page.keyboard.press("Tab")
        at_the_field = "document.activeElement === document.querySelector('[data-kw-field]')"
        assert not seen.page.evaluate(at_the_field)
        # Material adds the buttons of a block when it is first seen: there may be more stops on the way back
        for _ in range(3 + seen.page.locator("article pre").count()):
            seen.page.keyboard.press("Shift+Tab")
            if seen.page.evaluate(at_the_field):
                return
        raise AssertionError("Shift+Tab does not come back to where Tab began")


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
        # the theme opens the search a moment after the field has the focus; before that Esc is not its key
        seen.page.wait_for_function("document.querySelector('[data-md-toggle=search]').checked")
        seen.page.keyboard.press("Escape")
        seen.page.wait_for_function("!document.querySelector('[data-md-toggle=search]').checked")
    assert seen.troubles == []
