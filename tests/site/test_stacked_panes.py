"""On a wide screen links open pages in a row, where a site wants it; without scripts they lead to pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accessibility import violations
from browser import guarded, policy, served, watched
from site_builds import Build, built_site

from knotwork.config.settings import Settings
from knotwork.site.compiled_site import compiled_site
from knotwork.site.site_info import SiteInfo
from knotwork.vault.vault import Vault

pytestmark = pytest.mark.browser
NOTES = {
    "index.md": "# Home\n\nlead [[one|to one]], some words, [[one#Part two|to its part]]: ![](p.png) or [out](https://example.com)\n",
    "one.md": "# One\n\nsee [[in/two words|two]] and [[index|home]]\n\n## Part two\n\ntext[^1]\n\n"
    "[^1]: [below](#part-two)\n\n```yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\n```\n",
    "in/two words.md": "# Two & words\n\n![p](../p.png) [[one]] #tag\n\n- [ ] task\n",
    "p.png": b"\x89PNG\r\n\x1a\n",
}
ON = "{stacked_panes: true, fail_on: never}"
WIDE = {"width": 1440, "height": 900}
_SHIFTS = """window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({type: "layout-shift", buffered: true})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Build, str]]:
    """A site with instant navigation, below a path of its host, and its address."""
    root = tmp_path_factory.mktemp("panes")
    with served(root / "site") as address:
        theme = "theme: {name: material, font: false, features: [navigation.instant]}\n"
        plugins = f"plugins: [search, knotwork: {ON}]\n"
        done = built_site(root, NOTES, f"site_name: N\nsite_url: {address}\n{theme}{plugins}")
        assert done.code == 0, done.output
        yield done, address


def panes(page: Any) -> list[str]:
    """The titles of the pages that stand beside the first."""
    titles: list[str] = page.locator(".kw-pane").evaluate_all("all => all.map((pane) => pane.ariaLabel)")
    return titles


def test_links_open_pages_beside_the_one_that_is_read(browser: Any, site: tuple[Build, str]) -> None:
    _, address = site
    with watched(browser, viewport=WIDE) as seen:
        page = seen.page
        page.goto(address, wait_until="networkidle")
        page.evaluate("window.stayed = true")
        page.locator("article a", has_text="to one").focus()
        page.keyboard.press("Enter")
        one = page.locator(".kw-pane", has_text="Part two")
        one.wait_for()
        assert page.evaluate("document.activeElement.ariaLabel") == "One"

        one.locator("a", has_text="two").first.click()
        two = page.locator(".kw-pane[aria-label='Two & words']")
        two.wait_for()
        assert page.url == f"{address}?beside=one/&beside=in/two%2520words/"
        assert two.locator("img").evaluate("img => img.src") == f"{address}p.png"
        ids = page.locator("[id]").evaluate_all("all => all.map((one) => one.id)")
        assert len(ids) == len(set(ids))
        page.mouse.move(1, 1)
        assert violations(page) == []

        two.locator("a", has_text="One").first.hover()
        page.locator(".kw-preview", has_text="see two").wait_for()
        two.locator("a", has_text="One").first.click()  # it is there: nothing opens
        page.wait_for_function("document.activeElement.ariaLabel === 'One'")
        assert panes(page) == ["One", "Two & words"]

        page.locator(".md-content a", has_text="to its part").click()
        page.wait_for_function("document.activeElement.ariaLabel === 'One'")
        assert page.url.startswith(f"{address}?beside=one/%23part-two&beside=")
        assert one.locator(".kw-aim").inner_text().startswith("Part two")

        for row in (f"{address}?beside=one/&beside=in/two%2520words/", f"{address}?beside=one/", address):
            page.go_back()
            page.wait_for_function("url => location.href === url", arg=row)
            page.wait_for_function(
                "count => document.querySelectorAll('.kw-pane').length === count", arg=row.count("beside")
            )
        page.wait_for_function("!document.documentElement.matches('.kw-stacked')")
        assert page.url == address
        page.go_forward()
        page.go_forward()
        two.wait_for()
        page.get_by_role("button", name="Close: One").click()
        assert panes(page) == ["Two & words"]
        assert page.evaluate("window.stayed")

        two.locator(".kw-trail a").first.click()  # a way out of the row
        page.wait_for_function("!document.querySelector('.kw-pane')")
        assert page.url == address
    assert seen.troubles == []


def test_an_address_has_the_whole_row(browser: Any, site: tuple[Build, str]) -> None:
    _, address = site
    row = f"{address}one/?beside=in/two%2520words/&beside=https://example.com/&beside=gone/&beside=../../x/"
    with watched(browser, viewport=WIDE) as seen:
        seen.page.add_init_script(_SHIFTS)
        seen.page.goto(row, wait_until="networkidle")
        seen.page.locator(".kw-pane").wait_for()
        assert panes(seen.page) == ["Two & words"]
        assert seen.page.evaluate("window.shifts") < 0.05
    with watched(browser, viewport={"width": 800, "height": 900}) as seen:
        seen.page.goto(row, wait_until="networkidle")
        assert panes(seen.page) == []
        seen.page.locator("article p a", has_text="home").first.click()
        seen.page.wait_for_url(address)
    with watched(browser, viewport=WIDE, java_script_enabled=False) as seen:
        seen.page.goto(row)
        seen.page.locator("article a", has_text="two").first.click()
        assert seen.page.url == f"{address}in/two%20words/"


def test_pages_may_have_file_names_and_a_policy(browser: Any, tmp_path: Path) -> None:
    done = built_site(tmp_path, NOTES, f"use_directory_urls: false\nplugins: [search, knotwork: {ON}]\n")
    assert done.code == 0, done.output
    with guarded(done.site, policy()) as address, watched(browser, viewport=WIDE) as seen:
        seen.page.goto(f"{address}one.html", wait_until="networkidle")
        seen.page.locator("article a", has_text="two").first.click()
        seen.page.locator(".kw-pane", has_text="words").wait_for()
        assert seen.page.url == f"{address}one.html?beside=in/two%2520words.html"
        seen.page.reload(wait_until="networkidle")
        seen.page.locator(".kw-pane", has_text="words").wait_for()
    assert seen.troubles == []


@pytest.mark.parametrize("is_on", [True, False])
def test_a_site_has_panes_where_it_says_so(is_on: bool) -> None:
    texts = {"a.md": "# A\n"}
    settings = Settings(stacked_panes=is_on)
    site = compiled_site(Vault.of(texts), settings, SiteInfo(), lambda path: texts[path])
    files = {path.rpartition("/")[2].partition(".")[0] for path in site.files()}

    assert ("kw-stacked" in site.script[1].decode()) == is_on
    assert files.intersection(("stack", "stack-page")) == ({"stack", "stack-page"} if is_on else set())
