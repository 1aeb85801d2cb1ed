"""The site works under the Content-Security-Policy that the handbook recommends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import guarded, policy, watched
from site_builds import Build

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(site_of: Callable[[str], Build]) -> Iterator[str]:
    with guarded(site_of("notes").site, policy()) as where:
        yield where


@pytest.mark.parametrize(
    "url",
    ["", "workloads/pods/", "snippets/", "graph/", "tags/", "todo/", "handbook/writing%20notes/"],
    ids=lambda url: url or "home",
)
def test_the_browser_refuses_nothing(url: str, address: str, browser: Any) -> None:
    with watched(browser) as seen:
        seen.page.goto(address + url, wait_until="networkidle")
        seen.page.wait_for_timeout(500)

        assert seen.page.locator("h1").first.is_visible()
    assert seen.troubles == []


@pytest.fixture(scope="module")
def every(site_of: Callable[[str], Build]) -> Build:
    return site_of("every")


KINDS = {
    "home": "",
    "note": "manifests/",
    "diagram and formula": "writing/writing/",
    "folder": "around/",
    "tag": "tags/start/",
    "tags": "tags/",
    "to-dos": "todo/",
    "snippets": "snippets/",
    "graph": "graph/",
    "missing notes": "wanted/",
    "health": "health/",
    "linked from": "linked-from/hub/",
    "no such page": "404.html",
}
"""A page of each kind, by its address."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_browser_refuses_nothing_on_any_kind_of_page(kind: str, every: Build, browser: Any) -> None:
    with guarded(every.site, policy()) as address, watched(browser) as seen:
        answer = seen.page.goto(address + KINDS[kind], wait_until="networkidle")
        seen.page.locator(".kw-explorer-button").click()
        seen.page.locator(".kw-explorer-row").first.wait_for()
        seen.page.keyboard.press("Escape")
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("hub")
        seen.page.locator(".md-search-result__item").first.wait_for()

        assert answer.ok, f"this vault has no page of this kind: {KINDS[kind]}"
    assert seen.troubles == []


def test_search_finds_notes(address: str, browser: Any) -> None:
    with watched(browser) as seen:
        seen.page.goto(address)
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("kubelet")
        seen.page.locator(".md-search-result__item").first.wait_for()
    assert seen.troubles == []
