"""The problems that a YAML parser reports, in plain words, with what to do about them.

What stops a parser is certain, its cause is not: the advice names the possibilities.
"""

from __future__ import annotations

from collections.abc import Sequence

from knotwork.snippets.violation import Sureness
from knotwork.snippets.yaml.foreign_text import NO_FIELD
from knotwork.snippets.yaml.slips import Cause

NO_ESCAPE = "this is not an escape of YAML"
NO_NAME = "did not find expected alphabetic or numeric character"
"""The problem of a value that begins with `*` or `&` and is no name of an anchor."""
_NO_ANCHOR = "no `&` anchor above has the name of this alias"
UNDEFINED_ALIAS = f"not valid YAML: {_NO_ANCHOR}"
_DIRECTIVE = "a line that begins with `%` is a directive of YAML"
_QUOTED = "Put what begins with it in quotes."
_LOOK_ABOVE = "Its indentation is another one, or in the lines above something is missing or superfluous."
_MESSAGES: Sequence[tuple[str, str, str | None, Sureness]] = (
    (
        "mapping values are not allowed",
        "a `: ` is not allowed here",
        "Quote the value if `: ` is part of it. Else a line break is missing, there is a space too many, or "
        "an indentation is wrong, here or above.",
        "",
    ),
    (
        "block sequence entries are not allowed",
        "a list item is not allowed here",
        "Begin the list on a line of its own, below its key.",
        "slip",
    ),
    (
        "could not find expected ':'",
        NO_FIELD,
        "Write `key: value` or `- item`, join it to the line above, write `# ` in front of a remark, or take "
        "it out; a text of several lines stands below `key: |`.",
        "vague",
    ),
    ("did not find expected key", "this does not fit the lines above it", _LOOK_ABOVE, "vague"),
    (
        "did not find expected '-' indicator",
        "a list item is expected here",
        "Begin the line with `- `, or indent it as what it belongs to.",
        "",
    ),
    (
        "did not find expected ',' or ']'",
        "this `[` list cannot be read to its end",
        "Look for a `]`, a comma or a quote that is missing, or one too many.",
        "",
    ),
    (
        "did not find expected ',' or '}'",
        "this `{` mapping cannot be read to its end",
        "Look for a `}`, a comma or a quote that is missing, or one too many.",
        "",
    ),
    ("did not find expected node content", "a value is expected here", None, ""),
    ("unexpected end of stream", "a quote is not closed", "Close it.", "slip"),
    ("unexpected document indicator", "a quote is not closed", "Close it.", "slip"),
    (
        "undefined alias",
        _NO_ANCHOR,
        "Define the anchor above, or put a value that begins with `*` in quotes.",
        "",
    ),
    (
        "found unknown escape character",
        NO_ESCAPE,
        "Write `\\\\` for a backslash, or use single quotes.",
        "",
    ),
    (
        "expected hexdecimal number",
        "a `\\` in double quotes begins an escape, and this is not one",
        "Write `\\\\` for a backslash, or use single quotes.",
        "",
    ),
    (
        "escape sequence of",
        "a `\\` in double quotes begins an escape, and this is not one",
        "Write `\\\\` for a backslash, or use single quotes.",
        "",
    ),
    (
        "found character that cannot start any token",
        "a value cannot begin with this character",
        "Put the value in quotes; what does not belong to it, take out.",
        "vague",
    ),
    ("directive name", _DIRECTIVE, _QUOTED, ""),
    ("unexpected non-alphabetical character", _DIRECTIVE, _QUOTED, ""),
    ("found undefined tag handle", "a value cannot begin with `!` like this", "Put it in quotes.", ""),
    ("found a tab character", "a tab cannot indent YAML", "Use spaces.", "slip"),
    (
        NO_NAME,
        "a value cannot begin with this character",
        "Put the value in quotes; what does not belong to it, take out.",
        "vague",
    ),
    (
        "expected a single document",
        "a second document begins here",
        "Put `---` on a line of its own between them.",
        "",
    ),
    (
        "did not find expected <document start>",
        "this line does not continue what stands above it",
        "Fix the indentation, or put `---` above another document; for what is no YAML, name its language.",
        "vague",
    ),
    (
        "found extra document",
        "a second document begins here",
        "Put `---` on a line of its own between them.",
        "",
    ),
    (
        "did not find expected comment or line break",
        "after `|` or `>` the line must end",
        "Write the text on the lines below.",
        "",
    ),
)


def in_words(problem: str, place: int) -> Cause:
    """What the parser reports at a place."""
    for phrase, message, help_, sureness in _MESSAGES:
        if phrase in problem:
            return Cause(place, message, help_, sureness)
    return Cause(place, problem.removeprefix("found ").removeprefix("while "), None)
