"""The errors of a YAML parser in plain words, with what to do about them."""

from __future__ import annotations

import re

import yaml

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.accounts import accounts
from knotwork.snippets.yaml.anchors_elsewhere import anchor_elsewhere
from knotwork.snippets.yaml.behind_values import after_brackets, after_quotes, behind_value
from knotwork.snippets.yaml.block_marks import is_of_mark, mistyped_mark
from knotwork.snippets.yaml.bracketed_values import within_brackets
from knotwork.snippets.yaml.brackets import open_brackets, shown_in_part, stray_bracket
from knotwork.snippets.yaml.broken_lines import likely_causes
from knotwork.snippets.yaml.console_lines import is_console
from knotwork.snippets.yaml.dedented_texts import dedented_text
from knotwork.snippets.yaml.entities import entities
from knotwork.snippets.yaml.foreign_text import (
    foreign_text,
    other_language,
    stray_text,
)
from knotwork.snippets.yaml.indent_words import off_by
from knotwork.snippets.yaml.interrupted_texts import interrupted_text
from knotwork.snippets.yaml.lists_without_key import list_below_fields, list_without_key
from knotwork.snippets.yaml.named_files import named_file
from knotwork.snippets.yaml.near_causes import cause_around, near_cause, stray_backtick
from knotwork.snippets.yaml.numbered_pieces import numbered_piece
from knotwork.snippets.yaml.parser_messages import NO_NAME, in_words
from knotwork.snippets.yaml.plain_values import plain_value
from knotwork.snippets.yaml.quotes_around import unfit_quotes
from knotwork.snippets.yaml.slips import BrokenLine, Cause, StopsAt
from knotwork.snippets.yaml.text_marks import foreign_text_mark
from knotwork.snippets.yaml.unmarked_texts import unmarked_text
from knotwork.snippets.yaml.unnamed_items import text_beside_field
from knotwork.snippets.yaml.wrapped_values import wrapped_value
from knotwork.snippets.yaml.written_breaks import written_breaks

YAML_SYNTAX = snippet_rule(
    "yaml-syntax",
    "error",
    "yaml",
    """
    A block is marked as YAML and is not valid YAML.

    kubectl stops at this place and applies neither this document nor those below it. knotwork still checks
    the rest of the block: each `---` starts a new document.

    Bad:

    ```yaml {k8s="invalid:yaml-syntax"}
    annotations:
      example.com/note: restart: only at night
    ```

    Good:

    ```yaml
    annotations:
      example.com/note: "restart: only at night"
    ```

    Most often quotes or a closing bracket are missing, or the indentation is wrong. Mark YAML that another
    program completes first with `{k8s=skip}`.

    What is not meant as YAML is an info: commands, the output of kubectl, a diff, TOML, words. Give such a
    block another language (`console`, `diff`, `text`). Where a block is no manifest, a line that may be
    either, such as `see below`, is an info as well; a slip in a line of YAML is an error everywhere.
    """,
    position=1,
)

_AT_CONTEXT = (
    "unexpected end of stream",
    "unexpected document indicator",
    "expected ',' or",
    "directive name",
    "non-alphabetical",
)
"""Errors that are raised behind their cause, and are reported where a quote, bracket or directive begins."""
_BELOW = "could not find expected ':'"
"""An error that is raised below the line without a colon."""
_ESCAPE = ("escape character", "escape sequence")
"""Errors within double quotes, whatever stands around them."""
_STRAY = (
    "mapping values are not allowed",
    "did not find expected <document start>",
    "did not find expected key",
    "did not find expected '-' indicator",
)
_ITEM = lazy_regex(r"([ ]*)- ")
_TAKE_OUT = "Give it a block of its own: a command is no part of the manifest."
_OTHER_LANGUAGE = "This is no YAML: name another language for the block, such as `console` or `text`."
_CLOSING = {"[": ("`[` list", "]"), "{": ("`{` mapping", "}")}


