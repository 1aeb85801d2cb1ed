"""Which attachments are published: all, or with `attachments: used` those that a published note shows."""

from __future__ import annotations

from pathlib import Path

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.rules import check
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.publication_report import publication_summary
from knotwork.vault.read_vault import read_docs

NOTES = {
    "index.md": "---\ncover: img/cover.png\n---\n# Home\n\n![[a.png]] ![b](img/b.png) [[c.pdf]] "
    '%%![[h.png]]%%\n\n<img src="img/d.png">\n\n![[film.mp4]]\n',
    "private.md": "---\npublish: false\n---\n![[secret.png]] ![[a.png]] ![[notes.pdf]] [[#here]]\n",
    "drafts/d.md": "![[drafted.png]]\n",
}
SHOWN = {"a.png", "img/b.png", "c.pdf", "img/d.png", "img/cover.png", "film.mp4", "film.vtt"}
PRIVATE = {"secret.png", "notes.pdf", "drafted.png"}
OTHERS = {"h.png", "loose.png", "robots.txt", "logo.png"}


def compiled(root: Path, attachments: str) -> KnowledgeBase:
    for name, text in {**NOTES, **dict.fromkeys(SHOWN | PRIVATE | OTHERS, "")}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    settings = Settings(attachments=attachments)  # type: ignore[arg-type]
    return compile_vault(read_docs(root, settings, Exclusions((), ("drafts/",), {"logo.png"})), settings)


def test_with_all_every_attachment_is_published_and_those_of_private_notes_are_named(tmp_path: Path) -> None:
    kb = compiled(tmp_path, "all")

    assert kb.vault.attachments == SHOWN | PRIVATE | OTHERS
    assert publication_summary(kb.vault) == (
        "published 1 note, held back 2 (1 by publish, 1 draft); published 3 files that only unpublished "
        "notes show (drafted.png, notes.pdf, secret.png), see the setting `attachments`"
    )


def test_with_used_only_those_of_published_notes_and_of_the_site_are(tmp_path: Path) -> None:
    kb = compiled(tmp_path, "used")

    assert kb.vault.attachments == SHOWN | {"robots.txt", "logo.png"}
    assert publication_summary(kb.vault).endswith("; held back 5 files that no published note shows")
    assert [each.rule for each in check(kb)] == []
