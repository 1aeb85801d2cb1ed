"""The graph of all notes and the folder tree, as a reader uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import leave_picture, served, watched
from site_builds import Build, built_site

from knotwork.site.bundle import data_file

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)></script>"
NOTES = {
    "index.md": "# Home\n\n[[a]] [[b]] [[c]]\n",
    "x/a.md": f'---\ntitle: "Apple {HOSTILE}"\n---\n[[b]] #red\n',
    "x/y/b.md": "# Banana\n\n[[a]] #yellow\n",
    "z/c.md": "# Cherry\n\n#red\n",
    "z/lonely.md": "---\naliases: [Solo act]\n---\n# Lonely\n",
}
_SPOT = """() => {
  const marks = document.querySelector('.kw-graph-marks');
  const pen = marks.getContext('2d');
  const data = pen.getImageData(0, 0, marks.width, marks.height).data;
  let sum = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    const rgb = data.slice(i, i + 3);
    const saturated = Math.max(...rgb) - Math.min(...rgb);
    if (data[i + 3] === 255 && saturated > 60) {
      sum = [sum[0] + (i / 4) % marks.width, sum[1] + Math.floor(i / 4 / marks.width), sum[2] + 1];
    }
  }
  return [sum[0] / sum[2], sum[1] / sum[2]];
}"""
"""Where the one disc is that the focused note is drawn with."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    done = built_site(tmp_path_factory.mktemp("graph"), NOTES)
    assert done.code == 0, done.output
    return done


@pytest.fixture(scope="module")
def address(site: Build) -> Iterator[str]:
    with served(site.site) as where:
        yield where


def at_rest(page: Any) -> None:
    """Wait until the notes of the graph have come to rest."""
    page.wait_for_selector(".kw-graph[data-state=resting]")


def search(page: Any, words: str) -> None:
    """Type words into Material's search, which closes itself 125 ms after a page was changed.

    A timer of the page that is set later and is longer runs after that one, however slow the machine.
    """
    page.evaluate("new Promise((done) => setTimeout(done, 200))")
    page.locator("input[name=query]").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def test_the_page_is_complete_without_javascript(browser: Any, address: str) -> None:
    with watched(browser, java_script_enabled=False) as seen:
        seen.page.goto(f"{address}graph/")

        assert seen.page.locator(".kw-nodes tbody tr").count() == 5
        assert seen.page.locator(".kw-explorer-button").count() == 0
    assert seen.troubles == []


