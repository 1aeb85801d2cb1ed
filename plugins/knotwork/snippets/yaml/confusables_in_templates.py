"""Characters that look like others, in a template: between its braces, and in the values around them.

image: {{ default “nginx” .Values.image }}

Helm and Jinja refuse such an expression. A value is known only when the template was read without braces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Composed
from knotwork.snippets.yaml.confusables import (
    ANY_CONFUSABLE,
    Confusable,
    confusable_violations,
    confusables_in_scalars,
)
from knotwork.snippets.yaml.templates import braces

_EXPRESSION = lazy_regex(
    r"\{\{[-~]?\s*(?:[.$][A-Za-z_]|(?:if|else|with|range|include|template|define|block|default|toYaml|required"
    r"|printf|tpl|quote|lookup|eq|ne|and|or|not|ternary|coalesce)\b)|\{%[-+]?\s*(?:if|elif|for|set|include)\b"
    r"|\{\{[^|{}/!]*\|\s*(?:default|quote|nindent|indent|toYaml|trunc|replace|b64enc|b64encode|upper|lower|int"
    r"|bool|to_json|to_yaml|to_nice_yaml)\b"
)
"""How an expression of Helm or Jinja begins; other braces may hold words for a reader."""
_TEXT = lazy_regex(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|\'(?:[^\'\\\n]|\\.)*\'')
"""A text in an expression, in which all characters are allowed."""
_SIGNS = {"\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\uff0c": ",", "\uff1a": ":"}
_DASHES = "\u2012\u2013\u2014\u2015\u2212"


def confusables_in_template(written: str, read: Composed, known: Sequence[Violation]) -> list[Violation]:
    """The violations of such characters in a template, without those that are known.

    `written`: the template; `read`: it without its braces, of the same length.
    """
    if written.isascii() or ANY_CONFUSABLE.search(written) is None:
        return []
    starts = {change[0] for own in known if own.repair is not None for change in own.repair.changes}
    in_values = (character for character in confusables_in_scalars(read) if character.in_value)
    characters = sorted({*_in_braces(written), *in_values})
    return confusable_violations([own for own in characters if own.start not in starts])


def _in_braces(written: str) -> Iterator[Confusable]:
    """Those in the expressions of a template, outside of texts and comments."""
    for start, end in braces(written):
        if not _EXPRESSION.match(written, start, end):
            continue
        if ANY_CONFUSABLE.search(written, start, end) is None:
            continue
        texts = [text.span() for text in _TEXT.finditer(written, start, end)][::-1]
        for match in ANY_CONFUSABLE.finditer(written, start, end):
            while texts and texts[-1][1] <= match.start():
                texts.pop()
            if not texts or match.start() < texts[-1][0]:
                yield _confusable(*match.span(), match[0])


def _confusable(start: int, end: int, character: str) -> Confusable:
    if character.isspace():
        usual = " "
    elif character in _DASHES or character == "\u2022":
        usual = "-"
    elif not character.isprintable():
        usual = ""
    else:
        usual = _SIGNS.get(character, '"')
    return Confusable(start, end, character, usual, usual)
