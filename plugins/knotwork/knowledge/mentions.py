"""Mentions: places in other notes that name a note without linking to it, found in one pass over all text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

import ahocorasick

from knotwork.model.names import NotePath, basename, name_key, without_md
from knotwork.model.note import HIDDEN, Context, Note

_LONGEST = 100
"""The longest name, in characters, that is looked for: longer ones are rare in sentences, and cost time."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han."""

_JOINING = frozenset("-./:@\\_")
"""Between two letters these make one word: `kube-proxy` does not mention `proxy`."""


class Mention(NamedTuple):
    """The first place in a note that names another one."""

    source: NotePath
    context: int
    """The index in its `Note.contexts`."""
    start: int
    """The name stands in the context's text from here …"""
    end: int
    """… up to here."""
    more: int
    """How many further places of that note name it."""


class _Name(NamedTuple):
    length: int
    notes: tuple[NotePath, ...]


def mentions(
    notes: Mapping[NotePath, Note], linked: Callable[[NotePath], Collection[NotePath]]
) -> Mapping[NotePath, tuple[Mention, ...]]:
    """For each note that others mention, the first place in each of these, in the order of `notes`.

    Case does not count, words are whole, and of overlapping names the longest is meant. A name that
    several notes have is not looked for. `linked` gives the notes that a note links to: they are left out.
    """
    automaton = _automaton(notes)
    if automaton is None:
        return {}
    by_target: dict[NotePath, list[Mention]] = defaultdict(list)
    for path, note in notes.items():
        known = {path, *linked(path)}
        for target, mention in _mentioned(automaton, path, note).items():
            if target not in known:
                by_target[target].append(mention)
    return {path: tuple(by_target[path]) for path in sorted(by_target)}


def names(note: Note) -> dict[str, None]:
    """The names of a note that are looked for in sentences, in lower case: title, file name, aliases."""
    file = basename(without_md(note.path))
    given = [note.title, *(alias.name for alias in note.aliases)]
    if file not in ("index", "README"):
        given.append(file)
    elif note.title_from == "name":
        given.remove(note.title)
    spelt = (name_key(" ".join(name.split())) for name in given)
    return dict.fromkeys(name for name in spelt if _says_enough(name))


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether what stands between two places in a text is a word, or several, and no part of one."""
    return _is_edge(text, start, -1) and _is_edge(text, end - 1, 1)


def lowered(text: str) -> str:
    """A text in lower case, each character in its place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def _says_enough(name: str) -> bool:
    """Whether a name is no syllable: four letters, or three characters that are not all letters (`k8s`)."""
    if len(name) > _LONGEST or HIDDEN in name or not any(map(str.isalnum, name)):
        return False
    if _UNSPACED.search(name):
        return len(name) >= 2
    return len(name) >= 4 or (len(name) == 3 and not name.isalpha())


def _automaton(notes: Mapping[NotePath, Note]) -> ahocorasick.Automaton | None:
    """The automaton that finds all names in one pass over a text; None without names."""
    called: dict[str, list[NotePath]] = defaultdict(list)
    for path, note in notes.items():
        for name in names(note):
            called[name].append(path)
    if not called:
        return None
    automaton = ahocorasick.Automaton()
    for name, paths in called.items():
        automaton.add_word(name, _Name(len(name), tuple(paths)))
    automaton.make_automaton()
    return automaton


def _mentioned(automaton: ahocorasick.Automaton, path: NotePath, note: Note) -> dict[NotePath, Mention]:
    """The first place in a note for each note it mentions, itself included."""
    by_target: dict[NotePath, Mention] = {}
    for index, context in enumerate(note.contexts):
        for start, end, target in _places(automaton, context):
            first = by_target.get(target)
            by_target[target] = (
                first._replace(more=first.more + 1) if first else Mention(path, index, start, end, 0)
            )
    return by_target


def _places(automaton: ahocorasick.Automaton, context: Context) -> Iterator[tuple[int, int, NotePath]]:
    """Start, end and note of each name in a block: the leftmost first, of two the longer."""
    matches = automaton.iter(lowered(context.prose))
    places = ((last + 1 - name.length, last + 1, name) for last, name in matches)
    whole = [place for place in places if is_whole(context.text, place[0], place[1])]
    whole.sort(key=lambda place: (place[0], -place[1]))
    passed = 0
    for start, place in groupby(whole, key=lambda place: place[0]):
        _, end, name = next(place)
        if start >= passed:
            passed = end
            if len(name.notes) == 1:
                yield start, end, name.notes[0]


def _is_edge(text: str, at: int, step: int) -> bool:
    """Whether the word that holds a character ends there, in the direction of `step`."""
    following = _at(text, at + step)
    if not text[at].isalnum() or _UNSPACED.match(text[at]):
        return True
    if following in _JOINING:
        return not _at(text, at + 2 * step).isalnum()
    return not following.isalnum()


def _at(text: str, index: int) -> str:
    return text[index] if 0 <= index < len(text) else ""
