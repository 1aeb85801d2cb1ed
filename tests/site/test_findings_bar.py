"""The bar that a server adds for the writer: each finding leads to its place, as eyes and hands need it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accessibility import COLOURS, violations
from browser import held, leave_picture, open_instantly, policy, watched
from site_builds import write_vault
from test_serve import Server, serving

pytestmark = pytest.mark.browser

NOTES = {
    "mkdocs.yml": "site_name: N\nsite_url: https://example.org/deep/\n"
    "theme: {name: material, font: false, features: [navigation.instant]}\nplugins: [search, knotwork]\n",
    "docs/index.md": "# Home\n\n[[bad]] and [[good]]\n",
    "docs/good.md": "# Good\n\n[[index]]\n",
    "docs/bad.md": "---\ntags: 5\n---\n# Bad\n\n[[nowhere]]\n\n"
    + "A paragraph.\n\n" * 40
    + "## Below\n\n[[nowhere]], and once more [[nowhere]]\n\n"
    "```yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  nam: x\n  foo: 1\n  bar: 2\n```\n\n[[index]]\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    root = tmp_path_factory.mktemp("served")
    write_vault(root, NOTES)
    with serving(root, "mkdocs", "serve") as running:
        yield running, root / "docs"


def under_policy(page: Any) -> None:
    """Let the browser take each page as if it came with the header that the handbook shows."""

    def answer(route: Any) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": policy()}
        route.fulfill(response=response, headers=headers)

    page.route(lambda url: url.endswith("/"), answer)


def test_each_finding_leads_to_its_place_and_the_bar_stays_folded(
    server: tuple[Server, Path], browser: Any
) -> None:
    running, folder = server
    address = f"http://127.0.0.1:{running.port}/deep/"
    with watched(browser, viewport={"width": 1440, "height": 700}) as seen:
        page = seen.page
        under_policy(page)
        page.goto(f"{address}bad/")
        bar = page.locator("#kw-writer")
        bar.wait_for()
        assert bar.locator("summary").inner_text() == "6 errors, 1 warning on this page"
        links = bar.locator("li a")

        def led_to(index: int) -> str:
            links.nth(index).press("Enter")
            shown = page.locator(".kw-led-to")
            assert shown.count() == 1
            assert shown.evaluate("node => node === document.activeElement")
            box = shown.bounding_box()
            assert box["y"] > 0
            assert box["y"] + box["height"] < bar.bounding_box()["y"]
            return str(shown.evaluate("node => node.tagName + ' ' + node.textContent"))

        places = [led_to(index) for index in range(3)]
        assert places == ["A nowhere"] * 3
        tops = [page.locator(".kw-missing").nth(index).bounding_box()["y"] for index in range(3)]
        assert page.locator(".kw-led-to").bounding_box()["y"] == tops[2]
        assert led_to(3).startswith("A "), "the mark beside the line of the block"
        assert led_to(4).startswith("I "), "the next line is too near for another link"
        assert led_to(6).startswith("H1 Bad"), "what stands above the text leads to the title"

        page.goto(f"{address}good/")
        assert bar.inner_text().startswith("No findings on this page · 7 other findings")
        page.locator("article a", has_text="Home").first.click()
        page.wait_for_url(address)
        page.locator("article a", has_text="Bad").first.click()  # instant navigation
        bar.locator("summary").wait_for()
        bar.locator("summary").click()
        assert not bar.locator("details").evaluate("node => node.open")

        (folder / "bad.md").write_text(f"{NOTES['docs/bad.md']}\n[[also nowhere]]\n")
        bar.get_by_text("7 errors, 1 warning on this page").wait_for()  # the page has reloaded itself
        assert not bar.locator("details").evaluate("node => node.open")
        bar.locator("summary").press("Enter")
        assert bar.locator("a", has_text="also nowhere").is_visible()
        page.emulate_media(media="print")
        assert not bar.is_visible()
    assert seen.troubles == []


def test_a_bar_that_comes_late_is_not_shown_on_another_page(
    server: tuple[Server, Path], browser: Any
) -> None:
    running, _ = server
    slow = "**/livereload/knotwork/bar?page=*bad*"
    with watched(browser) as seen, held(seen.page, slow) as release:
        page = seen.page
        open_instantly(page, f"http://127.0.0.1:{running.port}/deep/bad/")
        page.evaluate("window.stayed = true")
        page.locator("article a", has_text="index").first.click()
        page.locator("#kw-writer", has_text="No findings on this page").wait_for()

        release()

        assert page.evaluate("window.stayed")
        assert page.locator("#kw-writer").inner_text().startswith("No findings on this page")
    assert seen.troubles == []


def test_the_bar_and_the_page_of_a_failure_are_accessible(server: tuple[Server, Path], browser: Any) -> None:
    running, folder = server
    config = folder.parent / "mkdocs.yml"
    with watched(browser) as seen:
        page = seen.page

        def in_both_schemes(name: str) -> None:
            for scheme, width, rules in (("light", 390, ()), ("dark", 1440, COLOURS)):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                leave_picture(page, f"{name}-{scheme}-{width}.png", full_page=False)
                assert violations(page, rules) == []
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

        page.goto(f"http://127.0.0.1:{running.port}/deep/bad/")
        page.locator("#kw-writer li").first.wait_for()
        in_both_schemes("bar")
        try:
            config.write_text(NOTES["mkdocs.yml"].replace("[search", "[nosuch"))
            page.get_by_text("mkdocs.yml:4:11").wait_for()
            assert '"nosuch" plugin is not installed' in page.locator("main").inner_text()
            in_both_schemes("failure")
        finally:
            config.write_text(NOTES["mkdocs.yml"])
        page.locator("#kw-writer li").first.wait_for()
