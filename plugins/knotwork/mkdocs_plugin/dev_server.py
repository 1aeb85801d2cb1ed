"""The server of `serve`, for a writer alone: other sites' pages get nothing of it, and it never hangs.

A page of another site can have its own name lead to this machine (DNS rebinding), and would then be
given the notes; so the server answers to the names of this machine alone, unless it listens to all.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

_FOR_ALL = ("", "0.0.0.0", "::")  # noqa: S104
_LONGEST = 4_000
"""Characters of a path that can name a file; more are nobody's."""

StartResponse = Callable[..., Any]


def harden(server: Any, host: str, log: logging.LoggerAdapter[Any] | logging.Logger) -> None:
    """Put a check before a server's answers, and let it outlive builds that fail; not begun yet."""
    front = _Front(server, host, log)
    server.set_app(front.answer)
    server.builder = front.build


def is_own_name(header: str, host: str) -> bool:
    """Whether a `Host` header names this machine, as `host` says where the server listens."""
    if host in _FOR_ALL or not header:
        return True
    name = header.strip().lower()
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    return name in ("localhost", host.lower()) or name.endswith(".localhost") or _is_address(name)


def _is_address(name: str) -> bool:
    """Whether it is a number: no other site can have that for a name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class _Front:
    def __init__(self, server: Any, host: str, log: Any) -> None:
        self.server, self.host, self.log = server, host, log
        self.app, self.builder = server.get_app(), server.builder
        self.failure = ""
        """Why there is no whole site to show; empty when there is one."""

    def build(self) -> None:
        """Build the site; what fails is shown on every page until it is fixed."""
        try:
            self.builder()
        except Exception as error:
            cause = error.__context__ if isinstance(error, SystemExit) and error.__context__ else error
            text = f"{error}" if cause is error else f"{cause}"
            if "strict mode" in text:  # all is written; MkDocs counts warnings
                self.failure = ""
                return
            self.failure = text or type(cause).__name__
            self.log.error(f"the site could not be built: {self.failure}")
        else:
            self.failure = ""

    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """The server's answer, if the question is one it should answer."""
        path = environ.get("PATH_INFO", "")
        if not is_own_name(environ.get("HTTP_HOST", ""), self.host):
            text = (
                "This server answers to the names of its own machine.\n"
                "To reach it by another name, let it listen to all: "
                f"--dev-addr 0.0.0.0:{self.server.server_port}\n"
            )
            return _plain(start, "403 Forbidden", text)
        if "\0" in path or len(path) > _LONGEST or (path.startswith("/livereload/") and len(path) > 100):
            return _plain(start, "404 Not Found", "404 Not Found\n")
        if self.failure and not path.startswith("/livereload/") and _is_page(path):
            return self._failed(start)
        answer: Iterable[bytes] = self.app(environ, start)
        return answer

    def _failed(self, start: StartResponse) -> Iterable[bytes]:
        page = (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            "<title>The site could not be built</title></head>\n"
            f"<body><h1>The site could not be built</h1>\n<pre>{escape(self.failure)}</pre>\n"
            "<p>The terminal says more. This page reloads when the cause is fixed.</p></body></html>\n"
        ).encode("utf-8", "replace")
        reloading = getattr(self.server, "_inject_js_into_html", None)
        if reloading is not None:
            page = reloading(page, self.server._visible_epoch)
        start("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [page]


def _is_page(path: str) -> bool:
    name = path.rpartition("/")[2]
    return "." not in name or name.endswith((".html", ".htm"))


def _plain(start: StartResponse, status: str, text: str) -> list[bytes]:
    start(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode()]
