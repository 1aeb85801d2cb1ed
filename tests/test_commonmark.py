"""Every example of the CommonMark spec reads as the spec says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knotwork.model.dialect import Dialect
from knotwork.model.names import NotePath
from knotwork.syntax.reader import read_note
from plain_html import plain_html

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "commonmark-0.31.2.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each['example']}-{each['section']}")
def test_the_spec_s_example_reads_as_the_spec_says(example: dict[str, Any]) -> None:
    html = plain_html(read_note(NotePath("a.md"), example["markdown"], Dialect(html="trust", linkify=False)))
    # markdown-it writes nothing between the tags of an empty quote; the spec a line break
    html = html.replace("<blockquote></blockquote>", "<blockquote>\n</blockquote>")

    assert html == example["html"]


def test_all_652_examples_are_here() -> None:
    assert [each["example"] for each in EXAMPLES] == list(range(1, 653))
