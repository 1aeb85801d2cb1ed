"""Words that a comment of the file, or the text around the block, asks to replace wherever they stand.

# Replace MY-SHOP with the name of your shop.        names the word
# sed 's/TEAM_NAME/web/g' this.yaml                  so does a command that does it
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above

_QUOTED = r"[`\"'<\u201c\u2018*]{1,3}[^\s`\"'<>\u201c\u201d\u2018\u2019*]{1,60}[`\"'>\u201d\u2019*]{1,3}"
_WORD = rf"(?:{_QUOTED}|(?<![\w.-])[A-Za-z0-9_.-]{{2,60}}(?![A-Za-z0-9_-]))"
_AND = r"(?:,? (?:and|or|und|oder|y|e|et|ou|и) |, ?| ?[/&、和与] ?)"


def _listed(language: str) -> str:
    """Some words, as a group of the pattern."""
    return rf"(?P<{language}>{_WORD}(?:{_AND}{_WORD}){{0,8}})"


_ASKS = lazy_regex(
    r"(?<!not )(?<!n't )(?<!never )(?:\b(?:replace|change|substitute|swap|edit|set|update|adjust|adapt"
    r"|fill in)\b"
    r"(?:[ \t]+(?:all|every|each|any|the|both|occurrences? of|instances? of|placeholders?|values?|words?"
    r"|strings?|of))*"
    rf"[ \t]+{_listed('en')}[ \t]+(?:with|by|to|for|below|above|accordingly|as needed)\b"
    rf"|\b(?:ersetzen? (?:sie )?|ersetze )(?:überall |jedes |alle )?{_listed('de')}[ \t]+(?:durch|mit)\b"
    rf"|\b(?:reemplaz[ae]r?|sustituya|cambi[ae]r?|substitua|troque) {_listed('es')}[ \t]+(?:por|con|com)\b"
    rf"|\bremplace[rz] {_listed('fr')}[ \t]+par\b|\b[Зз]амените {_listed('ru')}[ \t]+на\b"
    rf"|(?:将|把|请将)[ ]?{_listed('zh')}[ ]?(?:替换|改|换)(?:为|成)"
    rf"|{_listed('ja')}[ ]?を[^\n]{{0,40}}(?:置き換え|変更)"
    rf"|{_listed('ko')}[을를][^\n]{{0,40}}(?:바꾸|변경|교체))",
    re.IGNORECASE,
)
_SED = lazy_regex(
    r"\bsed\b[^\n]{0,200}?[\"' ;]s(?P<mark>[/|#@,])(?P<word>[^\s/|#@,\\^$*.\[\]]{2,60})(?P=mark)"
)
_WORDS = lazy_regex(_WORD)
_QUOTES = "`\"'<>*\u201c\u201d\u2018\u2019.,"
_COMMENT = lazy_regex(r"(?:^|[ \t])#+[ \t]?([^\n]*)", re.MULTILINE)
_LETTERS = lazy_regex(r"[A-Z]{2}|_")
_SHORTEST = 2
_MOST = 20_000
"""The most characters of comments that are read: such a comment stands at the beginning."""


def words_to_replace(text: str, fence: Fence, *, file: bool) -> frozenset[str]:
    """The words that are to be replaced in a block. `text`: that of the whole block.

    Of a file only its own comments count; in a note the text of the section does, too.
    """
    around = "" if file else "\n".join((*text_above(fence.above).section, fence.below))
    return _words(text, around)


def without_words(written: str, words: frozenset[str]) -> str:
    """A text without those of some words that stand in it as a whole."""
    for word in sorted(words, key=len, reverse=True):
        if word in written:
            written = re.sub(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", "", written)
    return written


@lru_cache(maxsize=2)  # the documents of a block ask one after the other
def _words(text: str, around: str) -> frozenset[str]:
    comments = (
        " ".join(comment[1].strip() or "\n" for comment in _COMMENT.finditer(text)) if "#" in text else ""
    )
    return frozenset(word for part in (comments[:_MOST], around) for word in _named(part))


def _named(text: str) -> Iterator[str]:
    for sed in _SED.finditer(text):
        yield sed["word"]
    for request in _ASKS.finditer(text):
        listed = next(filter(None, request.groups()))
        for word in _WORDS.findall(listed):
            quoted = word[:1] in _QUOTES
            bare = word.strip(_QUOTES)
            if len(bare) >= _SHORTEST and (quoted or _LETTERS.search(bare)):
                yield bare
