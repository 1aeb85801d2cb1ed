"""A block of code as HTML, made of its parts: what stands around the code, beside its lines, and in them.

The text of `<code>` is the source's, byte for byte: where a lexer would change it, it is not coloured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import NamedTuple

from knotwork.html.attributes import allowed_classes, attributes_html
from knotwork.model.body import Attributes
from knotwork.model.names import Anchor
from knotwork.syntax.code_info import CodeInfo, LineNumbers, code_behind_marks, code_info
from knotwork.syntax.colouring import coloured, lexer_name
from knotwork.syntax.diagram import DIAGRAMS, loads_elsewhere
from knotwork.syntax.lexing import Line


class Mark(NamedTuple):
    """An element around a stretch of one line."""

    line: int
    """0-based."""
    start: int
    """The 0-based column."""
    end: int
    opening: str
    """The element's start tag."""
    closing: str


class LineIds(NamedTuple):
    """The ids that the lines of a block have, which end with the lines' numbers."""

    anchors: str = ""
    """How those of links in the lines begin: `__codelineno-0`; empty for none."""
    linked: bool = False
    """Whether the number beside a line leads to it."""
    spans: str = ""
    """How those of the lines themselves begin; empty for none."""

    def line(self, html: str, number: int, *, has_number: bool) -> str:
        """The HTML of a line with its ids."""
        if self.anchors:
            name = escape(f"{self.anchors}-{number}")
            href = f' href="#{name}"' if not has_number else ""
            html = f'<a id="{name}" name="{name}"{href}></a>{html}'
        return f'<span id="{escape(self.spans)}-{number}">{html}</span>' if self.spans else html

    def number(self, shown: str, number: int) -> str:
        """The number beside a line."""
        if not (self.linked and self.anchors):
            return shown
        return f'<a href="#{escape(self.anchors)}-{number}">{shown}</a>'


NO_IDS = LineIds()


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """The parts of a block of code, as pymdownx.superfences writes them for Material."""

    lines: tuple[Line, ...]
    """The code, each line as its tokens."""
    last_line_ends: bool
    """Whether a line break follows the last line."""
    anchor: Anchor | None = None
    """The block's own id."""
    classes: tuple[str, ...] = ("highlight",)
    data: Attributes = ()
    title: str = ""
    numbers: LineNumbers | None = None
    highlighted: frozenset[int] = frozenset()
    """The 1-based lines with a background."""

    def html(
        self,
        anchor: str | None = None,
        *,
        classes: Sequence[str] = (),
        data: Attributes = (),
        head: str = "",
        beside: str = "",
        foot: str = "",
        marks: Sequence[Mark] = (),
        line_ids: LineIds = NO_IDS,
    ) -> str:
        """The block with that id, further classes and data, and HTML above, beside and below its code.

        A mark that does not lie within one token, or overlaps the one before it, is left out.
        """
        identity = (("id", anchor),) if anchor else ()
        names = " ".join((*self.classes, *classes))
        given = attributes_html((*identity, ("class", names), *self.data, *data))
        code = "".join(self._marked_lines(marks, line_ids))
        return f"<div{given}>{head}{self._body(beside, code, line_ids)}{foot}</div>"

    def _body(self, beside: str, code: str, line_ids: LineIds) -> str:
        title = f'<span class="filename">{escape(self.title)}</span>' if self.title else ""
        pre = f"<pre><span></span>{beside}<code>{code}</code></pre>"
        if self.numbers is None:
            return title + pre
        row = f'<tr><th colspan="2" class="filename">{title}</th></tr>' if title else ""
        numbers = _number_column(self.numbers, len(self.lines), line_ids)
        return (
            f'<table class="highlighttable">{row}<tr><td class="linenos"><div class="linenodiv">'
            f'<pre><span></span>{numbers}</pre></div></td><td class="code"><div>{pre}</div></td></tr></table>'
        )

    def _marked_lines(self, marks: Sequence[Mark], line_ids: LineIds) -> Iterator[str]:
        first = self.numbers.first if self.numbers else 1
        of_line = {line: list(group) for line, group in groupby(sorted(marks), lambda mark: mark.line)}
        for index, line in enumerate(self.lines):
            html = "".join(_line_html(line, of_line.get(index, ())))
            if index + 1 < len(self.lines) or self.last_line_ends:
                html += "\n"
            if index + 1 in self.highlighted:
                html = f'<span class="hll">{html}</span>'
            has_number = self.numbers is not None
            yield html if line_ids is NO_IDS else line_ids.line(html, first + index, has_number=has_number)


