"""What may have been meant is looked for as long as it is cheap; links are found by name, not one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotwork.knowledge import anchors
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolution import MissingAnchor, MissingNote, Resolved
from knotwork.model import nearest
from knotwork.model.heading_ids import UNICODE
from knotwork.model.names import NotePath
from knotwork.model.nearest import Candidates, Nearest, nearest_names
from knotwork.model.note import Heading, Note
from knotwork.syntax.reader import read_note
from knotwork.vault.vault import Vault

A = NotePath("a.md")


def compiled(text: str) -> KnowledgeBase:
    return compile_vault(Vault.of({"a.md": text}))


def test_names_are_compared_up_to_a_number_of_comparisons() -> None:
    known = Candidates(["pods", "nodes"])
    few = Nearest(comparisons=4)

    assert few.names("pod", known) == ("pods",)
    assert few.names("pod", known) == ("pods",)
    assert few.names("pod", known) == ()


def test_a_link_without_a_suggestion_is_reported_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest.Nearest.__init__, "__defaults__", (0,))

    missing, heading = compiled("# Lifecycle\n\n[[b]] [[#Lifecicle]]").resolutions[A]

    assert isinstance(missing, MissingNote)
    assert isinstance(heading, MissingAnchor)
    assert heading.similar == ()


def test_long_names_are_not_compared() -> None:
    assert nearest_names("a" * 199 + "b", ["a" * 200]) == ("a" * 200,)
    assert nearest_names("a" * 199 + "b", ["a" * 201]) == ()
    assert nearest_names("a" * 200 + "b", ["a" * 200]) == ()


LEVELS, TEXTS = st.integers(1, 3), st.sampled_from(["a", "b", "a #t", "[[a]]", "c"])
HEADINGS = st.lists(st.tuples(LEVELS, TEXTS), max_size=8)
PARTS = st.lists(st.sampled_from(["a", "b", "A", "a #t", "a t", "[[a]]", "d"]), min_size=1, max_size=3)


def note_of(headings: list[tuple[int, str]]) -> Note:
    return read_note(A, "".join(f"{'#' * level} {text}\n\n" for level, text in headings))


@given(HEADINGS, PARTS)
def test_a_heading_is_found_by_its_name_as_by_looking_at_all(
    headings: list[tuple[int, str]], parts: list[str]
) -> None:
    known = anchors._Headings(note_of(headings).headings, UNICODE)
    wanted, slugs = [anchors.heading_key(part) for part in parts], [UNICODE.of(part) for part in parts]

    assert known.chained(parts) == known._in_sections(wanted, slugs)


def test_when_chains_take_too_long_their_last_part_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# a\n\n## b\n\n[[#a#b]] [[#a#b]] [[#c#b]]\n"
    assert isinstance(compiled(text).resolutions[A][2], MissingAnchor)

    monkeypatch.setattr(anchors, "_CHAIN_STEPS", 1)
    first, second, third = compiled(text).resolutions[A]

    assert first == second
    assert isinstance(third, Resolved)
    assert isinstance(third.anchor, Heading)
    assert third.anchor.text == "b"
