"""Fixes applied to notes: edits become new texts, and all that no edit names stays, byte for byte."""

from __future__ import annotations

import difflib
import re
from bisect import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knotwork.model.diagnostics import Edit, Fix
from knotwork.model.names import NotePath
from knotwork.model.text import Position

_BREAK = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")

Replacement = tuple[int, int, str]
"""The offsets between which a text is replaced, and what it is replaced by."""


def apply_fixes(texts: Mapping[NotePath, str], fixes: Iterable[Fix]) -> tuple[dict[NotePath, str], list[Fix]]:
    r"""All texts, with the fixes applied, and the fixes that were applied.

    Texts are as read from the file: their line breaks stay, and a byte order mark is no column. A `\n`
    in an edit becomes the line break of the file. A fix that overlaps one before it is left out whole.
    An edit of an unknown file or outside its text is an AssertionError.
    """
    done = []
    files: dict[NotePath, _File] = {}
    for fix in fixes:
        for edit in fix.edits:
            assert edit.path in texts, f"{edit.path} is to be edited, but its text is not here"
            if edit.path not in files:
                files[edit.path] = _File(texts[edit.path])
        if _apply(fix, files):
            done.append(fix)
    return {**texts, **{path: file.fixed() for path, file in files.items()}}, done


def diff(before: str, after: str, path: str) -> str:
    """A unified diff that `git apply` and `patch -p1` take; empty when nothing changed."""
    changes = difflib.unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in changes
    )


@dataclass(slots=True)
class _File:
    text: str
    starts: list[int] = field(init=False)
    """The offset of each line's first character."""
    ends: list[int] = field(init=False)
    """The offset behind each line's last character, its line break excluded."""
    newline: str = field(init=False)
    replacements: list[Replacement] = field(default_factory=list)
    """In order; they do not overlap."""

    def __post_init__(self) -> None:
        breaks = list(_BREAK.finditer(self.text))
        first = 1 if self.text.startswith("\ufeff") else 0
        self.starts = [first, *(line_break.end() for line_break in breaks)]
        self.ends = [*(line_break.start() for line_break in breaks), len(self.text)]
        self.newline = breaks[0][0] if breaks else "\n"

    def offset(self, position: Position, path: str) -> int:
        line, column = position.line, position.column
        assert 1 <= line <= len(self.starts), f"{path} has no line {line} to edit"
        offset = self.starts[line - 1] + column - 1
        assert self.starts[line - 1] <= offset <= self.ends[line - 1], (
            f"{path}:{line} has no column {column} to edit"
        )
        return offset

    def replacement(self, edit: Edit) -> Replacement:
        start, end = self.offset(edit.start, edit.path), self.offset(edit.end, edit.path)
        assert start <= end, f"an edit of {edit.path} ends before it starts, in line {edit.start.line}"
        text = edit.text if "\r" in edit.text else edit.text.replace("\n", self.newline)
        return (start, end, text)

    def fixed(self) -> str:
        parts, at = [], 0
        for start, end, text in self.replacements:
            parts += [self.text[at:start], text]
            at = end
        return "".join((*parts, self.text[at:]))


def _apply(fix: Fix, files: Mapping[NotePath, _File]) -> bool:
    """All edits of a fix, or none; whether they were applied."""
    done: list[tuple[_File, Replacement]] = []
    for edit in fix.edits:
        file = files[edit.path]
        replacement = file.replacement(edit)
        index = bisect(file.replacements, replacement)
        if any(
            _overlap(earlier, replacement) for earlier in file.replacements[max(0, index - 1) : index + 1]
        ):
            for changed, undone in done:
                changed.replacements.remove(undone)
            return False
        file.replacements.insert(index, replacement)
        done.append((file, replacement))
    return True


def _overlap(first: Replacement, second: Replacement) -> bool:
    """Whether two replacements touch the same characters, or insert at the same place."""
    if first[:2] == second[:2]:
        return True
    return first[0] < second[1] and second[0] < first[1]


def _lines(text: str) -> list[str]:
    r"""Lines with their `\n`, the only break that diffs know."""
    return _LINE.findall(text)
