"""Plain scalars are read as kubectl reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.nodes import plain, value_of
from knotwork.snippets.yaml.scalars import resolved

SCALARS = Path(__file__).parents[2] / "shared" / "manifests" / "goyaml-scalars.json"

READ_AS = """
yes: true
N: false
on: true
0777: 511
0o17: 15
089: 89
1_000: 1000
0b11: 3
12:30: "12:30"
2001-01-01: "2001-01-01"
1e3: 1000
.5: 0.5
~: null
=: "="
0x1F: 31
-0: 0
"""


@pytest.mark.parametrize("line", READ_AS.strip().splitlines())
def test_a_plain_scalar_is_read_as_kubernetes_reads_it(line: str) -> None:
    written, _, value = line.rpartition(": ")

    assert resolved(written)[1] == json.loads(value)


@pytest.mark.skipif(not SCALARS.is_file(), reason="the scalars that kubectl was asked about lie in ../shared")
def test_all_scalars_that_kubectl_was_asked_about() -> None:
    rows: list[dict[str, Any]] = json.loads(SCALARS.read_text("utf-8"))
    read = [(row["plain"], document_value(row["plain"]), row["kubectl"]) for row in rows]
    wrong = [each for each in read if not same(each[1], each[2])]

    assert wrong == []
    assert len(rows) == 118


def document_value(plain_text: str) -> Any:
    (document,) = composed(f"a: {plain_text}\n").documents
    assert document.root is not None
    return plain(document.root)["a"]


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) and isinstance(theirs, str):  # what JSON has no number for is an error message
        return "unsupported value" in theirs
    if isinstance(ours, bool | str) or isinstance(theirs, bool | str):
        return type(ours) is type(theirs) and ours == theirs
    return ours == theirs or float(ours) == float(theirs)  # kubectl's JSON has floats


def test_an_explicit_tag_wins() -> None:
    (document,) = composed('a: !!str yes\nb: "yes"\nc: yes\n').documents
    assert document.root is not None

    assert plain(document.root) == {"a": "yes", "b": "yes", "c": True}
    assert value_of(document.root.value[0][1]) == "yes"
