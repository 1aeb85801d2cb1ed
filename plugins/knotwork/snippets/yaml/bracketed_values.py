"""Commas and quotes that are missing within brackets.

of: ["cpu", "memory, "gpu"]             # the quote of `"memory` is not closed
labels: {app: "a" tier: web}            # a comma is missing after `"a"`
"""

from __future__ import annotations

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import BrokenLine, StopsAt

_QUOTED = r"(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*')"
_UNCLOSED = lazy_regex(r"[\[,][ \t]*(?P<quote>[\"'])(?P<text>[^\"',\n\[\]{}:]+),[^\"'\n]*(?P=quote)$")
"""The end of a list that is read as one text up to the next quote: `"memory, "`."""
_ENTRY = lazy_regex(r"(?:\"[^\"\n]+\"|'[^'\n]+'|[A-Za-z][\w./-]*)[ \t]*:(?=[\s\"'{\[])")
_ITEM = lazy_regex(rf"{_QUOTED}[ \t]*(?=[,\]\n])")
_LONGEST = 20_000


def within_brackets(
    problem: str, text: str, start: int, stop: int, end: int, stops_at: StopsAt
) -> BrokenLine | None:
    """The quote or the comma that is missing before the place at which a parser stops between brackets.

    It is believed when the parser comes further with it, with a comma by a line at least; not when
    brackets are open at the end.
    """
    if "did not find expected ',' or" not in problem or end - start > _LONGEST:
        return None
    cause = _unclosed(text, start, stop) or _without_comma(problem, text, start, stop)
    if cause is None:
        return None
    first, last, new = cause.change
    further = stops_at(text[start:first] + new + text[last:end])
    needed = text.find("\n", stop, end) % (len(text) + 1) if new == "," else stop
    if further is None or needed < start + further - len(new) < start + len(text[start:end].rstrip()):
        return cause
    return None


def _unclosed(text: str, start: int, stop: int) -> BrokenLine | None:
    line = line_start(text, stop, start)
    match = _UNCLOSED.search(text[line:stop].rstrip(" "))
    if match is None:
        return None
    at, closes = line + match.start("quote"), line + match.end("text")
    quote = match["quote"]
    message = f"the quote of `{quote}{match['text']}` is not closed"
    return BrokenLine(
        at=at,
        message=message,
        help="Close it.",
        title=f"Write `{quote}` at its end",
        change=(closes, closes, quote),
    )


def _without_comma(problem: str, text: str, start: int, stop: int) -> BrokenLine | None:
    if text.startswith(":", stop) and "'}'" in problem:
        # the key was read as the end of the plain value above it
        line = text.rfind("\n", start, stop) + 1
        stop = line + len(text[line:stop]) - len(text[line:stop].lstrip()) if line else stop
    before = text[start:stop].rstrip()
    follows = (_ENTRY if "'}'" in problem else _ITEM).match(text, stop)
    if follows is None or before[-1:] in ("", ",", "{", "[", ":"):
        return None
    at = start + len(before)
    help_ = "Put a comma between the entries."
    return BrokenLine(
        at=at - 1,
        message="a comma is missing after this",
        help=help_,
        title="Write `,`",
        change=(at, at, ","),
    )
