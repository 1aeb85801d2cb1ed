"""Rules about Markdown of other programs that notes do not have."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.text import Position, Span
from knotwork.rules.rule import reader_rule, vault_rule


@vault_rule("unread-extension", "info", of_names=True)
def unread_extension(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """The site sets an extension of Markdown, or an option of one, that has no effect in notes.

    Notes have the syntax that the handbook lists, whether or not `markdown_extensions` names it. Pages that
    Python-Markdown renders, by the setting `renderer`, have the extension as before. Where pages that need an
    extension are recognized by what they write, it is not reported.

    Bad: `- markdown_checklist.extension` under `markdown_extensions`.

    Good: no extension that no page uses; `renderer: {"lists/*": python-markdown}` for the pages that do.
    """
    markdown = kb.settings.markdown
    for unread in markdown.unread:
        if unread.is_recognized and kb.settings.renderer != "knotwork":
            continue
        what = (
            f"the option `{unread.option}` of `{unread.extension}`"
            if unread.option
            else f"`{unread.extension}`"
        )
        message = f"{what} has no effect in notes"
        help_ = "Pages that need it can be rendered by Python-Markdown: list them under `renderer`."
        at = Position(unread.line, 1)
        place = Location(NotePath(markdown.file), Span(at, at))
        yield Diagnostic(unread_extension.code, unread_extension.severity, place, message, help_)


@reader_rule("unread-query", "info")
def unread_query() -> None:
    """A query of Dataview or of Obsidian's Bases is not computed: the page shows it as it is written.

    Computed is what gives the same notes here as there: see the handbook's page on queries. Programs, such
    as `dataviewjs`, are never run.

    Bad: `TABLE length(file.inlinks) GROUP BY status` in a block of `dataview`.

    Good: `TABLE status FROM #project SORT file.name`
    """


@reader_rule("unread-syntax", "info")
def unread_syntax() -> None:
    """Something is written for another program, and is shown as it is written.

    `:::` opens what mkdocstrings, mkdocs-click or other programs make; `--8<--` and `{!file!}` insert a file
    where the site has the extension for it; `///` opens a block of a kind that notes do not have. Pages that
    Python-Markdown renders, by the setting `renderer`, are not reported.

    Bad: `::: package.module`; `--8<-- "part.md"` in a vault without `pymdownx.snippets`; `/// unknown`.

    Good: the plugin mkdocstrings, which a site with such pages needs: then Python-Markdown renders them; a
    note that is embedded, `![[part]]`.
    """


@reader_rule("missing-insertion", "error")
def missing_insertion() -> None:
    """A file that a note inserts is not there, or may not be inserted.

    Where a site sets `pymdownx.snippets`, `--8<-- "file"` inserts the lines of a file, and so does
    `{!file!}` where it sets `markdown_include.include`. It must be in a
    folder under `base_path`, and neither it nor a folder of it may begin with a dot. Nothing is loaded
    from another host. A note is inserted when its front matter says nothing that could keep it back.

    Bad: `--8<-- "instal.md"`, when the file is `install.md`.

    Good: `--8<-- "install.md"`
    """


RULES = (unread_extension, unread_query, unread_syntax, missing_insertion)
