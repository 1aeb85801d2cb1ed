"""What notes write for an extension of Python-Markdown that their site has: `::: package`, `{++ new ++}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from knotwork.model.dialect import ExtensionSyntax
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap
from knotwork.syntax.parse_problems import ParseProblem, report_problem

_KEY = "written_for"
_CODE = lazy_regex(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_REPORTED = ("::", "//")
"""How lines begin that are reported as unread whatever the site has."""
_HELP = "The setting `renderer` lets Python-Markdown render this page, with the site's extensions."

_Marks = Sequence[tuple[re.Pattern[str], ExtensionSyntax]]


def extension_marks(extensions: Sequence[ExtensionSyntax]) -> Callable[[MarkdownIt], None]:
    """Register the rule that finds what those extensions read."""
    marks = [(re.compile(known.pattern, re.MULTILINE | re.DOTALL), known) for known in extensions]

    def find(state: StateCore) -> None:
        likely = [mark for mark in marks if mark[1].place == "info" or mark[0].search(state.src)]
        for token in state.tokens if likely else ():
            for start, end, extension in _places(token, likely):
                state.env.setdefault(_KEY, extension.reader)
                if not state.src.startswith(_REPORTED, start):
                    message = f"what `{extension.reader}` reads is shown as it is written"
                    report_problem(state.env, ParseProblem("unread-syntax", start, end, message, _HELP))

    return lambda md: md.core.ruler.after("inline", "extension_marks", find)


def written_for(env: Mapping[str, Any]) -> str:
    """The first extension whose syntax was found; empty for none."""
    reader: str = env.get(_KEY, "")
    return reader


def _places(token: Token, marks: _Marks) -> Iterator[tuple[int, int, ExtensionSyntax]]:
    """The source offsets of what extensions read, in running text or in the info of a fenced block."""
    source: SourceMap | None = token.meta.get("source")
    if token.type == "inline" and source is not None:
        text = _CODE.sub(lambda code: " " * len(code[0]), token.content)
        for pattern, extension in marks:
            if extension.place == "text":
                for match in pattern.finditer(text):
                    yield source.offset(match.start()), source.end(match.end()), extension
    elif token.type == "fence" and token.info:
        start = token.meta["span"][0]
        for pattern, extension in marks:
            if extension.place == "info" and pattern.search(token.info.strip()):
                yield start, start + len(token.markup) + len(token.info.rstrip()), extension
