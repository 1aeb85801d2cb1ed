"""Rules about the addresses of pages: those that a note asks for, and those that a former site had."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.redirects import redirects
from knotwork.model.diagnostics import Diagnostic
from knotwork.rules.rule import finding, reader_rule, vault_rule


@vault_rule("unusable-redirect", "warning")
def unusable_redirect(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """No page leads to a note from an address that its front matter gives.

    `redirect_from` and `permalink` name other addresses of a note, from the site's root. An address is left
    alone when another page or file of the site has it, when two notes ask for it, or when no page can have
    it, as one with `?` or `#` in it.

    Bad: `redirect_from: /pods/` in a note beside `pods.md`.

    Good: `redirect_from: /old-pods/`, or `redirect_from: old pods.md`, the path that the note had.
    """
    for refusal in redirects(kb, directories=kb.settings.directories).refused:
        message = f"no page leads here from `{refusal.written}`: {refusal.why}"
        yield finding(unusable_redirect, refusal.note, refusal.span, message)


@reader_rule("lost-address", "error")
def lost_address() -> None:
    """A former site has a page, or a heading's id, that this site has not: links from elsewhere break.

    `knotwork check --against SITE_DIR` builds the site aside and compares it with the former one, page by
    page. Nothing else has this finding.

    Bad: `old pods.md` is renamed to `pods.md`, and nothing leads there from `/old%20pods/`.

    Good: `redirect_from: old pods.md` in the front matter of `pods.md`; for a heading, the old id behind its
    text, `## Volumes {#storage}`.
    """


RULES = (unusable_redirect, lost_address)
