"""Notes whose content another plugin replaced are protected: what shows their text is made again.

Which notes these are is known only when all plugins have had their pages.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.toc import get_toc

from knotwork.mkdocs_plugin.compiled_page import CompiledPage, table_of_contents
from knotwork.mkdocs_plugin.generated_file import GeneratedFile
from knotwork.model.names import NotePath
from knotwork.site.compiled_site import CompiledSite, SitePage
from knotwork.site.views import GeneratedPage


def protect_replaced(
    site: CompiledSite,
    paths: Collection[NotePath],
    files: Files,
    config: MkDocsConfig,
) -> CompiledSite:
    """The site with those notes protected as well; MkDocs' pages and the generated files follow it."""
    protected = site.with_protected(paths)
    _replace_pages_and_files(site, protected, files)
    for page in [file.page for file in files.documentation_pages()]:
        if isinstance(page, CompiledPage) and page.is_protected:
            page.toc, page.meta = get_toc([]), page.own_meta(config)
        elif isinstance(page, CompiledPage) and page.has_embeds:  # it may show some of them
            page.render_again(config, files)
    return protected


def _replace_pages_and_files(before: CompiledSite, site: CompiledSite, files: Files) -> None:
    pages: dict[str, SitePage] = {**_empty_pages(before), **{page.source: page for page in site.pages()}}
    makers = site.files()
    removed = before.files().keys() - makers.keys()
    for file in list(files):
        page = file.page
        if isinstance(page, CompiledPage) and page.page.source in pages:
            page._site, page._page, page.rendered = site, pages[page.page.source], None
            if isinstance(page.page, GeneratedPage):  # its headings may be fewer
                page.toc = table_of_contents(page.page.headings)
        elif isinstance(page, CompiledPage) or (file.src_uri in removed and isinstance(file, GeneratedFile)):
            files.remove(file)
        elif file.src_uri in makers and isinstance(file, GeneratedFile):
            file.replace(makers[file.src_uri]() or b"")


def _empty_pages(site: CompiledSite) -> dict[str, SitePage]:
    """The generated pages that the navigation links to, without their lists."""
    return {
        page.source: replace(page, make=lambda: ("<p>Nothing is listed.</p>\n", ()))
        for page in site.generated.pages
        if page.entry
    }
