r"""Lines that look like a heading or a list item and are text: the space behind the mark is missing.

`##Heading` has none; behind `#`, `-` or `1.` a no-break space, which many keyboards type with Alt, is no
space for Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from knotwork.model.diagnostics import Edit, Fix, Problem
from knotwork.model.names import NotePath
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, SourceMap

_NO_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Characters that look like a space, or like none, and end no mark."""
_LINE = lazy_regex(
    rf"(?:^|\n)[ \t]*(?:(?P<mark>#{{1,6}}|[-*+]|\d{{1,9}}[.)])(?P<sign>[{_NO_SPACES}]+)(?=\S)"
    r"|(?P<glued>#{2,6})(?=\*{0,2}[^\W_]))"
)
_GLUED = re.compile(r"##(?:[^\W_#]|\*)")
_SPACED = lazy_regex(rf"[#\-*+.)][{_NO_SPACES}]")
"""What each such line has: one or the other; the second is never in ASCII."""
_SHOWN = 30


def may_miss_spaces(text: str) -> bool:
    """Whether a note may have such a line: most have none, and their paragraphs are not looked through."""
    return _GLUED.search(text) is not None or (not text.isascii() and _SPACED.search(text) is not None)


def missing_spaces(inline: Token, lines: Lines) -> Iterator[Problem]:
    """A problem for each line of a paragraph that lacks the space behind its mark."""
    source: SourceMap | None = inline.meta.get("source")
    if source is None:
        return
    texts = [child.content for child in inline.children or () if child.type == "text"]
    beginnings: dict[int, set[str]] = {}
    for match in _LINE.finditer(inline.content):
        start = match.start("mark") if match["mark"] else match.start("glued")
        length = match.end() - start
        if length not in beginnings:
            beginnings[length] = {text[:length] for text in texts}
        if inline.content[start : match.end()] not in beginnings[length]:
            continue  # in code or a comment
        what = "list item" if match["mark"] and not match["mark"].startswith("#") else "heading"
        line = inline.content[start:].partition("\n")[0]
        place = lines.span(source.offset(start), source.end(start + len(line)))
        if match["glued"]:
            shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
            message = f"`{shown}` is text, no heading: a space is missing behind `{match['glued']}`"
        else:
            names = " and ".join(dict.fromkeys(f"U+{ord(sign):04X}" for sign in match["sign"]))
            message = f"this line is text, no {what}: behind `{match['mark']}` stands {names}, no plain space"
        first, last = (source.offset(match.end()),) * 2
        if match["sign"]:
            first, last = source.offset(match.start("sign")), source.end(match.end("sign"))
        edit = Edit(NotePath(""), lines.position(first), lines.position(last), " ")
        help_ = f"Write a space there, or `{_escaped(match['mark'] or '#')}` if it is meant as text."
        yield Problem("missing-space", place, message, help_, Fix("Write a space", (), (edit,)))


def _escaped(mark: str) -> str:
    """The mark with the backslash that makes it text: `\\#`, `1\\.`."""
    return f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdecimal() else f"\\{mark[0]}"
