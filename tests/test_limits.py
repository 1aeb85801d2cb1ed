"""The limits that the handbook names, at n and n + 1; and texts in which words once got lost or slow."""

from __future__ import annotations

from pathlib import Path

import pytest

from knotwork.config.settings import Settings
from knotwork.knowledge import embeds
from knotwork.knowledge.compiler import compile_vault
from knotwork.model import nearest
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.site.render import render_note
from knotwork.syntax import code_facts, colouring, links_in_code, nesting, tables
from knotwork.vault.vault import Vault

A = NotePath("a.md")
PAGE = Path(__file__).parents[1] / "notes/handbook/site security.md"


def test_the_handbook_names_the_limits() -> None:
    limits = PAGE.read_text(encoding="utf-8").partition("## Limits")[2].partition("\n## ")[0]
    defaults = Settings()

    for limit in (
        defaults.max_note_bytes,
        tables.MAX_CELLS,
        nesting.LIMIT,
        defaults.max_embeds,
        defaults.max_embed_depth,
        defaults.max_embedded_characters,
        embeds.SITE_CHARACTERS,
        embeds.SITE_FACTOR,
        colouring.LONGEST,
        colouring.LONGEST_LINE,
        code_facts.MOST_COLOURED,
        nearest.COMPARISONS,
        defaults.max_findings_per_file,
    ):
        assert f" {limit:,}" in limits, limit


def table(rows: int) -> str:
    return "| a | b |\n|---|---|\n" + "| one | two |\n" * rows


def test_tables_have_so_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_CELLS", 6)

    kb = compile_vault(Vault.of({"a.md": table(3)}))
    assert render_note(kb, A).count("<td") == 6
    assert [each.rule for each in check(kb)] == ["orphan-note"]

    kb = compile_vault(Vault.of({"a.md": f"{table(5)}\n{table(1)}"}))
    html = render_note(kb, A)
    assert html.count("<td") == 6
    assert html.count("one") == 6
    found = next(each for each in check(kb) if each.rule == "size-limit")
    assert found.location.span.start.line == 6
    assert found.message == "tables of more than 6 cells: from here on they are shown as text"


def test_only_space_of_markdown_is_stripped_before_a_block_id() -> None:
    kb = compile_vault(Vault.of({"a.md": "\x1e\n^id\n---\n\nsee [[#^id]]\n"}))

    html = render_note(kb, A)
    assert "<h2" in html
    assert 'id="^id"' in html
    assert html.count("<h2") == html.count("</h2>")


@pytest.mark.parametrize("line", ["  [[a]]  ", "> [[a]]", "[[a]]"])
def test_brackets_alone_on_a_line_of_code_are_no_link(line: str) -> None:
    assert list(links_in_code.link_places(f"x\n{line}\ny")) == []
    assert len(list(links_in_code.link_places(f"x\n{line}z\ny"))) == 1
