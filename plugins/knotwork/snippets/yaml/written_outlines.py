"""Words for readers in the shape of YAML: an outline, a summary in columns, a text below a ruler.

They are no manifest and nothing that a program reads: what is no YAML in them is no slip.
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_HEAD = lazy_regex(r"^[ \t]*(?:- )?(?:apiVersion|kind):", re.MULTILINE)
_RULER = lazy_regex(r"^[ \t]*([━═─╌┄┈▬])\1{3,}[ \t]*$", re.MULTILINE)
_BULLET = lazy_regex(r"^[ \t]*[•●▪◦‣·–—][ \t]+\S", re.MULTILINE)
_LINE = lazy_regex(r"^[ \t]*[^\s#][^\n]*$", re.MULTILINE)
_HEADING = re.compile(r"(?P<indent>[ ]*)(?:\d+[.)][ ]+)?(?P<first>\w)[\w '’()&/,-]*[ ]?:(?:[ \t]|$)")
_NUMBERED = lazy_regex(r"^\d{1,2}[.)][ ]+[A-Z][\w'-]*(?:[ ]+[\w'&/-]+)+:[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"[ ]*[-*•][ ]+(?P<text>[^\n]*)")
_WORDS = re.compile(r"[^\s:{}\[\]\"'=$/-]\S*(?:[ ]+[^\s:{}\[\]=]+)+[ \t]*")
_PROSE = re.compile(r"[ \t]*[•●▪◦‣·][ \t]+[^\s:{}\[\]\"'=$/-]\S*(?:[ ]+[^\s]+)+[ \t]*(?<!:)")
"""An item of several words."""
_KEYED = re.compile(r"[ \t]*[•●▪◦‣·][ \t]+[a-z][\w.-]*:(?:[ \t]|$)")
_ROW = re.compile(r"(?P<name>[A-Za-z][\w./-]*:)(?P<space>[ ]{2,})(?P<text>\S[^\n]*)")
_REMARK = re.compile(r"[ ]\([^()\n]{1,80}\)|,[ ]")
_HEADER = lazy_regex(r":[ \t]+[|>][-+]?[ \t]*$", re.MULTILINE)
"""What begins a text of several lines: such a block is meant as YAML."""
_LONGEST = 5000
"""The most characters of a text for readers."""
_FEWEST = 2
_HELP = "Name `text` as the language of the block."


def written_outline(text: str) -> Violation | None:
    """The finding of such a text, which no parser of YAML can read; None: it may be YAML."""
    if len(text) > _LONGEST or _HEAD.search(text) is not None or _HEADER.search(text) is not None:
        return None
    if _RULER.search(text) is not None and _BULLET.search(text) is not None:
        return _violation(text, "this is a text with a ruler and bullets")
    lines = [line[0] for line in _LINE.finditer(text)]
    if len(_NUMBERED.findall(text)) >= _FEWEST or _is_outline(lines):
        return _violation(text, "this may be an outline for readers")
    if _is_summary(lines):
        return _violation(text, "this may be a summary for readers, in columns")
    return None


def bulleted_outline(text: str) -> Violation | None:
    """The finding of headings with bullets below them, which are not meant as YAML though they may be it."""
    if len(text) > _LONGEST or _HEAD.search(text) or _HEADER.search(text) or not _BULLET.search(text):
        return None
    lines = [line[0] for line in _LINE.finditer(text)]
    items = [line for line in lines if _BULLET.match(line)]
    if len(items) < _FEWEST or not all(map(_PROSE.fullmatch, items)) or any(map(_KEYED.match, items)):
        return None
    others = [_HEADING.match(line) for line in lines if not _BULLET.match(line)]
    if not others or not all(heading and heading["first"].isupper() for heading in others):
        return None
    start = len(text) - len(text.lstrip())
    what = "the block may be no YAML, but an outline for readers"
    return Violation(YAML_SYNTAX, start, line_end(text, start), what, _HELP, severity="info")


def _is_outline(lines: list[str]) -> bool:
    """Whether lines are capitalized headings and, below them, items of several words, without other text."""
    items = list(filter(None, map(_ITEM.fullmatch, lines)))
    headings = list(filter(None, (_HEADING.match(line) for line in lines if not _ITEM.fullmatch(line))))
    at_margin = sum(not heading["indent"] for heading in headings)
    return (
        len(items) + len(headings) == len(lines)
        and at_margin >= _FEWEST
        and len(items) > _FEWEST
        and all(heading["first"].isupper() for heading in headings)
        and all(":" not in item["text"] for item in items)
        and sum(_WORDS.fullmatch(item["text"]) is not None for item in items) * 4 >= len(items) * 3
    )


def _is_summary(lines: list[str]) -> bool:
    """Whether lines are names and, in one column, words about them with remarks: `data:  80 GiB (a disk)`."""
    rows = list(filter(None, map(_ROW.fullmatch, lines)))
    if len(rows) < _FEWEST or len(rows) != len(lines):
        return False
    columns = {row.start("text") for row in rows}
    remarks = sum(_REMARK.search(row["text"]) is not None for row in rows)
    return len(columns) == 1 and remarks * 2 >= len(rows)


def _violation(text: str, what: str) -> Violation:
    start = len(text) - len(text.lstrip())
    return Violation(
        YAML_SYNTAX, start, line_end(text, start), f"not valid YAML: {what}", _HELP, severity="info"
    )
