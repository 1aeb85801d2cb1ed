"""Notes about a kind of object: those with `kind: Pod` in front matter, or with a kind's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath, basename, is_markdown, name_key, without_md
from knotwork.model.note import Note

_BETWEEN_WORDS = re.compile(r"[\s_-]+")


def spellings(kinds: Iterable[str]) -> Mapping[str, str]:
    """Kinds by what a note about them may be called, in one word: `pod`, `pods`, `networkpolicies`."""
    known = list(kinds)
    kind_of: dict[str, str] = {}
    for spelt in (_one_word, _plural, _singular):  # a kind's own name wins over another's plural
        for kind in known:
            kind_of.setdefault(spelt(kind), kind)
    return kind_of


def kinds_of(note: Note, spelt: Mapping[str, str]) -> list[str]:
    """The kinds a note is about: its `kind:`, its title, its file's name, its aliases; none for a canvas."""
    if not spelt or not is_markdown(note.path):
        return []
    given = note.front_matter.get("kind")
    names = [name for name in (given if isinstance(given, list) else [given]) if isinstance(name, str)]
    names += [note.title, basename(without_md(note.path)), *(alias.name for alias in note.aliases)]
    kinds = (spelt.get(_one_word(name)) for name in names)
    return list(dict.fromkeys(kind for kind in kinds if kind))


def notes_about(kb: KnowledgeBase) -> Mapping[str, NotePath]:
    """The note about each kind that the vault has manifests of; one with `kind:` is preferred."""
    spelt = spellings(
        {
            snippet.kind: None
            for snippets in kb.snippets.by_note.values()
            for snippet in snippets
            if snippet.kind
        }
    )
    ranked: dict[str, tuple[bool, int, NotePath]] = {}
    for path, note in kb.notes.items():
        for index, kind in enumerate(kinds_of(note, spelt)):
            rank = ("kind" not in note.front_matter, index, path)
            ranked[kind] = min(rank, ranked.get(kind, rank))
    return {kind: path for kind, (_, _, path) in ranked.items()}


def _one_word(name: str) -> str:
    return _BETWEEN_WORDS.sub("", name_key(name))


def _plural(kind: str) -> str:
    word = _one_word(kind)
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def _singular(kind: str) -> str:
    """Of a kind that is a plural itself: `Endpoints`."""
    word = _one_word(kind)
    return word.removesuffix("s") if not word.endswith("ss") else word
