"""Values that YAML reads up to the end of their line, with a remark that was meant as a comment.

namespace: shop //if not specified: default       # a comment of another language
team: web# the new one                            # a space is missing before `#`

What is found in such a value is right; what to do is to end the value, and not to write it otherwise.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Repair, Violation, without_suggestion

_REMARK = lazy_regex(
    r"(?P<value>[^\s#\"'\[{|>&*!%@`][^\n#]*?)"
    r"(?:(?:[ \t]+|(?<![:/])(?=//[ \t]|;[ \t]))"
    r"(?P<foreign>//|/\*|--(?=[ \t])|;(?=[ \t])|<[-=]{1,2}(?=[ \t])|\u2190|\u21d0)(?P<said>[^\n]*)"
    r"|(?P<stuck>#)(?=[ \t]|[^\n]*[ \t])[ \t]*[^\W\d_][^\n]*)"
)
_ONLY = lazy_regex(r"(?P<foreign>//|/\*|<[-=]{1,2}(?=[ \t])|\u2190|\u21d0)(?P<said>[ \t][^\n]*)")
"""A remark in place of a value."""
_OF_TYPES = ("wrong-type", "unknown-value", "invalid-quantity")
"""The rules about values that are no free texts."""
_BEHIND = lazy_regex(r"[ \t]*(?:[ \t]#[^\n]*)?(?=\n|\Z)")
"""What may follow a value that ends with its line."""


def with_remark(violation: Violation, text: str) -> Violation:
    """The violation of a value; with a remark in it, it says how one begins, and the repair makes it one.

    `text`: that of the offsets.
    """
    written = text[violation.start : violation.end]
    if "\n" in written or violation.severity == "info":
        return violation
    match = _REMARK.fullmatch(written)
    if match is None and violation.rule.code in _OF_TYPES and (only := _ONLY.fullmatch(written)):
        return _only_remark(violation, only)
    if match is None or _BEHIND.match(text, violation.end) is None:
        return violation
    at = violation.start + (match.start("foreign") if match["foreign"] else match.start("stuck"))
    if match["stuck"]:
        help_ = "A space is missing before `#`: without it, a remark is part of the value."
        change, title = (at, at, " "), "Write a space before `#`"
    else:
        mark = match["foreign"]
        help_ = f"A remark begins with ` # `: `{mark}` is part of the value."
        before = "" if text[at - 1] in (" ", "\t") else " "
        behind = "" if match["said"][:1] in (" ", "\t") else " "
        change, title = (at, at + len(mark), f"{before}#{behind}"), "Write `#`"
    message = without_suggestion(violation.message)
    return replace(violation, message=message, help=help_, meant="", repair=Repair(title, (), (change,)))


def _only_remark(violation: Violation, match: re.Match[str]) -> Violation:
    mark, at = match["foreign"], violation.start
    help_ = f"A remark begins with ` # `: `{mark}` is read as the value."
    repair = Repair("Write `#`", (), ((at, at + len(mark), "#"),))
    return replace(violation, help=help_, meant="", repair=repair)