def syntax_error(
    error: yaml.YAMLError, text: str, start: int, end: int, stops_at: StopsAt | None = None
) -> Violation:
    """The violation for an error in the part of a text between two offsets.

    `stops_at` says where a parser stops in another text, to find the line that is the cause.
    """
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if any(phrase in problem for phrase in _AT_CONTEXT) and getattr(error, "context_mark", None) is not None:
        mark = getattr(error, "context_mark", None)
    stop = min(start + getattr(getattr(error, "problem_mark", None), "index", 0), end)
    at = mark.index if mark is not None else int(getattr(error, "position", 0) or 0)
    if NO_NAME in problem and text[start + at - 1 : start + at] in ("*", "&"):
        at -= 1  # the mark stands behind the character that begins no name
    place = min(start + at, end)
    here = _where(error, problem, start, place)
    of_mark = is_of_mark(problem)  # then the lines below it are its text
    interrupted = None if of_mark else interrupted_text(text, start, end, here)
    part = (
        None
        if interrupted
        else (
            shown_in_part(problem, text, start, stop, end)
            or numbered_piece(text, start, end, place)
            or list_without_key(text, start, place)
            or list_below_fields(text, start, place)
        )
    )
    if part is not None:
        message = f"this block is shown in part: {part.message}"
        return Violation(YAML_SYNTAX, part.at, part.at + 1, message, part.help, severity="info")
    dedented = interrupted or (None if of_mark else dedented_text(text, start, here))
    other = other_language(text, start, end, place) or named_file(text, start, end, place)
    if other is not None and dedented is None:
        message = f"not valid YAML: {other.message}"
        return Violation(YAML_SYNTAX, other.at, other.at + 1, message, other.help, severity="info")
    foreign = (
        interrupted
        or foreign_text_mark(text, start, place)
        or foreign_text(text, start, end, place)
        or dedented
        or unmarked_text(text, start, here)
        or unfit_quotes(text, start, place)
        or after_brackets(problem, text, start, stop)
        or written_breaks(text, start, end)
    )
    coded = None if foreign or stops_at is None else entities(text, start, end, stop, stops_at)
    mark = None if foreign or stops_at is None else mistyped_mark(problem, text, start, stop, end, stops_at)
    cause = (
        foreign
        or (mark if isinstance(mark, Cause) else None)
        or anchor_elsewhere(problem, text, start, place)
        or plain_value(problem, text, start, place)
        or near_cause(text, start, place)
        or (cause_around(text, start, end, place) if any(phrase in problem for phrase in _STRAY) else None)
        or stray_backtick(problem, text, start, place)
        or stray_bracket(problem, text, stop)
    )
    in_line = (
        any(phrase in problem for phrase in _ESCAPE)
        or (text[place : place + 1] in ("@", "`") and "cannot start any token" in problem)
        or (NO_NAME in problem and text[place : place + 1] == "*")
    )
    unexplained = _unexplained(error, problem, text, (start, end), (place, stop), foreign, cause)
    if coded is not None:
        return accounts([coded], text, unexplained)
    if cause is not None or stops_at is None or is_console(text, start, end) or in_line:
        return unexplained
    within = within_brackets(problem, text, start, stop, end, stops_at)
    if isinstance(mark, BrokenLine):
        within = mark
    causes = [within] if within is not None else likely_causes(text, start, end, start + at, stops_at)
    if not causes:
        return unexplained
    return accounts(causes, text, unexplained)


def _unexplained(
    error: yaml.YAMLError,
    problem: str,
    text: str,
    part: tuple[int, int],
    places: tuple[int, int],
    foreign: Cause | None,
    cause: Cause | None,
) -> Violation:
    """The violation where no line is known that, corrected, lets the parser go on.

    `part`: the offsets of the document; `places`: where the error is, and where the parser stops.
    """
    (start, end), (place, stop) = part, places
    if cause is None and "expected node content" in problem:
        cause = _open(text, start, end)
        if cause is not None and _is_cut_off(text[cause.at + 1 : end]):
            message = f"this block is shown in part: {cause.message}"
            return Violation(YAML_SYNTAX, cause.at, cause.at + 1, message, cause.help, severity="info")
    if cause is None and any(phrase in problem for phrase in _STRAY):
        cause = text_beside_field(text, start, place) or behind_value(text, start, place)
        cause = cause or after_quotes(text, start, stop, of_lines=True)
        cause = cause or stray_text(text, start, place)
    cause = cause or after_quotes(text, start, stop)
    place = min(_where(error, problem, start, place), end)
    if _BELOW in problem:
        cause = cause or wrapped_value(text, start, place)
    place, message, help_, sureness, until = cause or in_words(problem, place)
    if text[place : place + 1] == "\t":
        message, help_, sureness = "a tab cannot indent YAML", "Use spaces.", "slip"
    if cause is None and (item := _uneven_item(problem, error, text, start, place)):
        message, help_ = item
    if foreign is None and is_console(text, start, end):
        whole = all(_field(name).search(text, start, end) for name in ("apiVersion", "kind"))
        help_ = _TAKE_OUT if whole else _OTHER_LANGUAGE
    message = f"not valid YAML: {message}"
    related = ((until, until + 1, "up to here"),) if until is not None else ()
    return Violation(
        YAML_SYNTAX, place, min(place + 1, end), message, help_, related=related, sureness=sureness
    )


def _where(error: yaml.YAMLError, problem: str, start: int, place: int) -> int:
    """The offset of the line without a colon, where a parser stops below it; else the place of the error."""
    context = getattr(error, "context_mark", None)
    return start + context.index if _BELOW in problem and context is not None else place


def _uneven_item(
    problem: str, error: yaml.YAMLError, text: str, start: int, place: int
) -> tuple[str, str] | None:
    """The message and the help where an item of a list does not begin in the column of the others."""
    line = line_start(text, place, start)
    item, others = _ITEM.match(text, line), getattr(error, "context_mark", None)
    if "expected '-' indicator" not in problem or item is None or others is None:
        return None
    if len(item[1]) == others.column:
        return None
    message = f"this item is indented by {off_by(len(item[1]) - others.column)} than the others"
    return message, "Begin all items of a list in one column."


def _field(name: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*{name}:[ \t]+\S", re.MULTILINE)


def _is_cut_off(within: str) -> bool:
    """Whether the lines below an opening bracket end with a comma: the block shows the first of them."""
    return within.lstrip(" ").startswith("\n") and within.rstrip().endswith(",")


def _open(text: str, start: int, end: int) -> Cause | None:
    """The innermost bracket that is not closed: its offset, the message, and the help."""
    opened = open_brackets(text, start, end)
    if not opened:
        return None
    bracket, closing = _CLOSING[text[opened[-1]]]
    return Cause(opened[-1], f"a {bracket} is not closed", f"Close it with `{closing}`.")
