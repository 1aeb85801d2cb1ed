"""Comments that do not end where they begin: `%%` or `<!--` without its counterpart hides what follows.

Obsidian dims all that follows a lone `%%`, over paragraphs and lists, up to the next one or the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from knotwork.model.diagnostics import Problem
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines
from knotwork.syntax.source_maps import span

_CLOSING = {"%%": "%%", "<!--": "-->"}
_WHOLE = lazy_regex("%%[^%]*(?:%[^%]+)*%%")
_OPEN = "open_comments"
_IN_HTML = lazy_regex(r"<!--|%%|<(pre|code|script|style|textarea)\b|<[a-z/][^<>]*>", re.IGNORECASE)


class OpenComment(NamedTuple):
    """Where a comment begins that the parser sees no end of."""

    at: int
    """The offset of its mark."""
    mark: str
    in_html: bool = False


class Stretch(NamedTuple):
    """What a comment hides: two offsets, the second excluded."""

    comment: OpenComment
    end: int
    closed: bool


def open_comments(md: MarkdownIt) -> None:
    """Register the rule that notices an HTML comment which its paragraph does not close."""
    md.inline.ruler.before("html_inline", "open_comment", _html_comment)


def report_open_comment(state: StateInline, mark: str) -> None:
    """Remember that a comment opens at the state's position and does not end in its block."""
    place = span(state, state.pos, state.pos + len(mark))
    if place is not None:
        state.env.setdefault(_OPEN, []).append(OpenComment(place[0], mark))


def reported_open_comments(env: dict[str, list[OpenComment]]) -> list[OpenComment]:
    """The comments that were reported while a text was parsed."""
    return env.get(_OPEN, [])


def comments_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The offsets of `%% comments %%` between two offsets."""
    for match in _WHOLE.finditer(text, start, end):
        yield match.span()


def without_comments(text: str) -> str:
    """A text without `%% comments %%`."""
    return _WHOLE.sub("", text) if "%%" in text else text


def comments_in_html(text: str, start: int, end: int) -> Iterator[OpenComment]:
    """What opens a comment in a block of HTML and is none of HTML's own that ends in it."""
    at = start
    while (match := _IN_HTML.search(text, at, end)) is not None:
        at = match.end()
        if match[0] in _CLOSING:
            closed = text.find(_CLOSING[match[0]], at, end)
            if match[0] == "%%" or closed == -1:
                yield OpenComment(match.start(), match[0], True)
            at = end if closed == -1 else closed + len(_CLOSING[match[0]])
        elif match[1]:
            closed = text.find(f"</{match[1]}", at, end)
            at = end if closed == -1 else closed


def stretches(comments: Sequence[OpenComment], text: str) -> Iterator[Stretch]:
    """What the comments hide, in order."""
    end = 0
    for comment in sorted(comments):
        if comment.at >= end:
            closing = _CLOSING[comment.mark]
            closed = text.find(closing, comment.at + len(comment.mark))
            end = len(text) if closed == -1 else closed + len(closing)
            yield Stretch(comment, end, closed != -1)


def covered(text: str, hidden: Sequence[Stretch]) -> str:
    """The text with comments that end where they begin in place of those; every line keeps its length."""
    out: list[str] = []
    at = 0
    for stretch in hidden:
        out.append(text[at : stretch.comment.at])
        at = stretch.end
        cover = _as_html if stretch.comment.in_html else _as_comment
        out += "\n".join(map(cover, text[stretch.comment.at : at].split("\n")))
    return "".join((*out, text[at:]))


def problems(hidden: Sequence[Stretch], lines: Lines) -> Iterator[Problem]:
    """The problems to report about them."""
    for comment, end, closed in hidden:
        span = lines.span(comment.at, comment.at + len(comment.mark))
        help_ = (
            f"Close it with `{_CLOSING[comment.mark]}`, or write `\\{comment.mark}` for the signs themselves."
        )
        if not closed:
            message = "this comment is never closed: nothing of what follows is published"
            yield Problem("unclosed-comment", span, message, help_)
        elif not comment.in_html or comment.mark == "<!--":
            line = lines.position(end).line
            message = f"this comment does not end with its paragraph; it hides everything up to line {line}"
            yield Problem("unclosed-comment", span, message, help_)


def _as_comment(line: str) -> str:
    return f"%%{'.' * (len(line) - 4)}%%" if len(line) >= 4 else " " * len(line)


def _as_html(line: str) -> str:
    return f"<!--{'.' * (len(line) - 7)}-->" if len(line) >= 7 else " " * len(line)


def _html_comment(state: StateInline, silent: bool) -> bool:
    if not silent and state.src.startswith("<!--", state.pos):
        # once a content has one that is open, all that follow it are: none is looked for again
        known: list[OpenComment] = state.env.get(_OPEN, [])
        place = span(state, state.pos, state.pos + 4)
        same = known and known[-1].mark == "<!--" and state.env.get("open_in") is state.src
        if place is not None and not same and state.src.find("-->", state.pos + 2, state.posMax) == -1:
            report_open_comment(state, "<!--")
            state.env["open_in"] = state.src
    return False
