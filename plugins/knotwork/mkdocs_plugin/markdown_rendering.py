"""The text of a note's page rendered by Python-Markdown, with the extensions of the site."""

from __future__ import annotations

from copy import copy
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from knotwork.config.settings import Settings
from knotwork.mkdocs_plugin.adapting import NoteText
from knotwork.mkdocs_plugin.markdown_safety import SafeHtml
from knotwork.mkdocs_plugin.vault_markdown import VaultExtension
from knotwork.model.text import Lines
from knotwork.site.feeds.markdown import published_body
from knotwork.site.vault_syntax import VaultSyntax
from knotwork.syntax.inserted_files import expanded
from knotwork.syntax.reader import read_note


def render_by_python_markdown(
    page: Page, text: NoteText, syntax: VaultSyntax, settings: Settings, config: MkDocsConfig, files: Files
) -> None:
    """Let MkDocs render a page from what is published of the note's text.

    It sets what MkDocs sets: the content, the table of contents, the ids.
    """
    dialect = settings.dialect
    extensions: list[Any] = [
        *config["markdown_extensions"],
        VaultExtension(
            syntax,
            has_insertions=dialect.inserted is not None,
            lenient_tags=dialect.tag_style == "lenient",
        ),
        SafeHtml(settings.html, settings.url_schemes),
    ]
    own = copy(config)
    own["markdown_extensions"] = extensions
    markdown, page.markdown = page.markdown, _published(text, settings)
    try:
        Page.render(page, own, files)
    finally:
        page.markdown = markdown


def _published(text: NoteText, settings: Settings) -> str:
    """A note's text with the files that it inserts and what is appended to each, without comments."""
    dialect, note, whole, start = settings.dialect, text.note, text.text, text.body_start
    lines = Lines(text.body)
    if dialect.inserted and (inserting := expanded(lines, lines.text, dialect.inserted)) is not None:
        note, whole, start = read_note(note.path, inserting.text, dialect), inserting.text, 0
    body = published_body(note, whole, start, html_comments=settings.html == "trust")
    return f"{body}\n\n{dialect.appended}" if dialect.appended else body
