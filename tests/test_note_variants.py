"""What pages may show of a knowledge base is what a knowledge base of just that would have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from definitions import BACKUP_DEFINITION
from knotwork.config.settings import Settings
from knotwork.knowledge import snippet_index
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.note_variants import with_changed_note, with_protected, with_unprotected
from knotwork.knowledge.resolution import MissingNote, Resolved
from knotwork.model.names import NotePath
from knotwork.site.render import render_note
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault

A, B, DEFINITION = NotePath("a.md"), NotePath("b.md"), NotePath("definition.md")
TEXTS = {
    A: "# A\n\n## Part\n\n[[b#Part]] ![[#Part]] #one\n\n```yaml\napiVersion: v1\nkind: Namespace\n```\n",
    B: "# B\n\n## Part\n\n![[a#Part]] #two\n\n```yaml\napiVersion: example.com/v1\nkind: Backup\n```\n",
    DEFINITION: f"# Definition\n\n{BACKUP_DEFINITION}",
}


def compiled() -> KnowledgeBase:
    return compile_vault(Vault.of(TEXTS))


@pytest.mark.parametrize("path", TEXTS)
def test_snippets_of_other_pages_are_validated_without_a_protected_note(path: NotePath) -> None:
    kb = compiled()
    assert kb.snippets.findings
    protected = with_protected(kb, [path])
    fresh = replace(protected)

    assert fresh.snippets is not protected.snippets
    assert protected.snippets.by_note == fresh.snippets.by_note
    assert protected.snippets.findings == fresh.snippets.findings


def test_what_is_the_same_is_validated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kb = compiled()
    assert kb.snippets.findings
    monkeypatch.setattr(snippet_index, "note_snippets", lambda note, *rest: pytest.fail(f"{note.path} again"))

    assert with_protected(kb, [A]).snippets.of(B) is kb.snippets.of(B)


def test_a_protected_note_s_page_shows_it_whole() -> None:
    kb = compiled()
    own = with_unprotected(with_protected(kb, [A]), kb, A)

    assert "This embed shows itself" in render_note(own, A)
    assert own.snippets.of(A) == kb.snippets.of(A)


@pytest.mark.parametrize("path", TEXTS)
def test_a_changed_text_is_shown_as_if_it_had_been_read(path: NotePath) -> None:
    text = TEXTS[path].replace("Part", "Other part") + "\n```yaml\nkind: [\n```\n"
    read = compile_vault(Vault.of({**TEXTS, path: text}))

    assert render_note(with_changed_note(compiled(), read_note(path, text)), path) == render_note(read, path)


def test_links_in_changed_texts_do_not_reach_the_aliases_of_protected_notes() -> None:
    texts = {**TEXTS, A: f"---\naliases: AL\n---\n{TEXTS[A]}"}
    settings = Settings(aliases="resolve")
    kb = compile_vault(Vault.of(texts), settings)
    changed = read_note(B, "[[AL]]")

    assert with_changed_note(kb, changed).resolutions[B] == (Resolved(A, rule="alias"),)
    assert with_changed_note(with_protected(kb, [A]), changed).resolutions[B] == (MissingNote("AL"),)
