"""Limits for YAML and for what is read in one piece, at n and at n + 1."""

from __future__ import annotations

import pytest

from knotwork.knowledge.compiler import compile_vault
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.site.render import render_note
from knotwork.snippets.yaml import compose, limits
from knotwork.snippets.yaml.compose import composed
from knotwork.syntax import diagram, math, nesting
from knotwork.vault.vault import Vault

A = NotePath("a.md")


def messages(text: str) -> list[str]:
    return [violation.message for violation in composed(text).violations]


def test_a_block_has_so_many_characters() -> None:
    comment = "#" * (limits.MAX_CHARACTERS - 1) + "\n"

    assert messages(comment) == []
    assert messages("#" + comment) == ["a YAML block of 1,000,001 characters is not read"]


@pytest.mark.parametrize("style", ["flow", "block"])
def test_yaml_is_so_deep(style: str) -> None:
    def nested(levels: int) -> str:
        if style == "flow":
            return "[" * levels + "]" * levels + "\n"
        return "".join(f"{' ' * level}-\n" for level in range(levels - 1)) + " " * (levels - 1) + "- a\n"

    assert messages(nested(limits.MAX_DEPTH)) == []
    assert messages(nested(limits.MAX_DEPTH + 1)) == ["YAML nested deeper than 100 levels is not read"]


def test_yaml_has_so_many_aliases() -> None:
    aliases = "a: &x 1\nb:\n" + "- *x\n" * limits.MAX_ALIASES

    assert messages(aliases) == []
    assert messages(aliases + "- *x\n") == ["YAML with more than 5,000 aliases is not read"]


def test_yaml_has_so_many_nodes() -> None:
    items = "- a\n" * (limits.MAX_NODES - 5)  # the ends of the text, the document and the list count, too

    assert messages(items) == []
    assert messages(items + "- a\n") == ["YAML with more than 50,000 nodes is not read"]


def test_aliases_stand_for_so_many_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "- &x [a, b, c]\n- *x\n- *x\n"  # a list of three lists of three
    monkeypatch.setattr(limits, "MAX_EXPANDED", 13)

    assert messages(text) == []

    monkeypatch.setattr(limits, "MAX_EXPANDED", 12)

    assert messages(text) == ["these YAML aliases stand for more than 12 nodes"]


def test_a_block_has_so_many_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "MAX_DOCUMENTS", 2)

    assert len(composed("a: 1\n---\nb: 1\n").documents) == 2
    assert messages("a: 1\n---\nb: 1\n") == []
    assert messages("a: 1\n---\nb: 1\n---\nc: 1\n") == [
        "of more than 2 documents in one block the rest is not read"
    ]


# -- Markdown


def findings(text: str) -> list[str]:
    return [finding.rule for finding in check(compile_vault(Vault.of({"a.md": text})))]


def test_blocks_are_nested_so_deep() -> None:
    assert "nesting-limit" not in findings("> " * (nesting.LIMIT - 1) + "end\n")
    assert "nesting-limit" in findings("> " * (nesting.LIMIT + 1) + "end\n")


def test_a_diagram_is_looked_through_and_drawn_up_to_a_length() -> None:
    source = "graph LR\n  A@{ img: 'https://a.invalid/x.png' }\n%% "
    fits = source + "x" * (diagram.LONGEST - len(source))

    assert diagram.loads_elsewhere(fits)
    assert not diagram.loads_elsewhere(fits + "x")


def test_a_formula_has_so_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(math, "_LONGEST", 3)

    assert "<math" in render_note(compile_vault(Vault.of({"a.md": "$a+b$\n"})), A)
    assert "<math" not in render_note(compile_vault(Vault.of({"a.md": "$a+bc$\n"})), A)


@pytest.mark.parametrize(("length", "help_"), [(9_000, "Remove one"), (10_000, "Keep one")])
def test_values_of_a_key_are_compared_up_to_a_length(length: int, help_: str) -> None:
    items = ", ".join(["a"] * length)
    [violation] = composed(f"a: [{items}]\na: [{items}]\n").violations

    assert (violation.help or "").startswith(help_)
