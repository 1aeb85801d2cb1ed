"""The server of `serve` answers only the names of this machine, and survives builds that fail.

A page of another site can point its own host name at this machine (DNS rebinding) and would then receive the
notes. So other names are refused, unless the server listens on all addresses.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape
from typing import Any

from knotwork.mkdocs_plugin.live_site import LiveSite, Response

_ALL_ADDRESSES = ("", "0.0.0.0", "::")  # noqa: S104
_LONGEST = 4_000
"""Characters of the longest path that can name a file."""

StartResponse = Callable[..., Any]


def harden(
    server: Any,
    host: str,
    log: logging.LoggerAdapter[Any] | logging.Logger,
    live: LiveSite,
    update: Callable[[], bool],
) -> Callable[[], bool]:
    """Make a server that has not started yet check host names, survive builds that fail, and answer from a
    live site what is not on disk.

    `update` brings the live site up to date; it returns False when that needs a build. Returns whether the
    last build failed, as a function.
    """
    guarded = _GuardedServer(server, host, log, live, update)
    server.set_app(guarded.answer)
    server.builder = guarded.build
    server.build_delay = 0.01  # the watcher has waited already
    before = server.error_handler
    server.error_handler = lambda code: live.error_page(code) or before(code)
    return lambda: bool(guarded.failure)


def is_own_name(header: str, host: str) -> bool:
    """Whether a `Host` header names this machine, as `host` says where the server listens."""
    if host in _ALL_ADDRESSES or not header:
        return True
    name = header.strip().lower()
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    return name in ("localhost", host.lower()) or name.endswith(".localhost") or _is_address(name)


def _is_address(name: str) -> bool:
    """Whether it is an IP address, which no other site can have as its host name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class _GuardedServer:
    def __init__(self, server: Any, host: str, log: Any, live: LiveSite, update: Callable[[], bool]) -> None:
        self.server, self.host, self.log, self.live, self.update = server, host, log, live, update
        self.app, self.builder = server.get_app(), server.builder
        self.failure = ""
        """Why the last build failed; empty when it succeeded."""

    def build(self) -> None:
        """Build the site; the error of a failed build is shown on every page until it is fixed."""
        try:
            with self.live.lock:
                if not self.update() or self.failure:
                    self.builder()
        except Exception as error:
            cause = error.__context__ if isinstance(error, SystemExit) and error.__context__ else error
            text = f"{error}" if cause is error else f"{cause}"
            if "strict mode" in text:  # the site is written; MkDocs fails because of warnings
                self.failure = ""
                return
            self.failure = text or type(cause).__name__
            self.log.error(f"the site could not be built: {self.failure}")
        else:
            self.failure = ""

    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """The response to a request; an error for a foreign host name or an impossible path."""
        path = environ.get("PATH_INFO", "")
        if not is_own_name(environ.get("HTTP_HOST", ""), self.host):
            text = (
                "This server only answers requests for localhost or its own address.\n"
                "To use another host name, listen on all addresses: "
                f"--dev-addr 0.0.0.0:{self.server.server_port}\n"
            )
            return _plain(start, "403 Forbidden", text)
        if "\0" in path or len(path) > _LONGEST or (path.startswith("/livereload/") and len(path) > 100):
            return _plain(start, "404 Not Found", "404 Not Found\n")
        if self.failure and not path.startswith("/livereload/") and _is_page(path):
            return self._failed(start)
        response = None if path.startswith("/livereload/") else self._live(path)
        if response is None:
            answer: Iterable[bytes] = self.app(environ, start)
            return answer
        headers = [("Content-Type", response.content_type), ("Content-Length", str(len(response.content)))]
        start(response.status, [*headers, *([("Location", response.location)] if response.location else [])])
        return [response.content]

    def _live(self, path: str) -> Response | None:
        """The live site's answer, with the script that reloads it; None for a file on disk."""
        path = path.encode("latin-1").decode("utf-8", "ignore")
        mounted = self.server.mount_path
        if not path.startswith(mounted):
            return None
        epoch = getattr(self.server, "_visible_epoch", 0)  # without it, no site is live
        response = self.live.response(path[len(mounted) :])
        if response is None or not response.is_page:
            return response
        return replace(response, content=self.server._inject_js_into_html(response.content, epoch))

    def _failed(self, start: StartResponse) -> Iterable[bytes]:
        page = (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            "<title>The site could not be built</title></head>\n"
            f"<body><h1>The site could not be built</h1>\n<pre>{escape(self.failure)}</pre>\n"
            "<p>The terminal has details. This page reloads when the build succeeds.</p></body></html>\n"
        ).encode("utf-8", "replace")
        with_reload = getattr(self.server, "_inject_js_into_html", None)
        epoch = getattr(self.server, "_visible_epoch", None)
        if with_reload is not None and epoch is not None:
            page = with_reload(page, epoch)
        start("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [page]


def _is_page(path: str) -> bool:
    name = path.rpartition("/")[2]
    return "." not in name or name.endswith((".html", ".htm"))


def _plain(start: StartResponse, status: str, text: str) -> list[bytes]:
    start(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode()]
