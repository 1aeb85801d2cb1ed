"""What is no query, or too much of one, is told; nothing else happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotwork.model.names import NotePath
from knotwork.model.query import NotRead
from knotwork.syntax.queries import queries
from knotwork.syntax.reader import read_note

WORDS = (
    *"LIST TABLE TASK FROM WHERE SORT LIMIT AND OR ! - ( ) = != , 3 x file.name contains".split(),
    *("#a", '"b"', "[[c]]", "[[]]", "filters:", "views:", "- type: table", "\n"),
)


@pytest.mark.parametrize("depth", [50, 51])
def test_parentheses_are_limited(depth: int) -> None:
    text = f"LIST FROM {'(' * depth}#a{')' * depth}"
    if depth == 50:
        assert queries("dataview", text)
    else:
        with pytest.raises(NotRead, match="nested so deeply"):
            queries("dataview", text)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=40), st.booleans())
def test_any_text_is_a_query_or_is_told(text: str, is_base: bool) -> None:
    language = "base" if is_base else "dataview"
    note = read_note(NotePath("a.md"), f"````{language}\n{text}\n````\n")

    assert "internal-error" not in {problem.rule for problem in note.problems}
