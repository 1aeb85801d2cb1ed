"""Where a note first names another one, if that is not a link: found in its text, at exact places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import ahocorasick
from msgspec import Struct

from knotwork.knowledge.mentions import lowered, names, places
from knotwork.model.names import NotePath
from knotwork.model.note import HIDDEN, Note
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Span

_INLINE = lazy_regex(
    r"(`+)(?!`).{1,300}?(?<!`)\1(?!`)"  # code
    r"|\$\$.{1,300}?\$\$|\$(?=\S)[^$\n]{0,300}?(?<=\S)\$(?!\d)"  # formulas
    r"|!?\[\[[^\]\n]{0,300}\]\]|!?\[[^\]\n]{0,300}\](?:\([^)\n]{0,999}\)|\[[^\]\n]{0,300}\])"  # links
    r"|<[^>\n]{1,300}>|\b\w{1,20}://\S{1,999}|(?<!\S)#[\w/-]+|\[\^[^\]\n]{0,300}\]"
    r"|^[ \t]*\[[^\]\n]{1,300}\]:.*$|^[> \t]*\[![\w-]{1,99}\].*$",  # definitions, titles of callouts
    re.MULTILINE,
)
_INDENTED = lazy_regex(
    r"^[ \t]*\n((?: {4,}|\t)(?![ \t]*(?:[-*+]|\d+[.)])[ \t]).*(?:\n(?: {4,}|\t).*)*)", re.MULTILINE
)
"""What may be a block of code without marks: it is not searched."""
_PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))
_FRONT_MATTER = lazy_regex(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


class FirstMention(Struct, frozen=True):
    """The first place in a note that names another one."""

    target: NotePath
    span: Span
    written: str
    in_table: bool
    """Whether a bar stands in its line, so that one in a link needs a backslash."""


class NameSearch:
    """Finds the names of notes in texts: titles, file names and aliases, with their plurals and singulars."""

    def __init__(self, notes: Mapping[NotePath, Note]) -> None:
        called: dict[str, set[NotePath]] = defaultdict(set)
        for path, note in notes.items():
            for name in names(note):
                called[name].add(path)
        forms: dict[str, set[NotePath]] = defaultdict(set)
        for name, paths in called.items():
            for form in _forms(name):
                if form not in called:
                    forms[form] |= paths
        self._automaton = ahocorasick.Automaton()
        for name, paths in (called | forms).items():
            self._automaton.add_word(name, (name, tuple(sorted(paths))))
        self._automaton.make_automaton()

    def first_mentions(self, note: Note, lines: Lines) -> Iterator[FirstMention]:
        """The first place of each other note that the note's text names outside of links and code."""
        text = lines.text
        seen = {note.path}
        prose = _prose(note, lines)
        for start, end, target in places(self._automaton, prose, text):
            if target not in seen:
                seen.add(target)
                span = lines.span(start, end)
                line = slice(lines.starts[span.start.line - 1], lines.end(span.start.line))
                yield FirstMention(target, span, text[start:end], "|" in prose[line])


def singular(name: str) -> str:
    """A name in lower case with its last word in the singular; the same for a word that has none."""
    name = lowered(name)
    for ending, other in _PLURALS:
        if name.endswith(ending) and not name.endswith("ss"):
            return name[: -len(ending)] + other
    return name


def _forms(name: str) -> Iterator[str]:
    """The plural or singular of a name, whose last word decides."""
    if (other := singular(name)) != name:
        yield other
    elif name[-1].isalpha() and name.isascii():
        if name[-1] == "y" and name[-2:-1] not in "aeiou":
            yield f"{name[:-1]}ies"
        else:
            yield f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"


def _prose(note: Note, lines: Lines) -> str:
    """The text with `HIDDEN` in place of front matter, headings, code, links, tags and comments."""
    text = lines.text
    hidden = [
        *(fence.span for fence in note.fences),
        *(heading.span for heading in note.headings),
        *(link.span for link in note.links),
        *(url.span for url in note.urls),
        *note.comments,
    ]
    at = [(lines.offset(span.start), lines.offset(span.end)) for span in hidden]
    at += (match.span() for match in (_FRONT_MATTER.match(text),) if match)
    text = _hidden(text, at)
    for pattern in (_INDENTED, _INLINE):
        text = _hidden(text, (match.span() for match in pattern.finditer(text)))
    return text


def _hidden(text: str, at: Iterable[tuple[int, int]]) -> str:
    """The text with `HIDDEN` in those places, but for its line breaks."""
    characters = list(text)
    for start, end in at:
        characters[start:end] = ("\n" if character == "\n" else HIDDEN for character in text[start:end])
    return "".join(characters)
