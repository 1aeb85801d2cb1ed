"""The brackets that are open in a text: within them indentation means nothing, as in JSON."""

from __future__ import annotations

import yaml

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
_CUT_OFF = 3
"""So many brackets are not forgotten at the end of a text: its end is not shown."""
_WHOLE = lazy_regex(r"[\"']?apiVersion[\"']?[ \t]*:")


def open_brackets(text: str, start: int, end: int) -> list[int]:
    """The offsets of the brackets that are open where a part of a text ends, or can be read no further."""
    opened: list[int] = []
    try:
        for token in yaml.scan(text[start:end], Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(token, _OPENING):
                opened.append(start + token.start_mark.index)
            elif isinstance(token, _CLOSING):
                opened = opened[:-1]
    except yaml.YAMLError:
        pass  # the brackets that are open up to the error are enough
    return opened


def is_within_brackets(text: str, start: int, at: int) -> bool:
    """Whether a place in a document that begins at `start` stands between brackets."""
    return ("{" in text[start:at] or "[" in text[start:at]) and bool(open_brackets(text, start, at))


def shown_in_part(problem: str, text: str, start: int, place: int, end: int) -> Cause | None:
    """What a parser stops at where only the beginning of brackets is shown, or what is in a list of others.

    `place`: where it stops. Not of an object for Kubernetes, where brackets and commas are slips.
    """
    if _WHOLE.search(text, start, end) is not None:
        return None
    if "expected <document start>" in problem:
        is_part = text.startswith(",", place) and _are_items(text[start:end])
        return (
            Cause(place, "the list around it is left out", "Write `[` and `]` around it.")
            if is_part
            else None
        )
    if ("expected ',' or" in problem or "expected node content" in problem) and not text[place:end].strip():
        opened = open_brackets(text, start, end)
        fewest = 2 if text[start:end].rstrip().endswith(("{", "[")) else _CUT_OFF
        if len(opened) >= fewest:
            return Cause(opened[-1], "its brackets are not closed", "Close them, or write `...` below.")
    return None


def _are_items(text: str) -> bool:
    """Whether a text is what could stand between the brackets of a list: `{…},` and more of these."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        yaml.compose(f"[{text}]", Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return False
    return True


def stray_bracket(problem: str, text: str, place: int) -> Cause | None:
    """A closing bracket where a parser stops since another one is open, or none is any more."""
    if text[place : place + 1] not in ("]", "}"):
        return None
    if "expected ',' or" in problem:
        expected = problem.rstrip("'")[-1]
        closes = f"Remove it, or close what is open above with `{expected}`."
        return Cause(place, f"`{text[place]}` closes nothing", closes)
    closed = text[line_start(text, place) : place].rstrip().endswith(("]", "}"))
    if not closed and "expected <document start>" not in problem:
        return None
    message = f"`{text[place]}` closes nothing: there is one too many"
    return Cause(place, message, "Remove it.", "slip" if closed else "")
