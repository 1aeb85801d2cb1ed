"""Mentions: places in other notes that name a note without linking to it, found in one pass over all text."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, groupby
from typing import NamedTuple

import ahocorasick

from knotwork.knowledge.graph import Edge
from knotwork.model.differing import in_order, without
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


class MentionIndex:
    """The places in notes that name other notes. A text is searched again when it differs, or a name in it.

    Case does not count, words are whole, and of overlapping names the longest is meant. A name that
    several notes have is not looked for. Notes that a note links to are left out.
    """

    def __init__(self, notes: Mapping[NotePath, Note], outlinks: Mapping[NotePath, Sequence[Edge]]) -> None:
        self._notes, self._outlinks = notes, outlinks
        self._called: dict[str, tuple[NotePath, ...]] = {}
        """The notes by the names that are looked for."""
        self._named: dict[NotePath, dict[NotePath, Mention]] = {}
        """For the notes that name others, the first place of each, whether or not it is linked to."""
        self._texts: dict[NotePath, str] = {}
        """The texts of the notes that were searched for names that are new or gone."""
        self.by_target: dict[NotePath, tuple[Mention, ...]] = {}
        """For each note that others mention, the first place in each of these; sorted by path."""

    def updated(
        self,
        notes: Mapping[NotePath, Note],
        outlinks: Mapping[NotePath, Sequence[Edge]],
        changed: Collection[NotePath],
        linking: Collection[NotePath],
    ) -> MentionIndex:
        """The same when the facts of `changed` notes, and the links of `linking` ones, differ."""
        index = MentionIndex(notes, outlinks)
        index._called, differing = self._with_names(notes, changed)
        index._texts = without(self._texts, changed)
        stale = {path for path in changed if path in notes}
        if differing:
            others = [path for path in notes if path not in stale]
            stale.update(path for path in others if any(map(index._text(path).__contains__, differing)))
        else:
            index._automaton = self._automaton
        index._named = without(self._named, {*stale, *changed})
        for path in stale if index._automaton else ():
            if named := _mentioned(index._automaton, path, notes[path]):
                index._named[path] = named
        index.by_target = self._with_mentions(index, {*stale, *changed, *linking})
        return index

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton | None:
        """What finds all names in one pass over a text; None without names."""
        if not self._called:
            return None
        automaton = ahocorasick.Automaton()
        for called in self._called.items():
            automaton.add_word(called[0], called)
        automaton.make_automaton()
        return automaton

    def _with_names(
        self, notes: Mapping[NotePath, Note], changed: Collection[NotePath]
    ) -> tuple[dict[str, tuple[NotePath, ...]], set[str]]:
        """The notes by name when some notes differ, and the names that are not those of the same notes."""
        renamed: dict[str, set[NotePath]] = defaultdict(set)
        for path in changed:
            old, new = (names(of[path]) if path in of else {} for of in (self._notes, notes))
            for name in old.keys() ^ new.keys():
                renamed[name].add(path)
        called = dict(self._called)
        for name, paths in renamed.items():
            new_paths = tuple(sorted(paths.symmetric_difference(called.get(name, ()))))
            if new_paths:
                called[name] = new_paths
            else:
                del called[name]
        return called, {*renamed}

    def _text(self, path: NotePath) -> str:
        """All sentences of a note, in lower case."""
        if path not in self._texts:
            contexts = self._notes[path].contexts
            self._texts[path] = lowered("\n".join(context.prose for context in contexts))
        return self._texts[path]

    def _with_mentions(
        self, index: MentionIndex, paths: Collection[NotePath]
    ) -> dict[NotePath, tuple[Mention, ...]]:
        """The mentions by target when those in some notes differ; `index` has what these notes name now."""
        by_target: dict[NotePath, list[Mention]] = {}
        for path in paths:
            by_target.update((target, []) for of in (self, index) for target, _ in of._shown(path))
        for target, kept in by_target.items():
            kept += (mention for mention in self.by_target.get(target, ()) if mention.source not in paths)
        for path in paths:
            for target, mention in index._shown(path):
                by_target[target].append(mention)
        mentions = dict(self.by_target)
        for target, of_target in by_target.items():
            if of_target:
                mentions[target] = tuple(sorted(of_target, key=lambda mention: mention.source))
            else:
                mentions.pop(target, None)
        return in_order(mentions, self.by_target)

    def _shown(self, path: NotePath) -> list[tuple[NotePath, Mention]]:
        """The notes that a note names and does not link to."""
        named = self._named.get(path)
        if not named:
            return []
        known = {path, *(edge.target for edge in self._outlinks.get(path, ()))}
        return [(target, mention) for target, mention in named.items() if target not in known]


def mention_index(
    notes: Mapping[NotePath, Note], outlinks: Mapping[NotePath, Sequence[Edge]]
) -> MentionIndex:
    """The mentions in all notes; `outlinks` are the edges of the notes that have some."""
    return MentionIndex({}, {}).updated(notes, outlinks, notes, notes)


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


def _naming(automaton: ahocorasick.Automaton, contexts: Sequence[Context]) -> list[int]:
    """The indices of the blocks that hold a name, in one search: no name goes over the end of a line."""
    texts = [context.prose for context in contexts]
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    whole = "\n".join(texts)
    lower = whole.lower()
    if len(lower) != len(whole):
        lower = "\n".join(map(lowered, texts))
    ends = {last for last, _ in automaton.iter(lower)}
    return sorted({bisect(starts, last) - 1 for last in ends})


def places(automaton: ahocorasick.Automaton, prose: str, text: str) -> Iterator[tuple[int, int, NotePath]]:
    """Start, end and note of each name in a text: the leftmost first, of two the longer.

    `prose` is the text with `HIDDEN` in place of what is not searched.
    """
    matches = automaton.iter(lowered(prose))
    named = ((last + 1 - len(name), last + 1, notes) for last, (name, notes) in matches)
    whole = [place for place in named if is_whole(text, place[0], place[1])]
    whole.sort(key=lambda place: (place[0], -place[1]))
    passed = 0
    for start, place in groupby(whole, key=lambda place: place[0]):
        _, end, notes = next(place)
        if start >= passed:
            passed = end
            if len(notes) == 1:
                yield start, end, notes[0]


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


def _mentioned(automaton: ahocorasick.Automaton, path: NotePath, note: Note) -> dict[NotePath, Mention]:
    """The first place in a note for each note it mentions, itself included."""
    by_target: dict[NotePath, Mention] = {}
    for index in _naming(automaton, note.contexts):
        context = note.contexts[index]
        for start, end, target in places(automaton, context.prose, context.text):
            first = by_target.get(target)
            by_target[target] = (
                first._replace(more=first.more + 1) if first else Mention(path, index, start, end, 0)
            )
    return by_target


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
