"""Files that stand for others: links reach `first.de.md` where they name `first.md`, as in a German site."""

from __future__ import annotations

from dataclasses import replace

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.live import LiveVault
from knotwork.knowledge.resolution import target_of
from knotwork.model.names import NotePath
from knotwork.vault.vault import Vault

A, FIRST, GERMAN = NotePath("a.md"), NotePath("guide/first.md"), NotePath("guide/first.de.md")
TEXTS = {
    A: "[[first]] [[guide/first#Anfang]] [x](guide/first.md) [y](guide/first.md#anfang) ![](p.png) [[gone]]",
    GERMAN: "# Erste\n\n## Anfang\n",
}
VAULT = replace(
    Vault.of(TEXTS, attachments=["p.de.png"]),
    stand_ins={FIRST: GERMAN, NotePath("p.png"): NotePath("p.de.png")},
)


def test_links_reach_what_stands_for_the_file_they_name() -> None:
    targets = [target_of(resolution) for resolution in compile_vault(VAULT).resolutions[A]]

    assert targets == [GERMAN, GERMAN, GERMAN, GERMAN, "p.de.png", None]


def test_a_file_of_the_name_itself_comes_first() -> None:
    own = replace(Vault.of({**TEXTS, "other/first.md": "# First\n"}), stand_ins={FIRST: GERMAN})
    targets = [target_of(resolution) for resolution in compile_vault(own).resolutions[A]]

    assert targets[:3] == ["other/first.md", GERMAN, GERMAN]


def test_a_live_vault_follows_what_stands_for_others() -> None:
    live = LiveVault(Settings())
    live.update(replace(VAULT, stand_ins={}))
    live.update(VAULT)
    following = Vault.of({**TEXTS, "b.md": "[[first]]"}, attachments=["p.de.png"])
    live.update(replace(following, notes={**VAULT.notes, **following.notes}, stand_ins=VAULT.stand_ins))

    assert live.kb.resolutions[A] == compile_vault(VAULT).resolutions[A]
    assert target_of(live.kb.resolutions[NotePath("b.md")][0]) == GERMAN