def test_a_note_is_found_by_keys_and_opened(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(f"{address}graph/")
        at_rest(seen.page)
        seen.page.locator(".kw-graph-search input").press_sequentially("BAN")
        seen.page.keyboard.press("ArrowDown")

        assert seen.page.locator("[role=option][aria-selected=true]").inner_text() == "Banana"
        assert "Banana – linked with" in seen.page.locator(".kw-graph-note").inner_text()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/x/y/b/")
    assert seen.troubles == []


def test_titles_are_text(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(f"{address}graph/")
        at_rest(seen.page)
        seen.page.locator(".kw-graph-search input").press_sequentially("apple")
        seen.page.keyboard.press("ArrowDown")

        assert seen.page.locator("[role=option]").inner_text() == f"Apple {HOSTILE}"
        assert seen.page.locator("article img").count() == 0
    assert seen.troubles == []


def test_a_note_is_found_by_an_alias_in_the_graph(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(f"{address}graph/")
        at_rest(seen.page)
        field = seen.page.locator(".kw-graph-search input")
        field.fill("act")
        assert seen.page.locator("[role=option]").inner_text() == "Lonely · Solo act"
        field.fill("lon")
        assert seen.page.locator("[role=option]").inner_text() == "Lonely"
        field.fill("solo")
        field.press("Enter")
        seen.page.wait_for_url("**/z/lonely/")
    assert seen.troubles == []


def test_a_note_that_is_clicked_opens_and_one_that_is_pointed_at_stands_out(
    browser: Any, address: str
) -> None:
    with watched(browser, reduced_motion="reduce") as seen:
        seen.page.goto(f"{address}graph/")
        at_rest(seen.page)
        seen.page.locator(".kw-graph-search input").press_sequentially("lonely")
        seen.page.keyboard.press("ArrowDown")
        seen.page.wait_for_function(f"!isNaN(({_SPOT})()[0])")
        x, y = seen.page.evaluate(_SPOT)
        seen.page.keyboard.press("Escape")
        stage = seen.page.locator(".kw-graph-stage")
        stage.hover(position={"x": x, "y": y})
        seen.page.wait_for_selector(".kw-graph-stage.kw-pointed.kw-focused")
        stage.click(position={"x": x, "y": y})
        seen.page.wait_for_url("**/z/lonely/")
    assert seen.troubles == []


def test_the_graph_is_narrowed_to_a_folder_and_a_tag(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(f"{address}graph/")
        at_rest(seen.page)
        said = seen.page.locator(".kw-graph-said")
        seen.page.get_by_label("Folder", exact=True).select_option("x")

        assert said.inner_text() == "2 of 5 notes"
        seen.page.get_by_label("Tag", exact=True).select_option("#red")
        assert said.inner_text() == "1 of 5 notes"
        seen.page.get_by_label("Folder", exact=True).select_option("All folders")
        assert said.inner_text() == "2 of 5 notes"
    assert seen.troubles == []


def test_the_controls_are_reached_by_keyboard_and_have_names(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(f"{address}graph/")
        at_rest(seen.page)
        seen.page.locator(".kw-graph-search input").focus()
        names = []
        for _ in range(7):
            names.append(
                seen.page.evaluate(
                    "[document.activeElement.getAttribute('aria-label')].map(n => n.split(' of ')[0])[0]"
                )
            )
            seen.page.keyboard.press("Tab")

        assert names == [
            "Find a note in the graph",
            "Folder",
            "Tag",
            "Graph",
            "Zoom in",
            "Zoom out",
            "Show all notes",
        ]
    assert seen.troubles == []


def test_without_webgl_a_sentence_says_so(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        seen.page.goto(f"{address}graph/")
        seen.page.wait_for_selector(".kw-graph p")

        assert "no WebGL" in seen.page.locator(".kw-graph").inner_text()
    assert seen.troubles == []


def test_a_strict_policy_for_content_allows_all_of_it(browser: Any, address: str) -> None:
    policy = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'"

    def strict(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    with watched(browser) as seen:
        # Material's own inline scripts are refused, and only those
        seen.page.route("**/graph/", strict)
        seen.page.goto(f"{address}graph/")
        at_rest(seen.page)
        seen.page.locator(".kw-explorer-button").click()
        seen.page.wait_for_selector(".kw-explorer-row")

        assert seen.page.locator(".kw-graph-stage canvas").count() > 1
    assert [each for each in seen.troubles if "assets/knotwork" in each] == []


def test_the_graph_is_drawn_from_a_disk(browser: Any, tmp_path: Path) -> None:
    done = built_site(tmp_path, NOTES, "site_name: N\nuse_directory_urls: false\n")
    assert done.code == 0, done.output
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((done.site / "graph.html").as_uri())
    at_rest(page)
    page.locator(".kw-graph-search input").press_sequentially("cherry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/z/c.html")
    page.locator(".kw-explorer-button").click()

    assert page.locator(".kw-explorer-row[aria-current=page]").inner_text() == "Cherry"
    assert errors == []
    page.close()


def test_instant_navigation_leaves_the_graph_and_comes_back(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path / "site") as address, watched(browser) as seen:
        done = built_site(
            tmp_path,
            NOTES,
            f"site_name: N\nsite_url: {address}\n"
            "theme: {name: material, font: false, features: [navigation.instant]}\n",
        )
        assert done.code == 0, done.output
        seen.page.goto(f"{address}graph/", wait_until="networkidle")
        seen.page.evaluate("window.stayed = true")
        at_rest(seen.page)
        seen.page.locator(".kw-nodes a", has_text="Cherry").click()
        seen.page.locator("article h1", has_text="Cherry").wait_for()
        seen.page.go_back()
        at_rest(seen.page)

        assert seen.page.evaluate("window.stayed"), "pages were loaded anew"
        assert seen.page.locator(".kw-explorer-button").count() == 1
        search(seen.page, "banan")
        seen.page.locator(".md-search-result__link", has_text="Banana").first.click()
        seen.page.locator(".md-content h1", has_text="Banana").wait_for()
        rail = seen.page.locator(".kw-rail")
        rail.get_by_text("Linked from").wait_for()
        rail.locator("a", has_text="Apple").last.click()
        seen.page.locator(".md-content h1", has_text="Apple").wait_for()
        rail.locator("a", has_text="Home").last.wait_for()
        search(seen.page, "solo act")
        seen.page.locator(".md-search-result__link", has_text="Lonely").first.click()
        seen.page.locator(".md-content h1", has_text="Lonely").wait_for()
        assert seen.page.evaluate("window.stayed"), "search and rail have loaded a page anew"
    assert seen.troubles == []


def test_the_folder_tree_opens_at_this_note_and_is_walked_with_arrows(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(f"{address}x/y/b/")
        seen.page.locator(".kw-explorer-button").focus()
        seen.page.keyboard.press("Enter")
        active = seen.page.locator(".kw-explorer-row.kw-active")
        active.wait_for()

        assert active.inner_text() == "Banana"
        assert active.get_attribute("aria-current") == "page"
        assert [active.get_attribute(f"aria-{name}") for name in ("level", "posinset", "setsize")] == [
            *("3", "1", "1")
        ]
        for key, text in (
            ("ArrowLeft", "y"),
            ("ArrowLeft", "y"),
            ("ArrowDown", f"Apple {HOSTILE}"),
            ("Home", "x"),
            ("End", "Home"),
            ("ArrowUp", "z"),
            ("ArrowRight", "z"),
            ("ArrowRight", "Cherry"),
        ):
            seen.page.keyboard.press(key)
            assert active.inner_text() == text, key
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/z/c/")
    assert seen.troubles == []


def test_the_folder_tree_remembers_what_was_open(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address)
        seen.page.locator(".kw-explorer-button").click()
        seen.page.locator(".kw-explorer-folder", has_text="z").click()
        seen.page.locator(".kw-explorer-row", has_text="Lonely").click()
        seen.page.wait_for_url("**/z/lonely/")
        seen.page.goto(address)
        seen.page.locator(".kw-explorer-button").click()
        seen.page.wait_for_selector(".kw-explorer-row")

        assert seen.page.locator(".kw-explorer-folder[aria-expanded=true]").all_inner_texts() == ["z"]
    assert seen.troubles == []


def test_letters_filter_the_folder_tree(browser: Any, address: str) -> None:
    with watched(browser) as seen:
        seen.page.goto(address)
        seen.page.locator(".kw-explorer-button").click()
        seen.page.wait_for_selector(".kw-explorer-row")
        seen.page.keyboard.type("ban")
        rows = seen.page.locator(".kw-explorer-row")

        assert seen.page.locator(".kw-explorer-said").inner_text() == "1 note"
        assert rows.all_inner_texts() == ["x", "y", "Banana"]
        seen.page.keyboard.press("Escape")
        assert rows.count() == 3  # x, z and the home page
        seen.page.keyboard.type("solo")
        assert rows.all_inner_texts() == ["z", "Lonely"]
        seen.page.keyboard.press("Escape")
        assert seen.page.locator("dialog.kw-explorer").is_visible()
        seen.page.keyboard.press("Escape")
        assert not seen.page.locator("dialog.kw-explorer").is_visible()
    assert seen.troubles == []


def test_of_ten_thousand_notes_only_those_in_sight_are_in_the_page(browser: Any, tmp_path: Path) -> None:
    done = built_site(tmp_path, {"a.md": "# A\n"})
    assert done.code == 0, done.output
    many = range(10_000)
    path, content = data_file(
        "explorer",
        {
            "version": 1,
            "folders": [[-1, ""], [0, "all"]],
            "titles": [f"Note {number:05}" for number in many],
            "urls": [f"all/{number}/" for number in many],
            "folder": [1 for _ in many],
        },
    )
    (done.site / path).write_bytes(content)
    with served(done.site) as address, watched(browser) as seen:
        seen.page.goto(f"{address}a/")
        seen.page.locator(".kw-explorer-button").click()
        seen.page.wait_for_selector(".kw-explorer-row")
        seen.page.keyboard.press("ArrowRight")
        seen.page.keyboard.press("End")
        active = seen.page.locator(".kw-explorer-row.kw-active")

        assert active.inner_text() == "Note 09999"
        assert active.get_attribute("aria-setsize") == "10000"
        assert seen.page.locator(".kw-explorer-row").count() < 80
        seen.page.locator(".kw-explorer-tree").evaluate("tree => tree.scrollTop = 160000")
        seen.page.wait_for_selector("text=Note 05000")
        assert active.count() == 1, "the active row stays in the page"
    assert seen.troubles == []


def test_the_projects_own_graph_rests_and_is_shown_without_trouble(
    browser: Any, site_of: Callable[[str], Build]
) -> None:
    with served(site_of("notes").site) as address:
        for scheme, width in (("light", 390), ("dark", 1440)):
            with watched(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as seen:
                seen.page.goto(f"{address}graph/")
                at_rest(seen.page)
                leave_picture(seen.page, f"notes-graph-{scheme}-{width}.png", full_page=False)
                seen.page.locator(".kw-explorer-button").click()
                seen.page.wait_for_selector(".kw-explorer-row")
                leave_picture(seen.page, f"notes-explorer-{scheme}-{width}.png", full_page=False)

                assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
            assert seen.troubles == []
