"""What is raised while one page is made stays with that page: it gets a panel, and the build goes on.

Reading, rendering, the theme's template, the search, the hooks of every plugin: whatever fails for a
page, its content is replaced. Something that was to act on it (to encrypt it, say) has not done so.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import partial, wraps
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.failures import failure, panel

PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
"""The events of MkDocs that are about one page."""
_NO_SUCH_NAME = (errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EINVAL)


class PageGuard:
    """The pages of one build that could not be made, and why."""

    def __init__(
        self, report: Callable[[Diagnostic], None], stops: type[Exception], *, details: bool
    ) -> None:
        """`stops` is what a plugin raises to end the build: it ends then, when all pages are written.

        With `details` a page's panel shows the error's own text, which only its writer should see.
        """
        self.report, self.stops, self.details = report, stops, details
        self.failed: dict[str, Diagnostic] = {}
        """Why each page failed first, by the path it is made of."""
        self.pages = 0
        self.stopped = ""
        """What a plugin said that wants the build to end."""
        self.redrawn: Callable[[Any], str] = self._bare
        """The whole page again, its content being a panel by now."""

    def fail(self, page: Any, stage: str, error: Exception) -> None:
        """Put a panel in place of a page's content."""
        path = str(page.file.src_uri)
        self._note(path, stage, error)
        if isinstance(error, self.stops):
            self.stopped = self.stopped or f"{path}: {error}"
        page.markdown, page.toc, page.content = "", [], self.panel(path)
        page.meta["search"] = {"exclude": True}

    def panel(self, path: str) -> str:
        """What stands in place of a page's content."""
        return panel(self.failed[path].message) if self.details else panel()

    def whole(self, page: Any) -> str:
        """All that a failed page shows, its title included."""
        title = escape(unescape(str(page.title or page.file.name)))
        return f"<h1>{title}</h1>\n{self.panel(page.file.src_uri)}"

    @property
    def nothing_left(self) -> bool:
        """Whether every page failed: then it is no page's fault."""
        return self.pages > 0 and len(self.failed) >= self.pages

    def lose(self, name: str, error: Exception) -> None:
        """Go on without a file that is no page."""
        if self._note(name, "this template", error):
            self.pages += 1

    def _note(self, path: str, stage: str, error: Exception) -> bool:
        """Report what a page failed of, once; whether it is the first time."""
        if isinstance(error, MemoryError):
            raise error
        if path in self.failed:
            return False
        self.failed[path] = found = failure(path, stage, error)
        self.report(found)
        return True

    def _bare(self, page: Any) -> str:
        return bare_page(page.title, self.whole(page))

    def install(self, plugins: Any) -> None:
        """Guard what plugins do with pages, and what the search reads of them."""
        origins: dict[Any, str] = getattr(plugins, "_event_origins", {})
        for event in PAGE_EVENTS:
            methods: list[Any] = plugins.events[event]
            for at, method in enumerate(methods):
                guard = getattr(method, "guarded_by", None)
                if guard is self:
                    continue
                plain = method.__wrapped__ if guard else method  # a build within a build has its own
                name = origins.get(plain, "")
                methods[at] = self._guarded(event, plain, f"the plugin '{name}'" if name else "a plugin")
                origins[methods[at]] = name

    def enclose(self, page: Any) -> None:
        """Guard the reading and the rendering of a page, whoever made its class."""
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

    def _guarded(self, event: str, method: Any, who: str) -> Any:
        @wraps(method)
        def guarded(*args: Any, **more: Any) -> Any:
            page = more.get("page", args[0] if args else None)
            try:
                return method(*args, **more)
            except Exception as error:
                if page is None:
                    raise
                self.fail(page, f"{who} (on_{event})", error)
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
    """A theme's templates, for the pages that are drawn with them; all else is the environment's."""

    def __init__(self, environment: Any, guard: PageGuard, current_page: Callable[[], Any]) -> None:
        self._environment, self._guard, self._current_page = environment, guard, current_page

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment, name)

    def get_template(self, name: Any, *args: Any, **more: Any) -> Any:
        """The template; where it cannot be read, one that draws a panel, or nothing if there is no page."""
        page = self._current_page()
        try:
            template = self._environment.get_template(name, *args, **more)
        except Exception as error:
            if page is not None:
                self._guard.fail(page, f"its template '{name}'", error)
            elif isinstance(error, TemplateNotFound):
                raise  # MkDocs expects it
            else:
                self._guard.lose(str(name), error)
            template = None
        return GuardedTemplate(template, str(name), self._guard, self._environment)


class GuardedTemplate:
    """A template that draws something whatever it raises."""

    def __init__(self, template: Any, name: str, guard: PageGuard, environment: Any) -> None:
        self._template, self._name, self._guard, self._environment = template, name, guard, environment

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)

    def render(self, context: Any) -> str:
        """The page; should that fail, the theme's frame around a panel, or else the panel alone."""
        page = context.get("page")
        self._guard.redrawn = partial(self._redrawn, context)
        try:
            if self._template is not None:
                return str(self._template.render(context))
        except Exception as error:
            if page is None:
                self._guard.lose(self._name, error)
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
    """Why no file can hold a page: a file has the name of its folder, or it is too long.

    Raises OSError when the disk is the reason.
    """
    try:
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab"):
            return None
    except OSError as error:
        if error.errno not in _NO_SUCH_NAME:
            raise
        return error
