"""A build of MkDocs that leaves its pages for later: `serve` makes each when a browser asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from knotwork.mkdocs_plugin.compiled_page import CompiledPage, ShownSite
from knotwork.mkdocs_plugin.mkdocs_steps import WRITING_STEPS, original, put_back, take_place

Making = Callable[[str], AbstractContextManager[None]]
"""What surrounds the making of a page, whose source has that path."""


class DeferredBuild:
    """What a build would have written, by the path of the file in the site."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    environment: Any
    """The theme's templates."""
    documents: Sequence[File]
    """The files of all pages, in order."""

    def __init__(self, config: MkDocsConfig, making: Making) -> None:
        self.config, self._making = config, making
        self.files, self.nav = Files(()), Navigation([], [])
        self.documents = ()
        self.pages: dict[str, Page] = {}
        self.has_own_nav = False
        """Whether the navigation is made from the notes, and not written in `mkdocs.yml`."""
        self.shown: ShownSite | None = None
        """What the pages of notes show; None before the first save."""
        self.entries: Sequence[str] | None = None
        """The generated pages in that navigation; None before the first save."""
        self._templates: dict[str, str] = {}
        """The theme's template of each file that is made from one."""

    # -- during the build

    def begin(self) -> None:
        """Take the place of MkDocs' own steps until `end`, in a build with that config."""
        take_place("_populate_page", self._leave_content)
        take_place("_build_page", self._leave_page)
        take_place("_build_theme_template", self._leave_template)

    def end(self) -> None:
        """Put MkDocs' own steps back."""
        put_back(*WRITING_STEPS)

    def _leave_content(self, page: Page, config: MkDocsConfig, files: Files, *more: Any) -> None:
        if config is not self.config or not isinstance(page, CompiledPage):
            original("_populate_page")(
                page, config, files, *more
            )  # MkDocs finds the title of such a page in its text

    def _leave_page(
        self,
        page: Page,
        config: MkDocsConfig,
        documents: Sequence[File],
        nav: Navigation,
        environment: Any,
        dirty: bool = False,
        excluded: bool = False,
    ) -> None:
        if config is not self.config:
            original("_build_page")(page, config, documents, nav, environment, dirty, excluded)
            return
        self.documents, self.nav, self.environment = documents, nav, environment
        self.pages[page.file.dest_uri] = page

    def _leave_template(
        self,
        name: str,
        environment: Any,
        files: Files,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> None:
        if config is not self.config:
            original("_build_theme_template")(name, environment, files, config, nav)
            return
        self.files, self.nav, self.environment = files, nav, environment
        self._templates[name] = name
        if name == "sitemap.xml":
            self._templates[f"{name}.gz"] = name

    # -- after it

    def content(self, path: str) -> bytes | None:
        """The content of a page or a file of the theme, made now; None when there is none."""
        if path in self.pages:
            self._write(self.pages[path])
        elif path in self._templates:
            original("_build_theme_template")(
                self._templates[path], self.environment, self.files, self.config, self.nav
            )
        else:
            return None
        file = Path(self.config.site_dir, path)
        try:
            content = file.read_bytes()
        except OSError:  # no output, or a path that the file system does not allow
            return None
        file.unlink()
        return content

    def has_written(self, path: str) -> bool:
        """Whether a file of the site was written by the build."""
        try:
            return Path(self.config.site_dir, path).is_file()
        except (OSError, ValueError):  # a path that the file system does not allow
            return False

    def show_meta(self) -> None:
        """Give the pages in the navigation their properties: a page's icon stands in the menu."""
        for page in self.nav.pages:
            if isinstance(page, CompiledPage):
                page.meta = page.own_meta(self.config)

    def populate(self, page: Page) -> None:
        """Read and render the content of a page, with the events of all plugins."""
        original("_populate_page")(page, self.config, self.files)

    @contextmanager
    def making(self, page: Page) -> Iterator[None]:
        """Put a page's attributes back in the end, so that it can be made again and holds no content."""
        before = dict(vars(page))
        try:
            with self._making(page.file.src_uri):
                yield
        finally:
            vars(page).clear()
            vars(page).update(before)

    def _write(self, page: Page) -> None:
        with self.making(page):
            if isinstance(page, CompiledPage):
                self.populate(page)
            original("_build_page")(
                page,
                self.config,
                self.documents,
                self.nav,
                self.environment,
                excluded=page.file.inclusion.is_excluded(),
            )
