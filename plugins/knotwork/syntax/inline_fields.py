"""Dataview's inline fields: `name:: value` as a line, `[name:: value]` and `(name:: value)` within one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knotwork.model.note import Property
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Span

_KEY = r"[^\W_][\w /-]*?"
_ITEM = lazy_regex(r"[\s>]*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?")
_LINE = lazy_regex(rf"[\s>]*(?:(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?)?[*_~]*({_KEY})[*_~]*\s*::(?!:)\s*(.*)")
_BRACKETED = lazy_regex(
    rf"\[({_KEY})::(?!:)([^\[\]]*(?:\[\[[^\[\]]*\]\][^\[\]]*)*)\]|\(({_KEY})::(?!:)([^()]*)\)"
)
_MOST = 1_000


def inline_fields(lines: Lines, start: int, hidden: Iterable[Span]) -> Iterator[Property]:
    """The fields behind an offset, but for those in `hidden`: code, comments."""
    at = lines.text.find("::", start)
    spans = sorted(hidden) if at >= 0 else []
    for _ in range(_MOST):
        if at < 0:
            return
        number = lines.position(at).line
        if not any(span.start.line <= number <= span.end.line for span in spans):
            yield from _fields(lines, number)
        at = lines.text.find("::", max(at + 2, lines.end(number)))


def _fields(lines: Lines, number: int) -> Iterator[Property]:
    text, first = lines.line(number), lines.starts[number - 1]
    within = "item" if _ITEM.match(text) else ""
    matches = list(_BRACKETED.finditer(text))
    whole = None if matches else _LINE.fullmatch(text)
    for match in [whole] if whole else matches:
        key, value = (1, 2) if match[1] is not None else (3, 4)
        if text.count("`", 0, match.start(key)) % 2 == 0:
            span = lines.span(first + match.start(value), first + match.end(value))
            yield Property(match[key].strip(), match[value].strip(), span, within)
