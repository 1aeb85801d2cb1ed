"""An error while one page is made fails that page only: it gets an error panel, and the build goes on.

That holds for reading, rendering, the theme's template, the search index and the hooks of all plugins. The
content of a failed page is always replaced: a plugin that should have encrypted it may not have done so.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable
from functools import partial, wraps
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound

from knotwork.mkdocs_plugin.loaded_plugins import origins
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.failures import IN_THE_LOG, NOT_MADE, failure, panel
from knotwork.site.words import ENGLISH_WORDS, Words

PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
"""The events of MkDocs that are about one page."""
Render = Callable[[Any, Any], str]
"""What a template renders with a context."""
_PLAIN_PATH = 500
_PLAIN_NAMES = re.compile(r"(?:/[^\x00-\x1f<>:\"|?*\\/\ud800-\udfff]{1,35})+")
"""Names of up to 140 bytes, a character takes up to four: some file systems that encrypt allow 143."""
_NO_SUCH_NAME = (errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EINVAL)


class PageGuard:
    """The pages of a build that failed, and why."""

    def __init__(
        self, report: Callable[[Diagnostic], None], stops: type[Exception], *, details: bool
    ) -> None:
        """`stops` is the error with which a plugin ends the build: it ends after all pages are written.

        With `details` an error panel shows the message, which is meant for the author only.
        """
        self.report, self.stops, self.details = report, stops, details
        self.failed: dict[str, Diagnostic] = {}
        """The first failure of each page, by its source path."""
        self.words: Words = ENGLISH_WORDS
        """The texts of the site's language."""
        self.pages = 0
        self.stopped = ""
        """The message of a plugin that ends the build."""
        self.redrawn: Callable[[Any], str] = self._bare
        """Renders a failed page again, with an error panel as its content."""

    def fail(self, page: Any, stage: str, error: Exception) -> None:
        """Replace a page's content by an error panel."""
        path = str(page.file.src_uri)
        self._report(path, stage, error)
        if isinstance(error, self.stops):
            self.stopped = self.stopped or f"{path}: {error}"
        page.markdown, page.toc, page.content = "", [], self.panel(path)
        page.meta["search"] = {"exclude": True}

    def panel(self, path: str) -> str:
        """The error panel of a page."""
        why = self.failed[path].message if self.details else self.words(IN_THE_LOG)
        return panel(why, self.words(NOT_MADE))

    def whole(self, page: Any) -> str:
        """The content of a failed page: its title and the panel."""
        title = escape(unescape(str(page.title or page.file.name)))
        return f"<h1>{title}</h1>\n{self.panel(page.file.src_uri)}"

    @property
    def all_failed(self) -> bool:
        """Whether every page failed: then the cause is not in the pages."""
        return self.pages > 0 and len(self.failed) >= self.pages

    def fail_template(self, name: str, error: Exception) -> None:
        """Leave out a file that is no page."""
        if self._report(name, "this template", error):
            self.pages += 1

    def _report(self, path: str, stage: str, error: Exception) -> bool:
        """Report the failure of a page; False when it has failed before."""
        if isinstance(error, MemoryError):
            raise error
        if path in self.failed:
            return False
        self.failed[path] = finding = failure(path, stage, error)
        self.report(finding)
        return True

    def _bare(self, page: Any) -> str:
        return bare_page(page.title, self.whole(page))

    def install(self, plugins: Any) -> None:
        """Guard the page events of all plugins."""
        known = origins(plugins)
        for event in PAGE_EVENTS:
            methods: list[Any] = plugins.events[event]
            for at, method in enumerate(methods):
                guard = getattr(method, "guarded_by", None)
                if guard is self:
                    continue
                plain = method.__wrapped__ if guard else method  # a build within a build has its own guard
                name = known.get(plain, "")
                methods[at] = self._guarded(event, plain, f"the plugin '{name}'" if name else "a plugin")
                known[methods[at]] = name

    def guard_page(self, page: Any) -> None:
        """Guard the reading and rendering of a page of any class."""
        self.pages += 1
        page.read_source = partial(self._step, page, page.read_source, "reading it")
        page.render = partial(self._step, page, page.render, "rendering it")

    def _step(self, page: Any, step: Callable[..., None], stage: str, *args: Any) -> None:
        if page.file.src_uri not in self.failed:
            try:
                step(*args)
            except Exception as error:
                self.fail(page, stage, error)
        else:
            page.content = self.panel(page.file.src_uri)

    def _guarded(self, event: str, method: Any, plugin: str) -> Any:
        @wraps(method)
        def guarded(*args: Any, **options: Any) -> Any:
            page = options.get("page", args[0] if args else None)
            try:
                return method(*args, **options)
            except Exception as error:
                if page is None:
                    raise
                self.fail(page, f"{plugin} (on_{event})", error)
            match event:
                case "page_markdown":
                    return ""
                case "page_content":
                    return page.content
                case "post_page":
                    return self.redrawn(page)
            return None

        guarded.guarded_by = self  # type: ignore[attr-defined]
        return guarded


