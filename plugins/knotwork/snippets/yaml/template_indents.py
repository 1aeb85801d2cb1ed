"""Texts of several lines that Helm does not indent alike: `indent` adds to what stands in front of it.

annotations:
  {{ toYaml .Values.annotations | indent 4 }}     # the first line is indented by 8, the others by 4
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Repair, Violation
from knotwork.snippets.yaml.masks import with_masks
from knotwork.snippets.yaml.template_columns import column_of
from knotwork.snippets.yaml.templates import CONTROL, WRITES_NOTHING, block_scalars, braces

TEMPLATE_INDENT = snippet_rule(
    "template-indent",
    "warning",
    "yaml",
    """
    Helm does not indent the lines of a value alike.

    `indent` adds spaces to each line of a text, and the first of them stands behind other spaces already; or
    `{{-` takes the line break above away, so that the first line joins that above it. With more than one
    entry in the value, what Helm renders is not valid YAML, or a line continues the text above it.

    Bad:

    ```yaml {k8s="invalid:template-indent,yaml-template"}
    metadata:
      annotations:
        {{ toYaml .Values.annotations | indent 4 }}
    ```

    Good:

    ```yaml {k8s=template}
    metadata:
      annotations:
        {{- toYaml .Values.annotations | nindent 4 }}
    ```

    `nindent` begins a line of its own, and `{{-` removes the one that is there.
    """,
    position=7,
)

_INDENTED = lazy_regex(
    r"^(?P<column>[ ]*)(?P<written>\{\{(?P<joins>-?)(?P<within>[^{}\n]*?\|[ ]*)"
    r"indent(?P<width>[ ]+\d{1,2}[ ]*-?\}\}))[ \t]*$",
    re.MULTILINE,
)
_PATH = r"[.$][\w.$]*"
_SEVERAL_LINES = lazy_regex(
    rf"[ ]*(?:toYaml[ ]+{_PATH}|{_PATH}[ ]*\|[ ]*toYaml|tpl[ ]+\([ ]*toYaml[ ]+{_PATH}[ ]*\)[ ]+{_PATH})"
    r"[ ]*(?:\|[ ]*trim[ ]*)?\|[ ]*"
)
"""What is written in lines that all need the same indentation, the first of them not empty.

JSON does not need it, and other functions may give one line, or an empty one first.
"""
_ENDS = lazy_regex(r"\{\{-?\s*(?:end|else)\b")
"""What another branch stands above."""
_IN_LINE = lazy_regex(r"[^\n]")
_HELP = "Write `{{{{- … | nindent {width} }}}}`: it begins a line, and indents all lines by {width}."


def uneven_indents(text: str) -> list[Violation]:
    """The violation for values whose first line is not indented as the others, or joins the line above."""
    if "indent" not in text or "toYaml" not in text:
        return []
    indented = [match for match in _INDENTED.finditer(text) if _SEVERAL_LINES.fullmatch(match["within"])]
    if not indented:
        return []
    values = _Values(text, indented)
    uneven = [match for match in indented if values.is_uneven(match)]
    return [_violation(text, uneven)] if uneven else []


class _Values:
    """Values that `indent` indents, in what stands around them."""

    def __init__(self, text: str, indented: list[re.Match[str]]) -> None:
        self._text = text
        spans = list(braces(text))
        self._begins: Mapping[int, int] = {end: start for start, end in spans}
        self._starts = {start for start, _ in spans}
        lines = {match.start("written") for match in indented if match["column"]}
        masks = []
        for start, end in spans:
            filling = "x" if start in lines or text.startswith(":", end) else " "
            masks.append((start, end, _IN_LINE.sub(filling, text[start:end])))
        self._texts = block_scalars(with_masks(text, masks))

    def is_uneven(self, match: re.Match[str]) -> bool:
        """Whether the first line is certainly not indented as the others, outside of block scalars."""
        start, joins = match.start("written"), bool(match["joins"])
        if start not in self._starts or not (match["column"] or joins):
            return False
        above = self._line_above(start, joins)
        return above > 0 and not self._is_in_text(start, above if joins else 0)

    def _line_above(self, start: int, joins: bool) -> int:
        """Where the text above ends that braces are below, or join; 0: nothing, or what may be another line.

        `{{- with .labels }}` above passes on what it joins; `-}}` above takes the spaces away.
        """
        end = self._visible_end(start)
        if self._text.endswith("-}}", 0, end):
            return 0
        while joins and end in self._begins:
            begins = self._begins[end]
            written = self._text[begins:end]
            passes = CONTROL.match(written) and not _ENDS.match(written)
            if not written.startswith("{{-") or not (passes or WRITES_NOTHING.match(written)):
                return 0
            end = self._visible_end(begins)
            if self._text.endswith("-}}", 0, end):
                return 0
        return end

    def _visible_end(self, end: int) -> int:
        while end and self._text[end - 1].isspace():
            end -= 1
        return end

    def _is_in_text(self, start: int, header: int) -> bool:
        """Whether an offset is in a block scalar, and does not join its header, which ends at `header`."""
        index = bisect_right(self._texts, start, key=lambda scalar: scalar[0]) - 1
        if index < 0:
            return False
        begins, ends, _ = self._texts[index]
        return start < ends and not 0 < header <= begins


def _violation(text: str, uneven: list[re.Match[str]]) -> Violation:
    first, *others = uneven
    column, width = len(first["column"]), _width(first)
    message = f"the first line is indented by {column + width}, those below it by {width}"
    if first["joins"]:
        message = "`{{-` joins the first line of this to the line above it"
    return Violation(
        TEMPLATE_INDENT,
        *first.span("written"),
        message,
        _HELP.format(width=_new_width(text, first)),
        repair=Repair("Write `nindent`", (), tuple(_change(text, match) for match in uneven)),
        related=tuple((*match.span("written"), THIS_TOO) for match in others[:MOST_PLACES]),
    )


def _width(match: re.Match[str]) -> int:
    return int(match["width"].rstrip("-} "))


def _new_width(text: str, match: re.Match[str]) -> int:
    """The number for `nindent`: it counts from the start of the line, where the key above may be deeper."""
    return column_of(text, match.start(), len(match["column"]), _width(match))


def _change(text: str, match: re.Match[str]) -> tuple[int, int, str]:
    width = match["width"].replace(str(_width(match)), str(_new_width(text, match)), 1)
    return (*match.span("written"), f"{{{{-{match['within']}nindent{width}")
