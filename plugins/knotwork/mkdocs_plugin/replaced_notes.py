"""A note whose content another plugin replaced is protected from then on: what showed some of it is made
anew, or goes.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.toc import get_toc

from knotwork.mkdocs_plugin.build_log import log
from knotwork.mkdocs_plugin.compiled_page import CompiledPage, table_of_contents
from knotwork.mkdocs_plugin.generated_files import GeneratedFiles
from knotwork.model.names import NotePath
from knotwork.site.pages import CompiledSite


def protect_replaced(
    site: CompiledSite,
    paths: Collection[NotePath],
    files: Files,
    config: MkDocsConfig,
    generated: GeneratedFiles,
) -> CompiledSite:
    """The site with those notes protected as well, its pages and files brought up to that."""
    sealed = site.sealing(paths)
    _replace(site, sealed, files, generated)
    for page in [file.page for file in files.documentation_pages()]:
        if isinstance(page, CompiledPage) and page.is_protected:
            page.toc, page.meta = get_toc([]), page.own_meta(config)
        elif isinstance(page, CompiledPage) and page.has_embeds:  # it may show some of them
            page.render(config, files)
            page.content = config.plugins.on_page_content(
                page.content or "", page=page, config=config, files=files
            )
    return sealed


def _replace(before: CompiledSite, site: CompiledSite, files: Files, generated: GeneratedFiles) -> None:
    now = {**before.emptied(), **{page.source: page for page in site.pages()}}
    contents = dict(site.files())
    gone = {path for path, _ in before.files()} - contents.keys()
    for file in list(files):
        page = file.page
        if isinstance(page, CompiledPage) and page.page.source in now:
            page.site, page.page = site, now[page.page.source]
            if page.page.note is None:  # its headings may be fewer
                page.toc = table_of_contents(page.page.content(None, log.info).toc)
        elif isinstance(page, CompiledPage) or (file.src_uri in gone and generated.holds(file.abs_src_path)):
            files.remove(file)
        elif file.src_uri in contents and generated.holds(file.abs_src_path):
            Path(str(file.abs_src_path)).write_bytes(contents[file.src_uri])
