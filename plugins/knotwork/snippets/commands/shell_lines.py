"""The simple commands of a shell block, in words with their places: prompts, pipes, quotes, here-documents.

Not a shell: what is expanded by one (`$NAME`, `*`, `$(…)`) is a word that is not literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from knotwork.model.line_offsets import line_end
from knotwork.model.patterns import lazy_regex

_OF_USER = r"\[?[\w.-]{1,64}@[\w.-]{1,64}[ :][^\]\s$#]{0,60}\]?[$#]"
_PROMPT = lazy_regex(rf"[ \t]*(?:{_OF_USER}|[\w.@~:/\[\]-]*[$%#]|>)[ \t]+(?=\S)")
_DOLLAR = lazy_regex(rf"^[ \t]*(?:{_OF_USER}|[\w.@~:/\[\]-]*\$)[ \t]+\S", re.MULTILINE)
"""The prompt that makes lines without one output: `$ `, `[root@node ~]# `."""
_HERE = lazy_regex(r"<<-?[ \t]*(['\"]?)(\w+)\1")
_TOKEN = lazy_regex(
    r"(?P<space>[ \t]+|\\\n)|(?P<comment>#[^\n]*)|(?P<end>\|\|?|&&?|;;?|\n|[(){}](?=[\s;)]|$))"
    r"|(?P<placeholder>[<>]\([^()\n]*\)|(?:<[\w][^<>\n]*>[\w./:@-]*)+|\[[^\]\n]{0,200}\]|\{[A-Za-z_]+\})"
    r"|(?P<redirect>\d?(?:>>?|<)(?:&\d|[ \t]*[^\s;|&]+)?)"
    r"|(?P<word>(?:\\[^\n]|'[^']*'|\"(?:\\.|[^\"\\])*\"|\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\$\{[^{}]*\}|`[^`]*`|<[\w][^<>\n]*>"
    r"|[^\s;|&<>()'\"\\`])+)|(?P<other>.)",
    re.DOTALL,
)
_QUOTED = lazy_regex(r"""\\(.)|'([^']*)'|"([^"]*)\"""")
_NOT_LITERAL = lazy_regex(r"[$*?`<>{}…]|\.\.\.|^\[|\]$")


class Word(Struct, frozen=True):
    """A word of a command."""

    text: str
    """Without quotes."""
    start: int
    """The 0-based offset in the block."""
    end: int
    literal: bool
    """Whether it is what it says: no variable, no placeholder."""


def commands(text: str) -> Iterator[list[Word]]:
    """The simple commands of a block. Never raises; where lines have a prompt, only those are commands."""
    prompted = _DOLLAR.search(text) is not None
    here: str | None = None
    words: list[Word] = []
    at = 0
    while at < len(text):
        begins_line = at == 0 or text[at - 1] == "\n"
        if begins_line and (continues := text[max(0, at - 2) : at] != "\\\n"):
            line = text[at : line_end(text, at)]
            if here is not None:
                here = None if line.strip() == here else here
                at += len(line) + 1
                continue
            prompt = _PROMPT.match(line)
            if prompted and continues and (prompt is None or not _DOLLAR.match(line)):
                at += len(line) + 1
                continue
            if found_here := _HERE.search(line):
                here = found_here[2]
            if prompt is not None:
                at += prompt.end()
        match = _TOKEN.match(text, at)
        assert match is not None, "a token is any character"
        kind, value = match.lastgroup, match[0]
        if kind == "end" or (kind == "comment" and words and text[at - 1] not in " \t"):
            if kind == "end":
                if words:
                    yield words
                words = []
            else:
                words.append(Word(value, at, match.end(), False))
        elif kind in ("word", "placeholder", "other"):
            words.append(_word(value, at, match.end(), literal=kind == "word"))
        at = match.end()
    if words:
        yield words


def _word(written: str, start: int, end: int, *, literal: bool) -> Word:
    plain = _QUOTED.sub(lambda match: match[1] or match[2] or match[3] or "", written)
    return Word(plain, start, end, literal and not _NOT_LITERAL.search(written) and plain == written)
