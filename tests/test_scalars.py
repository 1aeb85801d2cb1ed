"""Plain scalars are read as kubectl reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.nodes import plain, value_of
from knotwork.snippets.yaml.scalars import resolved

SCALARS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "plain-scalars.json").read_text("utf-8")
)

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


WORDS = {"true": True, "false": False, "null": None}
KUBECTL = [
    *((text, value) for name, value in WORDS.items() for text in SCALARS[name].split()),
    *((text, text) for text in SCALARS["text"].split()),
    *SCALARS["numbers"].items(),
]
"""Plain scalars and what `kubectl` makes of them."""


def test_every_plain_scalar_is_read_as_kubectl_reads_it() -> None:
    read = [(text, document_value(text), value) for text, value in KUBECTL]

    assert [row for row in read if not same(row[1], row[2])] == []
    assert len(read) == 118


def document_value(plain_text: str) -> Any:
    (document,) = composed(f"a: {plain_text}\n").documents
    assert document.root is not None
    return plain(document.root)["a"]


def same(ours: Any, theirs: Any) -> bool:
    """Equal and of one kind; kubectl writes large numbers as JSON, and so as floats."""
    if any(value is None or isinstance(value, bool | str) for value in (ours, theirs)):
        return type(ours) is type(theirs) and bool(ours == theirs)
    return bool(ours == theirs or float(ours) == float(theirs))


def test_an_explicit_tag_wins() -> None:
    (document,) = composed('a: !!str yes\nb: "yes"\nc: yes\n').documents
    assert document.root is not None

    assert plain(document.root) == {"a": "yes", "b": "yes", "c": True}
    assert value_of(document.root.value[0][1]) == "yes"