class GuardedTemplates:
    """A Jinja environment whose templates fail one page only."""

    def __init__(
        self, environment: Any, guard: PageGuard, current_page: Callable[[], Any], render: Render
    ) -> None:
        """`render` renders the template of a page."""
        self._environment, self._guard, self._current_page = environment, guard, current_page
        self._render = render

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment, name)

    def get_template(self, name: Any, *args: Any, **options: Any) -> Any:
        """The template; if that fails, one that renders an error panel, or nothing if it is for no page."""
        page = self._current_page()
        try:
            template = self._environment.get_template(name, *args, **options)
        except Exception as error:
            if page is not None:
                self._guard.fail(page, f"its template '{name}'", error)
            elif isinstance(error, TemplateNotFound):
                raise  # MkDocs expects it
            else:
                self._guard.fail_template(str(name), error)
            template = None
        return GuardedTemplate(template, str(name), self._guard, self._environment, self._render)


class GuardedTemplate:
    """A template that renders an error panel when it fails."""

    def __init__(self, template: Any, name: str, guard: PageGuard, environment: Any, render: Render) -> None:
        self._template, self._name, self._guard, self._environment = template, name, guard, environment
        self._render = render

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)

    def render(self, context: Any) -> str:
        """The page; when that fails, the theme with an error panel, or the panel alone."""
        page = context.get("page")
        self._guard.redrawn = partial(self._redrawn, context)
        try:
            if self._template is not None:
                return self._render(self._template, context)
        except Exception as error:
            if page is None:
                self._guard.fail_template(self._name, error)
            else:
                self._guard.fail(page, f"its template '{self._name}'", error)
        return "" if page is None else self._redrawn(context, page)

    def _redrawn(self, context: Any, page: Any) -> str:
        page.content, page.toc = self._guard.whole(page), []
        page.meta = {"search": {"exclude": True}}
        try:
            return str(self._environment.get_template("main.html").render(context))
        except Exception as error:
            self._guard.fail(page, "the theme", error)
            return bare_page(page.title, self._guard.whole(page))


def bare_page(title: str | None, content: str) -> str:
    """A whole page without a theme; `content` is HTML."""
    name = escape(unescape(str(title or "")))
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{name}</title></head>\n<body><main>\n{content}</main></body>\n</html>\n"
    )


def writing_error(path: str) -> OSError | None:
    """Why a page cannot be written: its folder has the name of a file, or its path is too long.

    Raises OSError when the disk is the reason, if it is found out here.
    """
    if _is_plain(path):
        return None
    try:
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab"):
            return None
    except OSError as error:
        if error.errno not in _NO_SUCH_NAME:
            raise
        return error


def _is_plain(path: str) -> bool:
    """Whether every file system allows the path's names, and it is neither a folder nor below a file."""
    if os.name != "posix" or len(path) > _PLAIN_PATH or not _PLAIN_NAMES.fullmatch(path):
        return False
    try:
        return not stat.S_ISDIR(Path(path).stat().st_mode)
    except FileNotFoundError:
        return True
    except OSError:
        return False
