"""A note's text becomes its facts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from msgspec.structs import replace

from knotwork.model.body import Body
from knotwork.model.diagnostics import Problem
from knotwork.model.dialect import DEFAULT, Dialect
from knotwork.model.names import NotePath, basename, is_base, is_canvas, is_markdown, without_md
from knotwork.model.note import Note
from knotwork.model.text import FILE_START, LONE_SURROGATE, Lines, Span, normalized
from knotwork.syntax.base_file import read_base
from knotwork.syntax.bidi import reordered
from knotwork.syntax.body import read_body
from knotwork.syntax.body_facts import BodyFacts
from knotwork.syntax.canvas import read_canvas
from knotwork.syntax.front_matter import FrontMatter, front_matter
from knotwork.syntax.inline_fields import inline_fields
from knotwork.syntax.inserted_files import MISSING, expanded
from knotwork.syntax.markdown import markdown
from knotwork.syntax.open_comments import Stretch, covered, problems, stretches
from knotwork.syntax.queries import unread_queries
from knotwork.syntax.stray_properties import is_usual, stray_properties

_MOST_ATTEMPTS = 5

TitleSource = Literal["front-matter", "heading", "name"]


def read_note(path: NotePath, text: str, dialect: Dialect = DEFAULT) -> Note:
    """The facts of one note. Pure: the same path, text and dialect give the same Note, as long as
    the files that it inserts stay the same.

    `text` is the file's text, with any line breaks and an optional byte order mark. Never raises: a
    text that cannot be read gives a note with one problem and without its text.
    """
    normal = normalized(text)
    if not normal.isascii():
        normal = LONE_SURROGATE.sub("\ufffd", normal)
    lines = Lines(normal)
    try:
        if is_base(path):
            return read_base(path, lines)
        if is_canvas(path):
            return read_canvas(path, lines, partial(_card_facts, dialect))
        top = front_matter(lines)
        return _note(path, lines, top, _body(lines, top, dialect), [*_nul_problems(text), *reordered(lines)])
    except (Exception, RecursionError) as error:
        return _unreadable(path, lines, error)


def broken_note(path: NotePath, problems: tuple[Problem, ...]) -> Note:
    """A note of which only its problems are known."""
    name = without_md(basename(path))
    return Note(path, name, "name", {}, (), (), (), (), (), (), (), (), (), (), problems, Body(), {})


def _card_facts(dialect: Dialect, lines: Lines) -> BodyFacts:
    """The facts of the text of a card, which inserts no files."""
    return _body(lines, FrontMatter(), replace(dialect, inserted=None))


def _body(lines: Lines, top: FrontMatter, dialect: Dialect) -> BodyFacts:
    # The front matter's lines stay, empty: every line keeps its number.
    above = lines.position(top.end).line - 1 if top.end else 0
    without_top = _as_spaces(lines.text[: top.end]) + lines.text[top.end :] if above else lines.text
    whole = expanded(lines, without_top, dialect.inserted) if dialect.inserted else None
    if whole is not None:
        lines, without_top = whole.lines, whole.text
    facts = _facts(lines, without_top, dialect)
    if whole is not None:
        facts.problems += whole.problems
        facts.inserted = whole.inserted
    return _without_open_comments(facts, lines, without_top, dialect) if facts.open_comments else facts


def _facts(lines: Lines, text: str, dialect: Dialect) -> BodyFacts:
    return read_body(markdown(dialect), lines, text, dialect)


def _without_open_comments(facts: BodyFacts, lines: Lines, text: str, dialect: Dialect) -> BodyFacts:
    """The facts of a text, read anew with the end of each comment where its author sees it."""
    hidden: list[Stretch] = []
    for attempt in range(_MOST_ATTEMPTS):
        new = list(stretches(facts.open_comments, text))
        if attempt == _MOST_ATTEMPTS - 1:  # what they hide shows others: nothing of it is published
            new = [Stretch(new[0].comment, len(text), False)]
        hidden += new
        text = covered(text, new)
        before, facts = facts, _facts(lines, text, dialect)
        facts.inserted = before.inserted
        facts.problems += [problem for problem in before.problems if problem.rule == MISSING]
        if not facts.open_comments:
            break
    facts.comments += (lines.span(stretch.comment.at, stretch.end) for stretch in hidden)
    facts.comments.sort()
    facts.problems += problems(hidden, lines)
    return facts


def _as_spaces(text: str) -> str:
    """The text with every character but line breaks made a space, so that offsets stay."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _note(path: NotePath, lines: Lines, top: FrontMatter, facts: BodyFacts, damage: list[Problem]) -> Note:
    title, title_from = _title(path, top.values, facts)
    strays = (
        () if top.unreadable else stray_properties(lines, top.end, [fence.span for fence in facts.fences])
    )
    stray_problems = [stray.problem("warning") for stray in strays if is_usual(stray)][:1]
    return Note(
        path,
        title,
        title_from,
        top.values,
        tuple(facts.headings),
        (*facts.links, *top.links),
        tuple(facts.urls),
        tuple(facts.contexts),
        (*facts.tags, *top.tags),
        tuple(facts.blocks),
        tuple(facts.items),
        tuple(facts.fences),
        top.aliases,
        tuple(facts.suppressions),
        (*damage, *top.problems, *stray_problems, *facts.problems, *unread_queries(facts.fences)),
        facts.body,
        facts.footnotes,
        top.places,
        tuple(facts.comments),
        top.declared,
        strays,
        "front-matter" if top.unreadable else None,
        facts.ids,
        inserted=facts.inserted,
        written_for=facts.written_for,
        fields=tuple(
            inline_fields(lines, top.end, [*(fence.span for fence in facts.fences), *facts.comments])
        ),
    )


def _title(path: NotePath, values: Mapping[str, Any], facts: BodyFacts) -> tuple[str, TitleSource]:
    given = values.get("title")
    if isinstance(given, str | int | float) and (text := " ".join(str(given).split())):
        return text, "front-matter"
    first = facts.headings[0] if facts.headings else None
    above = not facts.contexts or facts.contexts[0].heading == 0
    opens = first is not None and first.level == 1 and not first.depth and above
    if first is not None and opens and first.text:
        return first.text, "heading"
    return without_md(basename(path)), "name"


def _nul_problems(text: str) -> list[Problem]:
    if "\0" not in text:
        return []
    above = normalized(text[: text.index("\0")])
    position = Lines(above).position(len(above))
    help_ = "Remove it; it is published as \ufffd."
    return [Problem("bad-encoding", Span(position, position), "the file holds a NUL character", help_)]


def _unreadable(path: NotePath, lines: Lines, error: BaseException) -> Note:
    """A note with the reason why it could not be read, and the properties that may hold it back."""
    message = f"knotwork could not read this note ({type(error).__name__}: {error}); its text is left out"
    help_ = "This is a defect of knotwork: please report it with the note."
    note = broken_note(path, (Problem("internal-error", FILE_START, message, help_),))
    if not is_markdown(path):
        return replace(note, unreadable="front-matter")
    try:
        top = front_matter(lines)
    except (Exception, RecursionError):
        return replace(note, unreadable="front-matter")
    return replace(note, declared=top.declared, unreadable="front-matter" if top.unreadable else None)
