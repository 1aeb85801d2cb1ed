"""Texts in quotes that go on over several lines: what looks like a manifest in them is none."""

from __future__ import annotations

import re

import yaml

from knotwork.model.patterns import lazy_regex

_OPENED = lazy_regex(
    r"^[ ]*(?:- +)*(?:[\w./-]+:[ ]+)?(?:\"(?:[^\"\\\n]|\\.)*|'(?:[^'\n]|'')*)$", re.MULTILINE
)
"""A line that opens a quote and does not close it."""


def quoted_lines(text: str) -> list[tuple[int, int]]:
    """The offsets of texts in quotes that are longer than a line; empty where the text is no valid YAML."""
    if _OPENED.search(text) is None:
        return []
    spans: list[tuple[int, int]] = []
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if not isinstance(event, yaml.ScalarEvent) or event.style not in ("'", '"'):
                continue
            start, end = event.start_mark, event.end_mark
            if start is not None and end is not None and start.line < end.line:
                spans.append((start.index, end.index))
    except yaml.YAMLError:
        return []
    return spans
