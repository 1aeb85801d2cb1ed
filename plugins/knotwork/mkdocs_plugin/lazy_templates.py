"""The theme's templates are compiled when they are needed: a build that changes few pages may need none.

A page that says that there is no page shows no page of the site but those in the menu: the theme makes the
same one of the same configuration and menu.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from knotwork.mkdocs_plugin.kept_frames import KeptFrames
from knotwork.mkdocs_plugin.page_values import Context

_PAGE, _NOT_FOUND = "main.html", "404.html"
"""The two templates that are compiled late; the theme has both."""
_KIND = "theme page"


class LazyTemplates:
    """A Jinja environment, of which the templates of pages are compiled late."""

    def __init__(self, environment: Any, kept: KeptFrames) -> None:
        self._environment, self._kept = environment, kept

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment, name)

    def get_template(self, name: Any, *arguments: Any, **options: Any) -> Any:
        """The template; if one that is late is missing, that is raised when it is rendered."""
        load = partial(self._environment.get_template, name, *arguments, **options)
        if name == _NOT_FOUND:
            return KeptTemplate(name, load, self._kept)
        return LateTemplate(name, load) if name == _PAGE else load()


class LateTemplate:
    """A template that is compiled when more than its name is asked for."""

    def __init__(self, name: str, load: Callable[[], Any]) -> None:
        self.name, self._load = name, load

    def __getattr__(self, name: str) -> Any:
        return getattr(self._load(), name)


class KeptTemplate(LateTemplate):
    """A template whose output an earlier build may have kept."""

    def __init__(self, name: str, load: Callable[[], Any], kept: KeptFrames) -> None:
        super().__init__(name, load)
        self._kept = kept

    def render(self, context: Context) -> str:
        """What the template makes of a context."""
        store, key = self._kept.store, self._kept.menu_digest(context["nav"])
        kept = store.get(_KIND, key) if store is not None and key else None
        if kept is not None:
            return kept.decode()
        output = str(self._load().render(context))
        if store is not None and key:
            with suppress(UnicodeEncodeError):
                store.put(_KIND, key, output.encode())
        return output
