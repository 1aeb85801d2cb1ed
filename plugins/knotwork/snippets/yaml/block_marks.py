r"""Mistyped marks of texts of several lines, and what stands behind a mark where its line must end.

script: >--                     # `>-`
script: |text                   # the text belongs on the lines below
version: >=1.28                 # a value that needs quotes
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_below, line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import BrokenLine, Cause, StopsAt

_PROBLEMS = ("did not find expected comment or line break", "an indentation indicator equal to 0")
_VALUE = lazy_regex(
    r"(?P<before>[ ]*(?:-[ ]+)*(?:[\w./\"'-]+:[ \t]+)?)(?P<value>[|>](?:[^\n]*[^ \t\n])?)[ \t]*$",
    re.MULTILINE,
)
_SIGNS = lazy_regex(r"[|>][-+|>=_.:,;~<\u2010-\u2015 0-9]*")
_REPEATED = lazy_regex(r"([|>])\1*[ ]?([-_\u2010-\u2015]*|\+*)")
"""One mark and one sign, each perhaps twice: `>--`, `||`, `| -`, `>_`."""
_COMPARISON = lazy_regex(r">[ ]?=?[ ]?v?\d[^\s\"'#:]*")
"""What a version or a number is to be: `>=1.28`."""
_INVISIBLE = lazy_regex(r"[|>][-+]?[ ]?([\u00a0\u00ad\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff])\s*")
_MARK = lazy_regex(r"[|>][-+]?")
_REMARK = lazy_regex(r"[ \t]+(//|--|;|/\*|<[-=]{1,2})[ \t]")
_WORD = lazy_regex(r"[A-Z][A-Z0-9_]*")
"""A word that ends the text of a here-document."""


def mistyped_mark(
    problem: str, text: str, start: int, place: int, end: int, stops_at: StopsAt
) -> BrokenLine | Cause | None:
    """What is wrong with the mark of a text at which a parser stops; None: it is something else.

    A correction is advised when the parser goes on with it, and when it is the only one.
    """
    if not is_of_mark(problem):
        return None
    line = line_start(text, place, start)
    match = _VALUE.match(text, line)
    if match is None:
        return None
    value, at = match["value"], match.start("value")
    below = _has_text_below(text, line, end)
    if _SIGNS.fullmatch(value) and not _COMPARISON.fullmatch(value):
        message = f"`{value}` is no mark of a text"
        if (repeated := _REPEATED.fullmatch(value)) is None or not below:
            return Cause(at, message, "Write `|`, or `>`, with `-` or `+` behind it or nothing.")
        sign = "+" if "+" in repeated[2] else "-"
        new = f"{repeated[1]}{sign if repeated[2] else ''}"
        cause = BrokenLine(
            at=at,
            message=message,
            help=f"Write `{new}`.",
            title=f"Write `{new}`",
            change=(at, at + len(value), new),
        )
    elif strange := _INVISIBLE.fullmatch(value):
        message = f"U+{ord(strange[1]):04X} stands behind the mark of a text"
        return Cause(at + strange.start(1), message, "Remove it.", "slip")
    elif not below and _COMPARISON.fullmatch(value):
        message, help_ = f"`{value}` is no text without quotes: `>` begins one below it", "Put it in quotes."
        cause = BrokenLine(
            at=at,
            message=message,
            help=help_,
            title="Put it in quotes",
            change=(at, at + len(value), f'"{value}"'),
        )
    elif below:
        first = at + len((_MARK.match(value) or [""])[0])
        rest = text[first : at + len(value)]
        if (ended := _ended_by_word(text, line, rest.strip(), first)) is not None:
            return ended
        if (remark := _REMARK.match(rest)) is not None:
            return _with_remark(rest, first, remark[1])
        message = "after `|` or `>` the line must end"
        change = (first, first + len(rest) - len(rest.lstrip()), f"\n{_indent_below(text, line)}")
        help_, title = "Write the text on the lines below.", "Write it on the line below"
        cause = BrokenLine(at=first, message=message, help=help_, title=title, change=change)
    else:
        return None
    first, last, new = cause.change
    stop = stops_at(text[start:first] + new + text[last:end])
    return cause if stop is None or start + stop > at + len(value) else None


def is_of_mark(problem: str) -> bool:
    """Whether a problem is that something stands behind the mark of a text."""
    return any(phrase in problem for phrase in _PROBLEMS)


def _with_remark(rest: str, first: int, sign: str) -> BrokenLine:
    """A remark of another language behind a mark."""
    at = first + rest.index(sign)
    return BrokenLine(
        at=at,
        message=f"behind the mark of a text a remark begins with ` # `, not with `{sign}`",
        help="Write `#` in its place.",
        title="Write `#`",
        change=(at, at + len(sign), "#"),
    )


def _ended_by_word(text: str, line: int, word: str, first: int) -> Cause | None:
    """A word behind a mark that stands below the text, too, as in a shell."""
    if not _WORD.fullmatch(word) or not re.search(rf"^[ ]+{word}[ \t]*$", text[line:], re.MULTILINE):
        return None
    message = f"`{word}` behind the mark of a text: it ends with its indentation, and not with a word"
    return Cause(text.index(word, first), message, "Remove it, here and below the text.")


def _has_text_below(text: str, line: int, end: int) -> bool:
    """Whether a line below, the next one that is not empty, is indented further."""
    return len(_indent_below(text, line, end)) > _width(text, line)


def _indent_below(text: str, line: int, end: int | None = None) -> str:
    below = line_below(text, line, end)
    while below < (len(text) if end is None else end) and not text[below : line_end(text, below)].strip():
        if (after := line_below(text, below, end)) <= below:
            return ""
        below = after
    return " " * _width(text, below)


def _width(text: str, line: int) -> int:
    written = text[line : line_end(text, line)]
    return len(written) - len(written.lstrip(" "))
