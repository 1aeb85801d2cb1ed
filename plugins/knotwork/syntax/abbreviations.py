"""Abbreviations: `*[HTML]: Hypertext Markup Language` explains each `HTML` of the note in a tooltip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Span

_DEFINITION = re.compile(r"\*\[([^\[\]\\\n]{1,200})\] ?:[ \t]*(\S[^\n]{0,2000})")
_OTHER_MARKUP = lazy_regex(r"%%|<!--|\[\[")
"""What a tooltip cannot hold, and a note must not lose."""
MOST = 2_000
"""Abbreviations that a note defines, for each is looked for at each word; further definitions are text."""
_KEY, _UNUSED = "abbreviations", "unused_abbreviations"


def abbreviations(of_site: str) -> Callable[[MarkdownIt], None]:
    """A plugin for abbreviations; those in the text `of_site` are known in each note, beside its own."""
    shared = dict(_definitions(of_site))

    def explain(state: StateCore) -> None:
        written = state.env.get(_KEY, {})
        if written or shared:
            titles = {**shared, **{name: title for name, (title, _) in written.items()}}
            used = _explained(state.tokens, titles)
            unused = (lines for name, (_, lines) in written.items() if name not in used)
            state.env.setdefault(_UNUSED, []).extend(unused)

    def register(md: MarkdownIt) -> None:
        ends = ["paragraph", "reference", "blockquote", "list"]
        md.block.ruler.before("reference", "abbreviation", _definition, {"alt": ends})
        md.core.ruler.push("abbreviations", explain)

    return register


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    """The abbreviations that a text defines, with what they mean, in order."""
    for line in text.split("\n"):
        match = _DEFINITION.fullmatch(line.rstrip())
        if match and not _OTHER_MARKUP.search(line) and match[1].strip():
            yield match[1].strip(), match[2].strip()


def unused_abbreviations(env: MutableMapping[str, Any], lines: Lines) -> Iterator[Span]:
    """The spans of definitions that no text needs: no page shows them."""
    for first, last in env.get(_UNUSED, ()):
        start = lines.text.find("*", lines.starts[first])
        yield lines.span(start, lines.end(last))


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    text = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    definition = next(_definitions(text), None)
    if definition is None:
        return False
    name, title = definition
    known = state.env.setdefault(_KEY, {})
    if len(known) >= MOST and name not in known:
        return False
    if silent:
        return True
    if name in known:
        state.env.setdefault(_UNUSED, []).append(known[name][1])  # Python-Markdown takes the last
    known[name] = title, (start, start + 1)
    state.line = start + 1
    return True


def _explained(tokens: Sequence[Token], titles: Mapping[str, str]) -> set[str]:
    """Put elements around the abbreviations in running text; those that it has."""
    pattern, used = _pattern(tuple(titles)), set[str]()
    for token in tokens:
        if token.type == "inline" and token.children and pattern.search(token.content):
            token.children = list(_with_elements(token.children, pattern, titles, used))
    return used


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _with_elements(
    children: Sequence[Token], pattern: re.Pattern[str], titles: Mapping[str, str], used: set[str]
) -> Iterator[Token]:
    for child in children:
        if child.type != "text":
            yield child
            continue
        at = 0
        for match in pattern.finditer(child.content):
            used.add(match[0])
            yield _text(child, child.content[at : match.start()])
            yield Token("abbr_open", "abbr", 1, attrs={"title": titles[match[0]]}, level=child.level)
            yield _text(child, match[0])
            yield Token("abbr_close", "abbr", -1, level=child.level)
            at = match.end()
        yield _text(child, child.content[at:]) if at else child


def _text(token: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=token.level)
