"""The site works under the Content-Security-Policy that the handbook recommends."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browser import chromium, watched
from sites import PROJECT, Built

pytestmark = pytest.mark.browser

_HANDBOOK = PROJECT / "notes" / "handbook" / "site security.md"
_SHOWN = re.compile(r'^```text title="Content-Security-Policy"\n(.+)\n```$', re.MULTILINE)


@pytest.fixture(scope="module")
def address(site_of: Callable[[str], Built]) -> Iterator[str]:
    shown = _SHOWN.search(_HANDBOOK.read_text("utf-8"))
    assert shown, "the handbook shows a policy"
    with _served(site_of("notes").site, shown[1]) as where:
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


@contextmanager
def _served(site: Path, policy: str) -> Iterator[str]:
    """The address of a site served on loopback, with the policy sent along with every file."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
