"""The server of `serve` answers only the names of this machine, and survives builds that fail.

A page of another site can point its own host name at this machine (DNS rebinding) and would then receive the
notes. So other names are refused, unless the server listens on all addresses.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote

from knotwork.mkdocs_plugin.build_errors import BuildError, ErrorRecorder, build_error, error_page
from knotwork.mkdocs_plugin.findings_bar import FOLDER, asset, with_bar
from knotwork.mkdocs_plugin.live_site import LiveSite, Response

_ALL_ADDRESSES = ("", "0.0.0.0", "::")  # noqa: S104
_LONGEST = 4_000
"""Characters of the longest path that can name a file."""

StartResponse = Callable[..., Any]


class Added(NamedTuple):
    """What a server adds to a site for its writer."""

    bar: Callable[[str, str], str]
    """The bar of a page: of its path below the site's root, and that root."""
    config_file: str | None
    """What the writer may have to fix; None for a file of ours."""


def harden(
    server: Any,
    host: str,
    log: logging.LoggerAdapter[Any] | logging.Logger,
    live: LiveSite,
    update: Callable[[], bool],
    added: Added,
) -> Callable[[], bool]:
    """Make a server that has not started yet check host names, survive builds that fail, and answer from a
    live site what is not on disk.

    `update` brings the live site up to date; it returns False when that needs a build. `added` is what pages
    get for their writer. Returns whether the last build failed, as a function.
    """
    guarded = _GuardedServer(server, host, log, live, update, added)
    server.set_app(guarded.answer)
    inject = getattr(server, "_inject_js_into_html", None)
    if inject is not None:
        server._inject_js_into_html = lambda page, epoch: inject(with_bar(page), epoch)
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
    def __init__(
        self,
        server: Any,
        host: str,
        log: Any,
        live: LiveSite,
        update: Callable[[], bool],
        added: Added,
    ) -> None:
        self.server, self.host, self.log, self.live, self.update = server, host, log, live, update
        self.app, self.builder, self.added = server.get_app(), server.builder, added
        self.failure: BuildError | None = None
        """Why the last build failed."""

    def build(self) -> None:
        """Build the site; the error of a failed build is shown on every page until it is fixed."""
        recorder, logger = ErrorRecorder(), logging.getLogger("mkdocs")
        logger.addHandler(recorder)
        try:
            with self.live.lock:
                if not self.update() or self.failure:
                    self.builder()
        except Exception as error:
            logger.removeHandler(recorder)
            failure = build_error(error, recorder.sentences, self.added.config_file)
            if "strict mode" in failure.sentence:  # the site is written; MkDocs fails because of warnings
                self.failure = None
                return
            self.failure = failure
            known = (failure.place, "" if recorder.sentences else failure.sentence)  # those are in the log
            self.log.error(": ".join(("the site could not be built", *filter(None, known))))
        else:
            self.failure = None
        finally:
            logger.removeHandler(recorder)

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
        if path.startswith(FOLDER):
            return self._added(path.removeprefix(FOLDER), environ.get("QUERY_STRING", ""), start)
        if self.failure and not path.startswith("/livereload/") and _is_page(path):
            return self._failed(self.failure, start)
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

    def _added(self, name: str, query: str, start: StartResponse) -> Iterable[bytes]:
        """A file that pages get from the server alone, or the bar of the page that the query names."""
        file = asset(name)
        if file is None and name != "bar":
            return _plain(start, "404 Not Found", "404 Not Found\n")
        if file is None:
            page, mounted = parse_qs(query).get("page", [""])[0], self.server.mount_path
            bar = ""
            if page.startswith(mounted) and not self.failure:
                with self.live.lock:
                    bar = self.added.bar(unquote(page[len(mounted) :]), mounted)
            file = bar.encode("utf-8", "replace"), "text/html; charset=utf-8"
        content, kind = file
        headers = [("Content-Type", kind), ("Content-Length", str(len(content)))]
        start("200 OK", [*headers, ("Cache-Control", "no-store")])
        return [content]

    def _failed(self, failure: BuildError, start: StartResponse) -> Iterable[bytes]:
        page = error_page(failure)
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
