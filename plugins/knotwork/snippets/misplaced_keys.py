"""A key out of its level, whose list is read as more items of the list around it.

containers:
- name: web
  volumes:       with two spaces less, nothing is wrong
- name: cache
  emptyDir: {}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.changed_texts import ResultOf, read_again
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Repair, Violation, is_error
from knotwork.snippets.yaml.indent_words import to_indent_by

_EMPTY = lazy_regex(
    r"(?P<indent>[ ]+)[\w./-]+:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*(?P<items>[ ]*)- "
)
"""A key with nothing behind it, and the list below it."""
_MOST = 3
"""The most keys that are tried at another level."""


def with_misplaced_keys(
    violations: Sequence[Violation],
    text: str,
    start: int,
    end: int,
    result_of: ResultOf,
) -> list[Violation]:
    """The violations of a document; of those that are gone when a key stands above its list, the key's.

    The document stands between two offsets of the text, which are those of the violations. `result_of`
    validates another text for it.
    """
    kept, tried = [*violations], 0
    known = {*map(id, kept)}
    for violation in violations:
        if violation.rule is not UNKNOWN_FIELD or not is_error(violation) or id(violation) not in known:
            continue
        line = line_start(text, violation.start, start)
        key = _EMPTY.match(text, line)
        if key is None or len(key["items"]) >= len(key["indent"]):
            continue
        tried += 1
        if tried > _MOST:
            break
        column = len(key["items"])
        change = (line, line + len(key["indent"]), " " * column)
        left = _errors(text[start:line] + change[2] + text[change[1] : end], result_of)
        before = Counter(_name(one) for one in kept if is_error(one))
        if left is None or left - before or sum(left.values()) + 1 >= sum(before.values()):
            continue
        title = to_indent_by(column - len(key["indent"]))
        help_ = f"{title}: the list below it is read as items of the list above."
        at_key = replace(violation, help=help_, repair=Repair(title, (), (change,)))
        kept = [
            at_key if one is violation else one
            for one in kept
            if one is violation or not is_error(one) or _name(one) in left
        ]
        known = {*map(id, kept)}
    return kept


def _errors(changed: str, result_of: ResultOf) -> Counter[tuple[str, str]] | None:
    """The errors of another text for a document, by rule and message; None: it cannot be read."""
    read, violations = read_again(changed, result_of)
    if any(document.root is None for document in read.documents):
        return None
    return Counter(_name(one) for one in violations if is_error(one))


def _name(violation: Violation) -> tuple[str, str]:
    return violation.rule.code, violation.message
