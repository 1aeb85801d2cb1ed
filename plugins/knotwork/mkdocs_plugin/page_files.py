"""The pages and files of a compiled site as files of MkDocs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.generated_file import GeneratedFile
from knotwork.mkdocs_plugin.generated_files import GeneratedFiles
from knotwork.mkdocs_plugin.page_cache import PageCache, Store
from knotwork.mkdocs_plugin.page_pool import RenderedPages
from knotwork.mkdocs_plugin.plugin_log import log
from knotwork.mkdocs_plugin.third_party_page import take_over
from knotwork.model.names import name_key
from knotwork.site.bundle import local_polyfills, stylesheet
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.note_page import NotePage
from knotwork.site.views import GeneratedPage


def add_pages(
    site: CompiledSite,
    files: Files,
    config: MkDocsConfig,
    generated: GeneratedFiles,
    *,
    in_menu: bool = False,
) -> None:
    """Add all pages of a site to MkDocs' files; those of the user's own site take precedence.

    Notes are kept out of MkDocs' own menu unless they are `in_menu`: another plugin makes it.
    """
    titles = nav_titles(config.nav)
    for page in site.pages():
        file = files.get_file_from_path(page.source)  # plugins for languages find others than `src_uris` has
        if isinstance(page, GeneratedPage):
            file = add_file(files, config, generated, page.source, bytes) if file is None else None
        elif not in_menu and file is not None and _is_ours_to_place(file):
            file.inclusion = InclusionLevel.NOT_IN_NAV
        if file is not None:
            if file.page is None or isinstance(file.page, CompiledPage):
                CompiledPage(site, page, titles.get(page.source, page.html_title), file, config)
            else:
                take_over(file.page, site, page)
    style = stylesheet()[0]
    if style not in config.extra_css:
        config.extra_css.insert(0, style)  # the user's own styles take precedence
    _set_script(config, site.script[0])
    for path, content in local_polyfills(config.extra):
        if files.get_file_from_path(path) is None:
            add_file(files, config, generated, path, partial(bytes, content))


def _set_script(config: MkDocsConfig, path: str) -> None:
    """Let pages load the script in their language; a site in several languages is built once for each."""
    stem = path.partition(".")[0]
    others = [entry for entry in config.extra_javascript if not str(entry).startswith(f"{stem}.")]
    if path not in map(str, config.extra_javascript):
        others.append(deferred := ExtraScriptValue(path))
        deferred.defer = True
        config.extra_javascript = others


def _is_ours_to_place(file: File) -> bool:
    """Whether no plugin made the note's page: one that did, as a blog does, knows its place in the menu."""
    is_made = file.page is not None and not isinstance(file.page, CompiledPage)
    return file.inclusion is not InclusionLevel.DRAFT and not (is_made and type(file.page) is not Page)


def add_files(site: CompiledSite, files: Files, config: MkDocsConfig, generated: GeneratedFiles) -> None:
    """Add all files that are no pages; those of the user's own site take precedence."""
    redirects = site.redirects
    written = {name_key(file.dest_uri) for file in files} if redirects else frozenset()
    for path, make in site.files().items():
        # the user's own file takes precedence
        if files.get_file_from_path(path) is None and not (
            path in redirects and _is_written(path, redirects[path], written)
        ):
            add_file(files, config, generated, path, make)


def _is_written(path: str, note: str, written: Collection[str]) -> bool:
    """Whether the site has a page or file where one is to lead to a note, as other plugins may add them."""
    is_there = name_key(path) in written
    if is_there:
        log.info(f"{note}: no page leads there from {path}: the site has another page or file of that name")
    return is_there


def add_file(
    files: Files,
    config: MkDocsConfig,
    generated: GeneratedFiles,
    name: str,
    make: Callable[[], bytes | None],
) -> File:
    """Add a file that is not in the vault; `make` gives its content when it is needed, or None."""
    file = GeneratedFile.of(config, name, make, generated)
    files.append(file)
    return file


def add_markdown(page: CompiledPage, files: Files, config: MkDocsConfig, generated: GeneratedFiles) -> None:
    """Add the Markdown of a note as the other plugins left it, if it is published."""
    if page.markdown_copy is not None and not page.is_protected:
        path, content = page.markdown_copy
        if (other := files.get_file_from_path(f"{path}#")) is not None:
            files.remove(other)  # of a note that is published under the same address
        file = add_file(files, config, generated, f"{path}#", partial(bytes, content))
        file.dest_uri = path  # MkDocs would make a page of a `.md`


def render_ahead(
    site: CompiledSite, files: Files, jobs: int | str, store: Store | None, report: Callable[[str], None]
) -> RenderedPages:
    """Let other processes render the pages of notes, in the order in which MkDocs asks for them.

    Pages that an earlier build has kept in `store` are not rendered.
    """
    compiled = (page for file in files.documentation_pages() if isinstance(page := file.page, CompiledPage))
    pages = [page for page in compiled if not page.is_by_python_markdown]
    order = [page.page.path for page in pages if isinstance(page.page, NotePage)]
    rendered = RenderedPages(site, order, jobs, PageCache(site, store) if store else None, report)
    for page in pages:
        page.rendered = rendered
    return rendered


def nav_titles(nav: object) -> dict[str, str]:
    """The titles that the user's `nav:` gives to pages, by path."""
    titles: dict[str, str] = {}
    entries: Iterable[object] = nav if isinstance(nav, list) else [nav]
    for entry in entries:
        for title, below in entry.items() if isinstance(entry, dict) else ():
            if isinstance(below, str):
                titles[below] = str(title)
            else:
                titles.update(nav_titles(below))
    return titles
