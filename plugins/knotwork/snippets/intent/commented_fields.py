"""Required fields that stand commented out where they belong: `# endpoint: to be set by a patch`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD, SHOWN_IN_PART
from knotwork.snippets.intent.absence_rules import OF_FIELDS
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.violation import Violation, as_info, severity

_BEHIND = lazy_regex(r"(?::|(?<=-))[ \t]+#[ \t]*\S")
_BELOW = lazy_regex(
    r":[ \t]*\n[ \t]+#[ \t]*(?:[\w.-]+:(?:[ \t]|$)"
    r"|(?i:no|without|kein\w*|ohne|sin|sans|pas d['’e]|sem|nenhum\w*|без|нет|没有|无)"
    r"[ \t]*[`\"']?[a-z]+[A-Z]\w*)",
    re.MULTILINE,
)
"""A comment with a field on the line below a key, indented, or one that says that a field is not there."""
_TO_FILL_IN_BELOW = lazy_regex(
    r"^(?P<indent>[ \t]*)(?:- )?(?P<name>[\w.-]+):[ \t]*\n(?:[ \t]*#[^\n]*\n|[ \t]*\n)*?"
    r"[ \t]*#[# \t<\[(]*(?:"
    r"(?:TODO|FIXME)\b(?=[ \t:]*(?:$|add|put|insert|fill|define|complete))"
    r"|(?:please )?(?:add|put|insert|place|specify|define|list|write|enter|paste|include)\b[^\n#]*\bhere\b"
    r"|(?:add|put|insert|place|define|write|enter|paste) (?:in )?your (?:own )?[\w-]+"
    r"|(?:your|the|more|other|further|additional)\b[^\n#]{1,40} (?:(?:go(?:es)?|belongs?|comes?) )?here\b"
    r"|(?:hier|aqu[íi]|ici|qui|здесь|сюда|tutaj)\b(?=[^\n#]*\w)"
    r"|[^\n#]{1,40}\b(?:hier (?:ein|er)\w+|aqu[íi]|ici|здесь|сюда)[ \t.…]*$"
    r"|[^\n#]{0,10}(?:在此|在这里|这里|此处|ここに|여기에)"
    r")[^\n]*(?:\n(?:[ \t]*#[^\n]*|[ \t]*(?=\n)))*(?=\n(?!(?P=indent)[ \t]|(?P=indent)- )|\n?\Z)",
    re.IGNORECASE | re.MULTILINE,
)
"""A key below which there are only comments, one of which asks for what belongs there."""
_CHOICES = re.compile(r"Add one: ([\w, ]+)\.")
"""The help that lists the fields of which one is to be given."""
_LOOKED_AT = 2000
"""The most characters before and behind the start of a mapping that are looked at."""


def left_out_by_comment(violation: Violation, text: str) -> Violation:
    """A violation; as an info where it is about a missing field that a comment in its mapping has.

    Or about an empty one with a comment behind it, which says what goes there: `name: # of the claim`. Or a
    `spec:` of which the note shows only what is commented out. Or about a choice with one of the fields in a
    comment.

    `text`: that of the offsets of the violation.
    """
    if (
        violation.rule in OF_FIELDS
        and severity(violation) != "info"
        and _is_to_fill_in_below(violation, text)
    ):
        return replace(violation, severity="info", help=SHOWN_IN_PART, repair=None)
    if violation.rule is EMPTY_FIELD:
        to_fill_in = _is_to_fill_in(violation, text)
        if violation.start == line_start(text, violation.start):
            to_fill_in |= _BELOW.match(text, violation.end) is not None
        return replace(violation, severity="info") if to_fill_in else violation
    if violation.rule is MISSING_FIELD and _is_to_fill_in(violation, text):
        return as_info(violation)
    if violation.rule is ONE_OF:
        names = _CHOICES.match(violation.help or "")
        return _in_comment(violation, text, re.split(", | or ", names[1])) if names is not None else violation
    path, required, _ = violation.message.partition(f": {REQUIRED}")
    name = (violation.missing or path).rpartition(".")[2]
    if violation.rule is not MISSING_FIELD or not required or f"{name}:" not in text:
        return violation
    return _in_comment(violation, text, (name,))


def _is_to_fill_in_below(violation: Violation, text: str) -> bool:
    """Whether a comment asks for the content of a field that a violation is about, in its mapping."""
    line = line_start(text, violation.start)
    column = violation.start - line
    written = text[violation.start : violation.end].strip("\"'")
    for empty in _TO_FILL_IN_BELOW.finditer(text, line, line + _LOOKED_AT) if "#" in text else ():
        name, at = empty["name"], empty.start("name")
        if name == written:
            return at == violation.start
        above = [row for row in text[line:at].split("\n")[1:] if row.strip()]
        inside = all(len(row) - len(row.lstrip()) >= column for row in above)
        if inside and re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", violation.message):
            return True
    return False


def _in_comment(violation: Violation, text: str, names: Iterable[str]) -> Violation:
    """A violation; as an info where a comment in its mapping has one of these fields."""
    either = "|".join(map(re.escape, names))
    commented = re.compile(rf"[ \t]*#[# \t]*(?:- )?(?:{either}):(?=[ \t]|$)")
    if any(map(commented.match, _comments(text, violation.start))):
        return replace(violation, severity="info", help=SHOWN_IN_PART, repair=None)
    return violation


def _is_to_fill_in(violation: Violation, text: str) -> bool:
    """Whether a comment stands behind the key or the dash without a value that a violation is at."""
    return _BEHIND.match(text, violation.end) is not None


def _comments(text: str, start: int) -> Iterator[str]:
    """The comments directly above a mapping that starts at an offset, and those at its level below."""
    line = line_start(text, start)
    column = start - line
    for above in reversed(text[max(0, line - _LOOKED_AT) : line].split("\n")[:-1]):
        if not above.lstrip().startswith("#"):
            break
        yield above
    for below in text[line : line + _LOOKED_AT].split("\n")[1:]:
        width = len(below) - len(below.lstrip())
        if below.lstrip().startswith("#"):
            name = len(below) - len(below.lstrip(" \t#"))
            if column in (width, name) or (width == 0 and column == name - 1):
                yield below
        elif below.strip() and width < column:
            break
