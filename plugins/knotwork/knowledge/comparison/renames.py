"""Notes that were renamed: those that went and those that came, paired by what they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from knotwork.model.names import NotePath, TextOf, basename

_ALIKE = 0.5
"""The part of the text of two notes that is the same, from which one is the other renamed."""
_ALIKE_IN_ANOTHER_FOLDER = 0.3
"""The same where the file's name stays."""
_REPLACED = 0.2
"""A path at which less of the text is the same may have another note by now."""
_ALIKE_WORDS = 0.75
"""The same by letters, for short texts, whose few lines may all be edited."""
_SHORT = 2_000
_SHORTEST = 20
"""Shorter texts are alike by accident."""
_COMMON = 30
"""A line that more notes have says nothing."""
_MOST_BY_LETTERS = 20_000


def renames(
    before: Collection[NotePath], after: Collection[NotePath], text_before: TextOf, text_after: TextOf
) -> dict[NotePath, NotePath]:
    """The new path of each note that has another by now.

    A note at a path that is in both counts as another note when nearly nothing of its text is left.
    """
    gone = {path: _Text(text_before(path)) for path in sorted(before)}
    new = {path: _Text(text_after(path)) for path in sorted(after)}
    for path in gone.keys() & new.keys():
        if gone[path].text == new[path].text or not _is_replaced(gone[path], new[path]):
            del gone[path], new[path]
    pairs: dict[NotePath, NotePath] = {}
    for _, _, old, path in sorted(_alike(gone, new)):
        if old not in pairs and path in new and old != path:
            pairs[old] = path
            del new[path]
    return pairs


class _Text:
    """A text and its lines."""

    def __init__(self, text: str | None) -> None:
        self.text = text or ""

    @cached_property
    def lines(self) -> Counter[str]:
        """How often each line stands in it, spaces around it apart."""
        return Counter(filter(None, (line.strip() for line in self.text.splitlines())))

    @cached_property
    def size(self) -> int:
        """The characters of its lines."""
        return sum(len(line) * count for line, count in self.lines.items())


def _is_replaced(before: _Text, after: _Text) -> bool:
    if min(before.size, after.size) < _SHORTEST:
        return False
    return _same_lines(before, after) < _REPLACED and _same_letters(before, after) < _ALIKE_WORDS


def _alike(
    gone: Mapping[NotePath, _Text], new: Mapping[NotePath, _Text]
) -> Iterator[tuple[float, bool, NotePath, NotePath]]:
    """Pairs of alike notes, the most alike first when sorted; of equals those with the same file name."""
    by_line: dict[str, list[NotePath]] = defaultdict(list)
    for path, text in new.items():
        for line in text.lines:
            by_line[line].append(path)
    by_letters = len(gone) * len(new) <= _MOST_BY_LETTERS
    for old, text in gone.items():
        near = {path for line in text.lines if len(by_line[line]) <= _COMMON for path in by_line[line]}
        for path, candidate in new.items():
            same_name = basename(old) == basename(path)
            if path not in near and not same_name and not by_letters:
                continue
            score = _score(text, candidate, same_name=same_name)
            if score:
                yield -score, not same_name, old, path


def _score(before: _Text, after: _Text, *, same_name: bool) -> float:
    """How alike two notes are, from 0 to 1; 0 for two notes that are not one."""
    if before.text == after.text and (same_name or before.size >= _SHORTEST):
        return 1.0
    if min(before.size, after.size) < _SHORTEST:
        return 0.0
    lines = _same_lines(before, after)
    if lines >= (_ALIKE_IN_ANOTHER_FOLDER if same_name else _ALIKE):
        return lines
    letters = _same_letters(before, after)
    return letters if letters >= _ALIKE_WORDS else 0.0


def _same_lines(before: _Text, after: _Text) -> float:
    """The part of the larger text that stands in lines which both have."""
    shared = sum(len(line) * count for line, count in (before.lines & after.lines).items())
    return shared / (max(before.size, after.size) or 1)


def _same_letters(before: _Text, after: _Text) -> float:
    longest = max(len(before.text), len(after.text))
    if longest > _SHORT or min(len(before.text), len(after.text)) * 2 < longest:
        return 0.0
    from rapidfuzz import fuzz  # slow to import

    return fuzz.ratio(before.text, after.text, score_cutoff=_ALIKE_WORDS * 100) / 100
