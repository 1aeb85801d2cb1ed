"""`unpublished-link`, `outside-vault` and `unsafe-url`: links to what is not published."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.knowledge.external_urls import is_published_url
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import (
    MissingAttachment,
    MissingNote,
    OutsideVault,
    may_be_site_page,
)
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.note import Note
from knotwork.model.patterns import lazy_regex
from knotwork.rules.rule import finding, link_rule, note_rule

_PLACEHOLDER = lazy_regex(r"[\w.+-]+:[\w.-]*")
"""What may be a placeholder in angle brackets, which Markdown reads as a link: `<image:tag>`."""
_WHY_LEFT_OUT = {
    "active": "Browsers or servers would run it; if you trust it, list it under `active_files`.",
    "copy": "It has the name of an editor's copy; rename it, or list it under `editor_copies`.",
    "collision": "The site has a file of its own in its place; rename it.",
}


@link_rule("unpublished-link", "warning")
def unpublished_link(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A link names a note or file that is kept off the site (a draft, `publish: false`, `exclude_docs`).

    Readers see the link's text without a link; the name of the note is published with it.

    Bad: `[[salaries]]` when salaries.md says `publish: false`.

    Good: leave the link out, or publish the note.
    """
    missing = resolved.resolution
    if isinstance(missing, MissingNote | MissingAttachment) and missing.unpublished:
        path = missing.unpublished
        message = f"'{path}' is not published"
        help_ = _WHY_LEFT_OUT.get(kb.vault.left_out.get(path, "excluded"))
        yield finding(unpublished_link, resolved.source, resolved.link.span, message, help_)


@link_rule("outside-vault", "error")
def outside_vault(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A link climbs out of the vault's folder.

    Only files inside the vault are published, and nothing else is read.

    Bad: `![[../../photos/me.png]]`

    Good: copy the file into the vault, then `![[me.png]]`.
    """
    if isinstance(resolved.resolution, OutsideVault) and not may_be_site_page(
        resolved.link, resolved.resolution
    ):
        message = f"'{resolved.resolution.path}' leads out of the vault"
        yield finding(
            outside_vault,
            resolved.source,
            resolved.link.span,
            message,
            "Only the vault is published: copy the file into it, if there is one, or remove the link.",
        )


@note_rule("unsafe-url", "warning")
def unsafe_url(kb: KnowledgeBase, note: Note) -> Iterator[Diagnostic]:
    """A link's scheme is not among those that are published.

    `javascript:` and `data:` links run code in a reader's browser. They are published as plain text.

    Bad: `[click](javascript:alert(1))`

    Good: `[docs](https://kubernetes.io)`

    More schemes can be allowed with `url_schemes` in the settings; those that run code never are.
    """
    allowed = kb.settings.url_schemes
    for url in note.urls:
        if url.url and not is_published_url(url, kb.settings):
            message = f"links with '{url.scheme}:' are not published"
            help_ = f"Allowed are {', '.join(allowed)}; see `url_schemes`."
            is_autolink = url.span.end.column - url.span.start.column == len(url.url) + len("<>")
            if is_autolink and _PLACEHOLDER.fullmatch(url.url):
                help_ = f"If it is no link, write `` `<{url.url}>` `` or `\\<{url.url}>`. {help_}"
            yield finding(unsafe_url, note.path, url.span, message, help_)
