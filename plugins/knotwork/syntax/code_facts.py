"""Blocks of code become facts: fences, the comment above that says how to validate one, indented code."""

from __future__ import annotations

import re

from markdown_it.token import Token
from msgspec import Struct

from knotwork.model.body import FenceSlot
from knotwork.model.diagnostics import Problem
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Span
from knotwork.syntax.around_code import Beginnings, CodeLines, text_above, text_below
from knotwork.syntax.body_builder import BodyBuilder
from knotwork.syntax.body_facts import BodyFacts
from knotwork.syntax.code_html import code_html
from knotwork.syntax.code_info import code_behind_marks, code_info, unused_words
from knotwork.syntax.links_in_code import links_in_code

MOST_COLOURED = 1_000_000
"""Characters of code in a note that have colours, which are ten times as much HTML."""
_OPENS = lazy_regex(r"^(`{3,}|~{3,})[ \t]*(?:ya?ml|json|(?:ba|z)?sh|shell|console)\b[^`\n]*$", re.MULTILINE)
"""The opening marks of a block of YAML or of commands, which cannot close another one."""
_OF_MARKDOWN = frozenset(("markdown", "md", "mdx", "rst", "mdc", "qmd", "diff", "patch", "yaml", "yml"))
"""The languages that show such marks; blocks of YAML are read for them elsewhere."""

_OF_COMMANDS = frozenset(
    ("", "sh", "bash", "shell", "zsh", "console", "terminal", "shell-session", "shellsession", "text")
)
"""The languages of blocks that may have commands."""
_MOST_EMPTY_LINES = 10


class _Directive(Struct, frozen=True):
    """`<!-- k8s: skip -->`, which is about the fence below it."""

    text: str
    span: Span


class CodeFacts:
    """Reads the blocks of code of a note."""

    def __init__(self, facts: BodyFacts, body: BodyBuilder, lines: Lines, text: str) -> None:
        self.facts = facts
        self.body = body
        self.lines = lines
        self._directive: _Directive | None = None
        self._length = 0
        """Characters of all code so far."""
        self._blocks: list[CodeLines] = []
        """The blocks so far."""
        self._fence_end = 0
        """The last line of the last of them with marks; 0 for none."""
        self._beginnings = Beginnings(lines, text)

    def fence(self, token: Token) -> None:
        """Add a fenced block."""
        starts: list[int] = token.meta["starts"]
        columns = tuple(self.lines.position(start).column - 1 for start in starts)
        first = (token.map or [0])[0] + 2
        origins = tuple(map(self.lines.origin, range(first, first + len(starts))))
        is_whole = all(origin > 0 for origin in origins)
        span = self.lines.span(*token.meta["span"])
        info = token.info.strip()
        directive = self._directive.text if self._directive else ""
        self._directive = None
        parsed, code = code_info(info), token.content
        self._report_fence(token, span, info)
        self._report_opened(token, parsed.language, columns, first)
        above, command = text_above(self.lines, first - 1, self._blocks), self._command_above(first - 1)
        self._fence_end = first + len(starts)
        self._blocks.append(CodeLines(first - 1, self._fence_end))
        fence = Fence(
            info,
            parsed.language,
            code,
            span,
            abs(self.lines.origin(first)),
            columns,
            parsed.options,
            directive,
            token.markup,
            () if is_whole else origins,
            above,
            "" if token.meta.get("open") else text_below(self.lines, first + len(starts)),
            command,
            self._beginnings.around(self.facts.headings, self._blocks),
        )
        self.facts.fences.append(fence)
        self._length += len(code)
        self.body.add(FenceSlot(len(self.facts.fences) - 1, self._length > MOST_COLOURED), "\n")

    def _command_above(self, line: int) -> str:
        """The last command of the block that ends right above a line."""
        if not self._fence_end or self.facts.fences[-1].language not in _OF_COMMANDS:
            return ""
        between = range(self._fence_end + 1, line)
        if len(between) > _MOST_EMPTY_LINES or any(map(self._is_written, between)):
            return ""
        *before, last = self.facts.fences[-1].text.rstrip().split("\n")
        while before and before[-1].endswith("\\"):
            last = f"{before.pop()[:-1]} {last}"
        return last

    def _is_written(self, line: int) -> bool:
        """Whether a line has more than spaces and marks of quotes."""
        return bool(self.lines.text[self.lines.starts[line - 1] : self.lines.end(line)].strip(" \t\r\n>"))

    def indented(self, token: Token) -> None:
        """Add an indented block."""
        first, last = token.map or [0, 1]
        self._blocks.append(CodeLines(first + 1, last, is_indented=True))
        problem = links_in_code(self.lines, first + 1, last)
        if problem is not None:
            self.facts.problems.append(problem)
        self.body.add(code_html(token.content, "") + "\n")

    def comment(self, comment: str, span: Span) -> None:
        """Keep the text of an HTML comment for the fence below it, if it is a directive."""
        before, colon, text = comment.partition(":")
        if colon and before.strip() == "k8s":
            self.report_stray_directive()
            self._directive = _Directive(text.strip(), span)

    def before(self, token: Token) -> None:
        """Report a directive when the block below it is not a fence."""
        if token.type not in ("html_block", "fence", "comment"):
            self.report_stray_directive()

    def report_stray_directive(self) -> None:
        """Report a directive that no fence follows."""
        if self._directive is not None:
            message = "this comment is about no code block"
            help_ = "Put it directly above the block it is about."
            self.facts.problems.append(Problem("unknown-state", self._directive.span, message, help_))
            self._directive = None

    def _report_fence(self, token: Token, span: Span, info: str) -> None:
        """Report words behind the marks that nothing reads, and an end that is missing."""
        code = code_behind_marks(info, token.content)
        if words := code or unused_words(info):
            line = span.start.line
            at = self.lines.text.find(words, self.lines.offset(span.start), self.lines.end(line))
            place = self.lines.span(at, at + len(words)) if at != -1 else span
            shown = "shown as the block's title" if code else "not shown"
            message = f"`{words}` is {shown}: what follows the opening marks is the code block's language"
            help_ = 'Write it on the line below, or as `title="…"`.'
            self.facts.problems.append(Problem("unread-info", place, message, help_))
        if token.meta.get("open"):
            message = "this code block is never closed"
            help_ = f"Write {token.markup} on a line of its own where the code ends."
            start = self.lines.offset(span.start)
            place = self.lines.span(start, start + len(token.markup))
            self.facts.problems.append(Problem("unclosed-code", place, message, help_))

    def _report_opened(self, token: Token, language: str, columns: tuple[int, ...], first: int) -> None:
        """Report that another block begins in a block: the marks that close the first are missing."""
        code = token.content
        if token.markup not in code or not language or language in _OF_MARKDOWN:
            return
        opens = _OPENS.finditer(code)
        opening = next((marks for marks in opens if marks[1].startswith(token.markup)), None)
        number = code.count("\n", 0, opening.start()) if opening is not None else 0
        if opening is None or number >= len(columns):
            return
        start = self.lines.starts[first + number - 1] + columns[number] + opening.start(1) - opening.start()
        message = "another block begins here: the marks that close the first are missing"
        help_ = "Write the marks of the first on a line of their own above it."
        place = self.lines.span(start, start + len(opening[1]))
        self.facts.problems.append(Problem("unclosed-code", place, message, help_))
