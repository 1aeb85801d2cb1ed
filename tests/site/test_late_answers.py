"""What a page has loaded for a reader who has gone on meanwhile: the reader's last step counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import held, open_instantly, served, watched
from site_builds import Build
from test_stacked_panes import WIDE, panes
from test_stacked_panes import site as site  # the fixture

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(site_of: Callable[[str], Build]) -> Iterator[str]:
    with served(site_of("every").site) as where:
        yield where


@pytest.fixture
def row(site: tuple[Build, str]) -> str:
    """The address of a site with stacked panes and instant navigation."""
    return site[1]


def ask_for_one(page: Any, row: str) -> None:
    """Opens a page, and follows its link to another, which is slow."""
    page.goto(row + "in/two%20words/", wait_until="networkidle")
    page.evaluate("window.stayed = true")
    page.locator("article p a", has_text="One").first.click()


def open_loading_tree(page: Any) -> None:
    page.locator(".kw-explorer-button").focus()
    page.keyboard.press("Enter")
    page.locator(".kw-explorer[open]").wait_for()
    page.wait_for_function("document.querySelector('.kw-explorer-said').textContent === 'Loading …'")


TREE = "**/data/explorer.js*"


def test_a_folder_tree_that_was_closed_while_it_loaded_stays_closed(browser: Any, address: str) -> None:
    with watched(browser) as seen, held(seen.page, TREE) as release:
        page = seen.page
        page.goto(address + "manifests/")
        open_loading_tree(page)
        page.keyboard.press("Escape")
        page.locator(".kw-explorer[open]").wait_for(state="detached")

        release()

        assert page.locator(".kw-explorer[open]").count() == 0
        assert page.evaluate("document.activeElement.matches('.kw-explorer-button')")
        page.keyboard.press("Enter")
        page.locator(".kw-explorer-row").first.wait_for()
        assert page.evaluate("document.activeElement.matches('.kw-explorer-tree')")
    assert seen.troubles == []


def test_what_is_typed_while_the_folder_tree_loads_filters_it(browser: Any, address: str) -> None:
    with watched(browser) as seen, held(seen.page, TREE) as release:
        page = seen.page
        page.goto(address + "manifests/")
        open_loading_tree(page)
        page.locator(".kw-explorer-filter").press_sequentially("manif")

        release()

        page.keyboard.type("ests")
        assert page.locator(".kw-explorer-filter").input_value() == "manifests"
        page.locator(".kw-explorer-row", has_text="Manifests").wait_for()
        page.wait_for_function("document.querySelector('.kw-explorer-said').textContent === '1 note'")
    assert seen.troubles == []


def test_a_folder_tree_that_could_not_be_loaded_is_loaded_at_the_next_try(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        page = seen.page
        page.goto(address + "manifests/")
        page.route(TREE, lambda route: route.abort())
        page.locator(".kw-explorer-button").click()
        page.locator(".kw-explorer-said", has_text="could not be loaded").wait_for()
        page.keyboard.press("Escape")
        page.locator(".kw-explorer").wait_for(state="detached")
        page.unroute(TREE)

        page.locator(".kw-explorer-button").click()

        page.locator(".kw-explorer-row").first.wait_for()
        assert page.locator(".kw-explorer").count() == 1


FIELDS = "**/data/fields-*"


def test_a_key_that_is_left_and_met_again_while_its_description_loads_has_one(
    browser: Any, address: str
) -> None:
    with watched(browser) as seen, held(seen.page, FIELDS) as release:
        page = seen.page
        page.goto(address + "manifests/")
        key = page.locator("[data-kw-field]").first
        key.focus()
        page.locator("[data-kw-field][aria-describedby]").wait_for(state="detached")
        key.blur()
        page.keyboard.press("Escape")
        key.focus()

        release()

        page.locator(".kw-field").first.wait_for()
        assert page.locator(".kw-field").count() == 1
        page.keyboard.press("Escape")
        assert page.locator(".kw-field").count() == 0
    assert seen.troubles == []


def test_a_key_that_is_left_while_its_description_loads_has_none(browser: Any, address: str) -> None:
    with watched(browser) as seen, held(seen.page, FIELDS) as release:
        page = seen.page
        page.goto(address + "manifests/")
        page.locator("[data-kw-field]").first.focus()
        page.keyboard.press("Escape")

        release()

        assert page.locator(".kw-field").count() == 0
    assert seen.troubles == []


def test_a_graph_that_is_left_while_it_loads_is_not_drawn(browser: Any, row: str) -> None:
    data = "**/data/graph.js*"
    with watched(browser, viewport=WIDE) as seen, held(seen.page, data) as release:
        page = seen.page
        page.add_init_script(
            "window.workers = 0; window.Worker = class extends Worker {"
            " constructor(...given) { super(...given); window.workers += /graph/.test(given[0]) } }"
        )
        open_instantly(page, row + "graph/", wait_until="commit")
        page.locator(".kw-graph-wait").wait_for()
        page.evaluate("window.stayed = true")
        page.locator(".md-header a.md-logo").click()
        page.wait_for_url(row, wait_until="commit")
        page.locator("article h1", has_text="Home").wait_for()

        release()

        assert page.evaluate("window.stayed")
        assert page.evaluate("window.workers") == 0
    assert seen.troubles == []


def test_a_page_that_comes_late_does_not_stand_where_another_was_opened(browser: Any, row: str) -> None:
    slow = row + "one/"
    with watched(browser, viewport=WIDE) as seen, held(seen.page, slow) as release:
        page = seen.page
        ask_for_one(page, row)
        page.evaluate(
            "knotwork.document.querySelector('article').insertAdjacentHTML("
            "'beforeend', '<p><a id=other href=../../>home</a></p>')"
        )
        page.locator("#other").click()
        page.locator(".kw-pane[aria-label='Home']").wait_for()

        release()

        assert page.evaluate("window.stayed"), "the page that was asked for first was opened alone"
        assert panes(page) == ["Home"]
    assert seen.troubles == []


def test_a_page_that_comes_after_the_reader_went_elsewhere_is_not_opened(browser: Any, row: str) -> None:
    slow = row + "one/"
    with watched(browser, viewport=WIDE) as seen, held(seen.page, slow) as release:
        page = seen.page
        ask_for_one(page, row)
        page.locator(".md-header a.md-logo").click()
        page.wait_for_url(row)
        page.locator("article h1", has_text="Home").wait_for()

        release()

        assert page.url == row
        assert page.evaluate("window.stayed")
    assert seen.troubles == []


def test_a_page_that_cannot_stand_beside_others_is_opened_alone(browser: Any, row: str) -> None:
    with watched(browser, viewport=WIDE) as seen:
        page = seen.page
        page.goto(f"{row}?beside=one/", wait_until="networkidle")
        page.locator(".kw-pane").wait_for()
        page.evaluate(
            "knotwork.document.querySelector('.kw-pane article').insertAdjacentHTML("
            "'beforeend', `<p><a id=other href='${knotwork.base}graph/'>graph</a></p>`)"
        )
        page.locator("#other").click()
        page.wait_for_url(row + "graph/")
        page.go_back()
        page.locator(".kw-pane[aria-label='One']").wait_for()
    assert seen.troubles == []


def test_a_link_works_where_the_script_of_the_panes_cannot_be_loaded(browser: Any, row: str) -> None:
    with watched(browser, viewport=WIDE) as seen:
        page = seen.page
        page.route("**/stack-page*", lambda route: route.abort())
        page.goto(row, wait_until="networkidle")
        page.locator("article a", has_text="to one").click()
        page.wait_for_url(row + "one/")
        assert page.locator("article h1").inner_text().startswith("One")
