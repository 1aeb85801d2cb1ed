"""What a YAML parser complains of, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from knotwork.snippets.violation import Violation

_SAYINGS: Sequence[tuple[str, str, str | None]] = (
    (
        "mapping values are not allowed",
        "a `: ` cannot stand here",
        "Put the value in quotes, or mend the indentation.",
    ),
    (
        "block sequence entries are not allowed",
        "a list item cannot stand here",
        "Begin the list on a line of its own, below its key.",
    ),
    (
        "could not find expected ':'",
        "a key without a colon",
        "Write `key: value`; a text of several lines needs `|` behind its key.",
    ),
    ("did not find expected key", "this does not fit the lines above it", "Indent it as they are."),
    (
        "did not find expected '-' indicator",
        "this stands where a list item is expected",
        "Begin the line with `- `, or mend the indentation.",
    ),
    (
        "did not find expected ',' or ']'",
        "a `[` list is not closed, or a comma is missing in it",
        "Close it with `]`, or put a comma between its items.",
    ),
    (
        "did not find expected ',' or '}'",
        "a `{` mapping is not closed, or a comma is missing in it",
        "Close it with `}`, or put a comma between its entries.",
    ),
    ("did not find expected node content", "a value is expected here", None),
    ("unexpected end of stream", "a quote is not closed", "Close it."),
    ("unexpected document indicator", "a quote is not closed", "Close it."),
    (
        "undefined alias",
        "this alias repeats nothing: no `&` with its name stands above",
        "Put a value that begins with `*` in quotes.",
    ),
    ("duplicate anchor", "two `&` anchors have this name", "Name one of them otherwise."),
    (
        "found unknown escape character",
        "an escape that YAML does not know",
        "Write `\\\\` for a backslash, or use single quotes.",
    ),
    (
        "found character that cannot start any token",
        "a value cannot begin with this character",
        "Put it in quotes.",
    ),
    ("found undefined tag handle", "a value cannot begin with `!` like this", "Put it in quotes."),
    ("found a tab character", "a tab cannot indent YAML", "Use blanks."),
    (
        "did not find expected alphabetic or numeric character",
        "a value cannot begin with this character",
        "Put it in quotes.",
    ),
    (
        "expected a single document",
        "a second document begins here",
        "Put `---` on a line of its own between them.",
    ),
    (
        "did not find expected <document start>",
        "this stands behind the end of the document",
        "Put `---` above it, or mend the indentation.",
    ),
    ("found extra document", "a second document begins here", "Put `---` on a line of its own between them."),
    (
        "did not find expected comment or line break",
        "behind `|` or `>` the line must end",
        "Write the text on the lines below.",
    ),
)
_CONSOLE = re.compile(r"^[ \t]*(?:\$ |# kubectl |kubectl |--8<--|NAME[ \t]{2,})", re.MULTILINE)
_AT_CONTEXT = ("unexpected end of stream", "unexpected document indicator", "expected ',' or")
"""What is said where the text ends, and belongs where the quote or bracket opens."""


def syntax_error(error: yaml.YAMLError, text: str, start: int, end: int) -> Violation:
    """The violation for an error in the stretch of a text between two offsets."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if any(each in problem for each in _AT_CONTEXT) and getattr(error, "context_mark", None) is not None:
        mark = getattr(error, "context_mark", None)
    at = mark.index if mark is not None else int(getattr(error, "position", 0) or 0)
    message, help_ = next(((said, todo) for known, said, todo in _SAYINGS if known in problem), (None, None))
    if message is None:
        message = problem.removeprefix("found ").removeprefix("while ")
    place = min(start + at, end)
    if text[place : place + 1] == "\t":
        message, help_ = "a tab cannot indent YAML", "Use blanks."
    if _CONSOLE.search(text[start:end]):
        help_ = "This is no YAML: name another language for the block, such as `console` or `text`."
    return Violation("yaml-syntax", place, min(place + 1, end), f"not valid YAML: {message}", help_)
