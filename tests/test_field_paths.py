"""The path that a message begins with is that of the field at its place."""

from __future__ import annotations

import pytest

from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.locate import path_at

TEXT = """\
aa: 1
b:
  - c: x
    d/e: y
  - &f [1, 2]
  - *f
g: {h i: {}}
"""


@pytest.mark.parametrize(
    ("found", "length", "path"),
    [
        ("aa: 1", 2, "aa"),
        ("1\n", 1, "aa"),
        ("c: x", 1, "b[0]"),
        ("x\n", 1, "b[0].c"),
        ("d/e", 3, "b[0][d/e]"),
        ("y\n", 1, "b[0][d/e]"),
        ("2]", 1, "b[1][1]"),
        ("h i", 3, "g[h i]"),
        ("{}", 2, "g[h i]"),
    ],
)
def test_a_place_has_the_path_of_its_field(found: str, length: int, path: str) -> None:
    start = TEXT.index(found)

    assert path_at(composed(TEXT).documents[0].root, start, start + length) == path


def test_the_document_itself_has_no_path() -> None:
    root = composed(TEXT).documents[0].root

    assert path_at(root, 0, len(TEXT)) == ""
    assert path_at(None, 0, 1) == ""