def code_block(text: str, info: str, *, plain: bool = False) -> CodeBlock:
    """The parts of a block of code, by the words behind its opening marks; `plain` for no colours."""
    parsed = code_info(info)
    lines = (None if plain else coloured(text, parsed.language)) or _plain_lines(text)
    return CodeBlock(
        lines,
        text.endswith("\n"),
        parsed.anchor,
        (*_classes(parsed, text), "highlight"),
        parsed.data,
        parsed.title or code_behind_marks(info, text),
        parsed.numbers,
        parsed.highlighted(len(lines)),
    )


def code_html(text: str, info: str, *, plain: bool = False) -> str:
    """A block of code as HTML, with nothing around it."""
    block = code_block(text, info, plain=plain)
    return block.html(block.anchor)


def inline_code_html(code: str, language: str, attributes: Iterable[tuple[str, str]] = ()) -> str:
    """Code in a sentence, with the colours of a language."""
    lines = coloured(code, language) or _plain_lines(code)
    given = dict(attributes)
    names = f"language-{language} highlight {given.pop('class', '')}".strip()
    html = "\n".join("".join(_line_html(line, ())) for line in lines)
    return f"<code{attributes_html((('class', names), *given.items()))}>{html}</code>"


def _classes(info: CodeInfo, text: str) -> Iterator[str]:
    yield f"language-{info.language if info.language and lexer_name(info.language) else 'text'}"
    # not Material's `mermaid`, for which it would fetch a script from another host
    if info.language in DIAGRAMS and not loads_elsewhere(text):
        yield "kw-mermaid"
    yield from allowed_classes(info.classes)


def _plain_lines(text: str) -> tuple[Line, ...]:
    *lines, last = text.split("\n")
    return tuple((("", line),) for line in (*lines, *((last,) if last else ())))


def _line_html(line: Line, marks: Sequence[Mark]) -> Iterator[str]:
    """The tokens of a line, with marks around stretches of their text."""
    if not marks:
        yield from [_plain_token(css_class, text) for css_class, text in line]
        return
    column = 0
    for css_class, text in line:
        inside = [mark for mark in marks if column <= mark.start and mark.end <= column + len(text)]
        if inside:
            html = "".join(_token_html(text, column, inside))
            yield f'<span class="{css_class}">{html}</span>' if css_class else html
        else:
            yield _plain_token(css_class, text)
        column += len(text)


def _plain_token(css_class: str, text: str) -> str:
    return _frequent_token(css_class, text) if len(text) <= _FREQUENT else _token(css_class, text)


def _token(css_class: str, text: str) -> str:
    html = escape(text, quote=False)
    return f'<span class="{css_class}">{html}</span>' if css_class else html


_FREQUENT = 40
"""Characters up to which a token is kept: most are signs, spaces and names that many blocks have."""
_frequent_token = lru_cache(maxsize=4096)(_token)


def _token_html(text: str, column: int, marks: Sequence[Mark]) -> Iterator[str]:
    done = column
    for mark in marks:
        if mark.start < done or mark.end <= mark.start:
            continue
        yield escape(text[done - column : mark.start - column], quote=False)
        marked = escape(text[mark.start - column : mark.end - column], quote=False)
        yield f"{mark.opening}{marked}{mark.closing}"
        done = mark.end
    yield escape(text[done - column :], quote=False)


def _number_column(numbers: LineNumbers, count: int, line_ids: LineIds) -> str:
    """The numbers beside that many lines."""
    width = len(str(numbers.first + count - 1))

    def beside(number: int) -> str:
        is_special = bool(numbers.special) and number % numbers.special == 0
        is_shown = number % max(numbers.step, 1) == 0
        shown = line_ids.number(f"{number:>{width}}", number) if is_shown else " " * width
        return f'<span class="{"special" if is_special else "normal"}">{shown}</span>'

    return "\n".join(map(beside, range(numbers.first, numbers.first + count)))
