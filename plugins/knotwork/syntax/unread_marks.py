"""Lines that other programs read, and that are shown as they are written: `::: package`, `{!file!}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from knotwork.model.dialect import InsertedFiles
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap
from knotwork.syntax.inserted_files import BRACE
from knotwork.syntax.inserted_parts import MARK
from knotwork.syntax.parse_problems import ParseProblem, report_problem

_COLONS = lazy_regex(r"^:{3,}[ \t]*[\w{][^\n]*", re.MULTILINE)
_INSERTS = lazy_regex(r"""^[ \t]*-+8<-+[ \t]+["'][^\n]*""", re.MULTILINE)

_BRACES = lazy_regex(r"^[ \t]*\{![^!\n]+!\}", re.MULTILINE)

_Marks = list[tuple[re.Pattern[str], str, str]]


def unread_marks(*, inserts: InsertedFiles | None) -> Callable[[MarkdownIt], None]:
    """Register the rule; `inserts` are the files that lines may insert, which are in the text by then."""
    marks: _Marks = [
        (
            _COLONS,
            "a block of `:::` is shown as it is written",
            "Where a site has the extension or plugin that reads it, Python-Markdown can render the page: "
            "see the setting `renderer`.",
        )
    ]
    for pattern, extension, is_read in (
        (_INSERTS, "pymdownx.snippets", inserts is not None and inserts.marks),
        (_BRACES, "markdown_include.include", inserts is not None and inserts.braces),
    ):
        if not is_read:
            message = "no file is inserted here: the line is shown as it is written"
            help_ = f"Embed a note, `![[part]]`, or set `{extension}` under `markdown_extensions`."
            marks.append((pattern, message, help_))

    def find(state: StateCore) -> None:
        if not any(sign in state.src for sign in (":::", MARK, BRACE)):
            return
        for token in state.tokens:
            _report(state, token, marks)

    return lambda md: md.core.ruler.after("inline", "unread_marks", find)


def _report(state: StateCore, token: Token, marks: _Marks) -> None:
    for pattern, message, help_ in marks:
        for start, end in _places(token, pattern):
            report_problem(state.env, ParseProblem("unread-syntax", start, end, message, help_))


def _places(token: Token, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The source offsets of what a pattern finds: in running text, or `--8<--` in code as well."""
    source: SourceMap | None = token.meta.get("source")
    if token.type == "inline" and source is not None:
        for match in pattern.finditer(token.content):
            yield source.offset(match.start()), source.end(match.end())
    elif token.type == "fence" and pattern is not _COLONS:
        starts: list[int] = token.meta["starts"]
        for line, at in zip(token.content.split("\n"), starts, strict=False):
            inserting = pattern.match(line)
            if inserting is not None:
                yield at, at + inserting.end()
