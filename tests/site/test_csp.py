"""The site works under the Content-Security-Policy that the handbook recommends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import chromium, guarded, policy, watched
from sites import Built

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(site_of: Callable[[str], Built]) -> Iterator[str]:
    with guarded(site_of("notes").site, policy()) as where:
        yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


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


def test_search_finds_notes(address: str, browser: Any) -> None:
    with watched(browser) as seen:
        seen.page.goto(address)
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("kubelet")
        seen.page.locator(".md-search-result__item").first.wait_for()
    assert seen.troubles == []
