"""`embed-cycle`: an embed shows itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knotwork.knowledge.embeds import chain_text
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.rules.rule import finding, vault_rule


@vault_rule("embed-cycle", "error")
def embed_cycle(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """An embed shows, directly or through other embeds, the section it stands in.

    The page shows the text once, then a placeholder that names the chain of embeds.

    Bad: `![[b]]` in a.md, and `![[a]]` in b.md.

    Good: embed the section you mean (`![[a#Summary]]`), or link instead of embedding.
    """
    embeds: dict[NotePath, Mapping[int, int]] = {}
    for (path, at), chain in kb.embeds.cycles():
        note = kb.notes[path]
        if path not in embeds:
            embeds[path] = dict(note.body.embeds)
        message = f"the embed shows itself: {chain_text(chain)}" if chain else "the embed shows itself"
        link = note.links[embeds[path][at]]
        yield finding(embed_cycle, path, link.span, message, "Link instead.")
