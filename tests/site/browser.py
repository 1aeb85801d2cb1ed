"""A browser, a server for built sites, and what went wrong while a page was looked at.

Run as a program it ends with 1, and says what to do, where there is no browser.
"""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

_HANDBOOK = Path(__file__).parents[2] / "notes" / "handbook" / "site security.md"
_SHOWN = re.compile(r'^```text title="Content-Security-Policy"\n(.+)\n```$', re.MULTILINE)

VIEWS = (("light", 390), ("light", 1440), ("dark", 1440))
"""Colour schemes and widths of a window: what is dark and narrow has the colours of the one and the width of
the other.
"""
SOFTWARE_GL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""WebGL without a graphics card."""

_ARGUMENTS = (
    "--no-sandbox",
    *SOFTWARE_GL,
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # a machine without a graphics card would compose each picture of a page by software that plays one
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
)


NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What the browser is called on Debian, Fedora and elsewhere."""
MISSING = (
    "These tests need a browser, and there is none: install chromium, or run "
    f"`{sys.executable} -m playwright install chromium`, or leave them out with `-m 'not browser'`."
)


def executable() -> str | None:
    """The path of chromium: that of this system, else the one that Playwright has installed."""
    installed = next((path for path in map(shutil.which, NAMES) if path), None)
    if installed:
        return installed
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser, the one that runs already if there is one; the test fails where there is none."""
    if _running:
        yield _running[-1]
        return
    path = executable()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        _running.append(playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS)))
        try:
            yield _running[-1]
        finally:
            _running.pop().close()


_running: list[Any] = []


def leave_picture(page: Any, name: str, *, full_page: bool = True) -> None:
    """Leaves a picture of the page, for people to look at, where the variable SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / name), full_page=full_page)


@contextmanager
def served(site: Path, below: str = "deep/er") -> Iterator[str]:
    """The address of a site served on loopback, below a path as on GitHub Pages."""

    class Handler(_Quiet):
        def translate_path(self, path: str) -> str:
            inside = path.removeprefix(f"/{below}")
            return super().translate_path(inside if inside != path else "/no/such/file")

    with _listening(Handler, site) as address:
        yield f"{address}{below}/"


@contextmanager
def guarded(site: Path, header: str) -> Iterator[str]:
    """The address of a site served on loopback, with a Content-Security-Policy unless that is empty."""

    class Handler(_Quiet):
        def end_headers(self) -> None:
            if header:
                self.send_header("Content-Security-Policy", header)
            super().end_headers()

    with _listening(Handler, site) as address:
        yield address


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _listening(handler: type[_Quiet], site: Path) -> Iterator[str]:
    """The address of a server on loopback that answers with the files of a site."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def policy() -> str:
    """The Content-Security-Policy that the handbook shows."""
    shown = _SHOWN.search(_HANDBOOK.read_text("utf-8"))
    assert shown, "the handbook shows a policy"
    return shown[1]


@dataclass
class Watched:
    """A page in the browser, and all it should not have done."""

    page: Any
    troubles: list[str] = field(default_factory=list)


@contextmanager
def watched(browser: Any, **options: Any) -> Iterator[Watched]:
    """A page that notices dialogs, errors, and requests to other hosts."""
    context = browser.new_context(**options)
    seen = Watched(context.new_page())

    def note(what: str, text: str) -> None:
        seen.troubles.append(f"{seen.page.url}: {what}: {text}")

    def requested(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about", "file") and address.hostname != "127.0.0.1":
            note("request to another host", request.url)

    def asked(dialog: Any) -> None:
        note("dialog", dialog.message)
        dialog.dismiss()

    seen.page.on("console", lambda said: note("console", said.text) if said.type == "error" else None)
    seen.page.on("pageerror", lambda error: note("error", str(error)))
    seen.page.on("dialog", asked)
    context.on("request", requested)
    try:
        yield seen
    finally:
        seen.page.unroute_all(behavior="ignoreErrors")  # a picture may still be on its way
        context.close()


def open_instantly(page: Any, address: str, **options: Any) -> None:
    """Opens a page whose links then put others in its place: without the sitemap they load whole ones."""
    with page.expect_response("**/sitemap.xml") as sitemap:
        page.goto(address, **options)
    sitemap.value.finished()
    page.wait_for_timeout(300)


@contextmanager
def held(page: Any, files: str) -> Iterator[Callable[[], None]]:
    """Holds what a page requests of these addresses, a glob, until what this gives is called.

    That waits until something was requested, answers it, and gives the page time to take the answer.
    """
    waiting: list[Any] = []
    page.route(files, lambda route: waiting.append(route))

    def release() -> None:
        for _ in range(500):
            if waiting:
                break
            page.wait_for_timeout(20)
        assert waiting, f"nothing was requested of {files}"
        for route in waiting:
            route.fulfill(response=route.fetch())
        page.unroute(files)
        page.wait_for_timeout(300)

    yield release


if __name__ == "__main__" and executable() is None:
    sys.exit(MISSING)
