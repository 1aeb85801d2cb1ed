"""Embeds are bounded by what they put out, and those that show themselves are found in linear time."""

from __future__ import annotations

import pytest

from knotwork.config.settings import Settings
from knotwork.knowledge import embeds
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.site.addresses import addresses
from knotwork.site.render import render_note
from knotwork.vault.vault import Vault

A = NotePath("a.md")


def compiled(texts: dict[str, str], **settings: int) -> KnowledgeBase:
    return compile_vault(Vault.of(texts), Settings(**settings))


def cycles(texts: dict[str, str]) -> list[str]:
    return [each.message for each in check(compiled(texts)) if each.rule == "embed-cycle"]


def put_out(kb: KnowledgeBase) -> int:
    site = addresses(kb)
    return sum(len(render_note(kb, path, site)) for path in kb.notes)


def test_a_page_shows_embeds_up_to_its_number_of_characters() -> None:
    texts = {"a.md": "![[b]]\n\n![[c]]\n", "b.md": "bread", "c.md": "cheese"}
    kb = compiled(texts)
    size = sum(kb.embeds.size(shown) for shown in kb.embeds.shown.values())

    shown = render_note(compiled(texts, max_embedded_characters=size), A)
    assert "<p>bread</p>" in shown
    assert "<p>cheese</p>" in shown

    shown = render_note(compiled(texts, max_embedded_characters=size - 1), A)
    assert "<p>bread</p>" in shown
    assert "<p>cheese</p>" not in shown
    assert "Too much to show on one page (<a" in shown


def test_pages_that_show_most_show_less_when_all_would_put_out_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = {"a.md": "![[long]]", "b.md": "![[short]]", "long.md": "long " * 2_000, "short.md": "short"}
    assert "<p>long" in render_note(compiled(texts), A)

    monkeypatch.setattr(embeds, "SITE_CHARACTERS", 5_000)
    monkeypatch.setattr(embeds, "SITE_FACTOR", 0)
    kb = compiled(texts)

    assert "Too much to show on one page" in render_note(kb, A)
    assert "<p>short</p>" in render_note(kb, NotePath("b.md"))


@pytest.mark.parametrize("notes", [40, 80])
def test_notes_that_embed_all_notes_put_out_a_bounded_site(notes: int) -> None:
    everything = "".join(f"![[n{number}]]\n\n" for number in range(notes))

    kb = compiled({f"n{number}.md": everything for number in range(notes)})

    assert put_out(kb) < 2 * embeds.SITE_CHARACTERS


def test_an_embed_of_itself_is_found() -> None:
    assert cycles({"a.md": "![[a]]"}) == ["the embed shows itself: a.md → a.md"]
    assert cycles({"a.md": "# A\n\n## B\n\n![[#A]]"}) == ["the embed shows itself: a.md → a.md#A"]
    assert cycles({"a.md": "# A\n\ntext\n\n# B\n\n![[#A]]"}) == []


def test_embeds_that_lead_into_a_circle_are_none_themselves() -> None:
    found = cycles({"a.md": "![[b]]", "b.md": "![[c]]", "c.md": "![[b]]", "d.md": "![[e]]", "e.md": "e"})

    assert found == [
        "the embed shows itself: b.md → c.md → b.md",
        "the embed shows itself: c.md → b.md → c.md",
    ]


def test_a_section_that_shows_another_section_of_its_note_is_no_circle() -> None:
    assert cycles({"a.md": "# One\n\n![[b]]\n\n# Two\n\ntwo", "b.md": "![[a#Two]]"}) == []
    assert len(cycles({"a.md": "# One\n\n![[b]]\n\n# Two\n\ntwo", "b.md": "![[a#One]]"})) == 2


def test_a_long_chain_shows_its_ends() -> None:
    found = cycles({f"n{number:02}.md": f"![[n{(number + 1) % 50:02}]]" for number in range(50)})

    assert found[0] == (
        "the embed shows itself: "
        "n00.md → n01.md → n02.md → n03.md → 43 more → n47.md → n48.md → n49.md → n00.md"
    )
    assert len(found) == 50


def test_a_long_name_in_a_chain_is_cut() -> None:
    name = "h" * 500
    found = cycles({"a.md": f"# {name}\n\n![[#{name}]]"})

    assert found == [f"the embed shows itself: a.md → a.md#{'h' * 94}…"]


def test_chains_are_looked_for_up_to_a_number_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeds, "_CHAIN_STEPS", 2)

    found = cycles({"a.md": "![[b]]", "b.md": "![[a]]"})

    assert found == ["the embed shows itself: a.md → b.md → a.md", "the embed shows itself"]
