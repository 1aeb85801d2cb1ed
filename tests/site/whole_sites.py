"""What a whole site may not lose: compares a built site, or the notes' HTML, with the notes it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from list_markers import written_items
from lxml import html
from site_builds import Build, parsed

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath, is_markdown, page_url
from knotwork.site.addresses import addresses
from knotwork.site.render import render_note
from knotwork.syntax.queries import LANGUAGES
from knotwork.vault.read_vault import read_docs


def compiled(source: Path, **settings: int) -> KnowledgeBase:
    """The knowledge base of a folder of notes."""
    chosen = Settings(**settings)  # type: ignore[arg-type]
    return compile_vault(read_docs(source, chosen), chosen)


def altered_fences(build: Build, source: Path) -> list[str]:
    """`note:line` of each fenced block whose text is not on its note's page as it is written.

    A query is none: its page has the rows.
    """
    altered = []
    for path, note in compiled(source).notes.items():
        fences = [fence for fence in note.fences if fence.language not in LANGUAGES]
        codes = iter(_code(build.article(page_url(path)))) if fences else iter(())
        for fence in fences:
            if next((code for code in codes if code == fence.text), None) is None:
                altered.append(f"{path}:{fence.span.start.line}")
    return altered


def list_item_counts(source: Path) -> Mapping[NotePath, tuple[int, int]]:
    """For each note, how many list items are rendered, and how many are written."""
    kb = compiled(source, max_embeds=0)
    return {
        path: (_rendered_items(kb, path), len(written_items(_text(source / path))))
        for path in kb.notes
        if is_markdown(path)
    }


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def _code(article: html.HtmlElement) -> Iterator[str]:
    """The text of each block of code, without line numbers, as a reader would copy it."""
    for code in article.xpath(".//pre//code"):
        yield code.text_content()


def _rendered_items(kb: KnowledgeBase, path: NotePath) -> int:
    """The list items of a note's own text; footnotes are none, nor is what we say of its code."""
    page = parsed(f"<html><body>{render_note(kb, path, addresses(kb))}</body></html>")
    return len(page.xpath("//li[not(ancestor::div[@class='footnote' or @class='kw-findings'])]"))
