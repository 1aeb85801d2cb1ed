"""Parts of pages that other plugins make: links to them lead there, and are no findings.

They are known only when all pages are rendered.
"""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.page_ids import PageIds, links_to_page_ids
from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath

_RULE = "missing-heading"


def ids_of_pages(files: Files) -> PageIds:
    """The ids on the pages of notes whose texts other plugins changed, or that Python-Markdown rendered."""
    pages = [file.page for file in files.documentation_pages()]
    return {
        NotePath(page.file.src_uri): frozenset(page.present_anchor_ids or ())
        for page in pages
        if isinstance(page, CompiledPage)
        and page.text is not None
        and not page.is_protected
        and (page.text.is_changed or page.is_by_python_markdown)
    }


def render_again(ids: PageIds, files: Files, config: MkDocsConfig) -> None:
    """Render the pages whose links name such parts."""
    for page in [file.page for file in files.documentation_pages()] if ids else ():
        if isinstance(page, CompiledPage) and page.text is not None and page.names_any_of(ids):
            page.page_ids = ids
            page.render_again(config, files)


def without_page_ids(
    findings: Iterable[Diagnostic], kb: KnowledgeBase, ids: PageIds
) -> tuple[Diagnostic, ...]:
    """The findings but those about links that lead to such a part."""
    links = {(path, kb.notes[path].links[index].span.start) for path, index in links_to_page_ids(kb, ids)}
    return tuple(
        finding
        for finding in findings
        if finding.rule != _RULE or (finding.location.path, finding.location.span.start) not in links
    )
