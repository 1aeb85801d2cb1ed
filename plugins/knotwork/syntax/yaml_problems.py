"""Messages of a YAML parser about front matter, in plain English."""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex

_TEMPLATE = lazy_regex(r"\{\{|\{%|<%")
_QUOTES = 'Put the value in quotes, or indent what belongs to it: `title: "Plan: the first half"`.'
_PLAIN: dict[str, tuple[str, str]] = {
    "mapping values are not allowed": ("a value with `: ` in it needs quotes", _QUOTES),
    "found unhashable key": (
        "a `{` begins a mapping, and a `[` a list: as text they need quotes",
        "Put the value in quotes.",
    ),
    "found unexpected end of stream": ("a quotation mark is never closed", "Close it."),
    "expected ',' or ']'": ("a list that begins with `[` is not closed", "Close it with `]`."),
    "expected ',' or '}'": ("a mapping that begins with `{` is not closed", "Close it with `}`."),
    "found undefined alias": ("a value that begins with `*` needs quotes", "Put the value in quotes."),
    "found character that cannot start any token": (
        "a value that begins with `@`, `%` or a backtick needs quotes",
        "Put the value in quotes.",
    ),
    "expected alphabetic or numeric character": (
        "a value that begins with `&` or `*` needs quotes",
        "Put the value in quotes.",
    ),
    "block sequence entries are not allowed": (
        "a `- ` begins an entry of a list, and none is allowed here",
        "Write each entry on a line of its own, or put the value in quotes.",
    ),
    "mapping keys are not allowed": (
        "a value that begins with `? ` needs quotes",
        "Put the value in quotes.",
    ),
    "expected comment or line break": (
        "a value that begins with `|` or `>` needs quotes, or its text on the lines below",
        "Put the value in quotes.",
    ),
    "expected node content": (
        "a value that begins with `,`, `]` or `}` needs quotes",
        "Put the value in quotes.",
    ),
    "found unknown escape character": (
        "a `\\` in double quotes begins an escape, and this is none",
        "Write `\\\\`, or use single quotes.",
    ),
    "expected '-' indicator": (
        "there is a property among the entries of a list",
        "Write either a list or properties, or correct the indent.",
    ),
    "expected key": (
        "something follows the end of a value",
        "Put the whole value in quotes, or correct the indent.",
    ),
}
"""By a part of the parser's message: the message shown, and the help."""


def plain_problem(problem: str, line: str) -> tuple[str, str]:
    """The parser's problem in a line of front matter as a phrase, with what to do; else its own words."""
    if mark := _TEMPLATE.search(line):
        shown = {"{{": "{{…}}", "{%": "{%…%}", "<%": "<%…%>"}[mark[0]]
        return f"`{shown}` is a template that nothing has filled in", "Fill it in, or put it in quotes."
    for phrase, plain in _PLAIN.items():
        if phrase in problem:
            return plain
    return problem, "Correct the YAML between the `---` marks."
