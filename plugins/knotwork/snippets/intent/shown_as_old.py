"""What comments say is old or wrong: `# before 1.16`, `# typo`. An example of a mistake is none.

apiVersion: extensions/v1beta1   # no longer served
  containerPort: "80"            # wrong: should be a number
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.model.line_offsets import line_above, line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.intent.marks_of_wrong import is_marked_wrong
from knotwork.snippets.intent.placeholder_aliases import is_placeholder_alias
from knotwork.snippets.intent.quoted_refusals import key_of_line
from knotwork.snippets.intent.remarks_of_old import calls_old
from knotwork.snippets.intent.remarks_of_wrong import calls_wrong
from knotwork.snippets.lints.ingress_backend import INGRESS_BACKEND
from knotwork.snippets.lints.unmatched_selector import UNMATCHED_SELECTOR
from knotwork.snippets.lints.unmatched_service import UNMATCHED_SERVICE
from knotwork.snippets.violation import Violation, as_info, severity
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY

_USE = lazy_regex(
    r"\b(?:before|older than|prior to|below) v?1\.\d+[^\n]{0,30}? use ([\w./]*\w)", re.IGNORECASE
)
"""A comment that names what old clusters need: `# for versions before 1.9 use apps/v1beta2`."""
_COMMENT = lazy_regex(r"[ \t]#[# \t]*(?P<remark>[^\n]*)")
_VALUE = r"[\"'`]?([A-Za-z0-9][A-Za-z0-9_./-]*)[\"'`]?"
_CORRECTED = lazy_regex(
    rf"[ \t]#[^\n]{{0,80}}?(?:\b(?:(?:fix|chang|correct)ed|fix|change|correct)(?: it)? to[ \t]+{_VALUE}"
    rf"|(?:修改|更改|更正|改正|应改|改)[为成][ \t]*{_VALUE}"
    rf"|(?P<was>\S+)[ \t]*(?:→|(?<!-)-+>|=>)[ \t]*{_VALUE}(?:으?로[ \t]*(?:수정|변경))?"
    rf"|{_VALUE}으?로[ \t]*(?:수정|변경))[ \t.。!]*$",
    re.MULTILINE,
)
"""A comment with the value that belongs there: `# fixed to web`; it calls another value wrong."""
_NOTATION = lazy_regex(
    r"[ \t]#[^\n]*(?:\b(?:(?:an)?other|different|differnt|second|alternative|alternate|same|short|inline"
    r"|flow)\b[^\n]{0,40}"
    r"\b(?:notation|syntax|style|form|format)\b|\bnotation\b|(?:另|其他|不同)[^\n]{0,6}(?:写法|表示))",
    re.IGNORECASE,
)
"""A comment that says that a key is there again to show another way to write it."""
_VALUE_AND_LIST = lazy_regex(
    r"(?P<key>[ \t]*[\w.-]+:)[ \t]+(?P<value>[^\s#|>{\[&*!][^\n]*?)[ \t]*\n(?P=key)[ \t]*\n"
    r"[ \t]*-[ \t]+(?P=value)[ \t]*"
)
"""A field with one value, and again with a list that begins with it."""
_LOOKED_AT = 2000
"""The most characters behind a value that are looked at."""
_OF_LABELS = frozenset((UNMATCHED_SELECTOR, UNMATCHED_SERVICE))
"""The rules about two values of which either may be the wrong one."""


def shown_as_known(violations: Sequence[Violation], text: str) -> tuple[Violation, ...]:
    """The violations; as infos those that comments say are known. `text`: that of their offsets."""
    return tuple(shown_as_old(violation, text) for violation in violations)


def shown_as_old(violation: Violation, text: str) -> Violation:
    """A violation; as an info where a comment says that it is known.

    That is a comment above or beside an old API, or one beside a value that it calls wrong. `text`: that of
    the offsets of the violation.
    """
    if violation.rule is DUPLICATE_KEY and "apiVersion:" not in text and _is_value_and_list(violation, text):
        return as_info(violation)
    if "#" in text and severity(violation) != "info":
        end = _end(text, violation.end)
        behind = _COMMENT.search(text, violation.end, end)
        if (behind and calls_wrong(behind["remark"])) or _is_corrected(violation, text):
            return as_info(violation)
        if (
            violation.rule is DUPLICATE_KEY
            and "apiVersion:" not in text
            and _NOTATION.search(text, violation.end, end)
        ):
            return as_info(violation)
        if is_marked_wrong(text, violation.start) or is_placeholder_alias(violation, text):
            return as_info(violation)
    of_api = violation.rule in (REMOVED_API, DEPRECATED_API, INGRESS_BACKEND)
    if "#" not in text or not (of_api or _is_of_old_value(violation)):
        return violation
    line = line_start(text, violation.start)
    end = _end(text, violation.start)
    written = [text[violation.end : end]]
    while line > 0:
        above = line_above(text, line)
        if text[above:line].lstrip().startswith("#"):
            written.append(text[above:line])
        elif not of_api or len(written) > 1 or not _KIND.match(text, above):
            break
        line = above
    needed = {use[1] for comment in written if (use := _USE.search(comment)) is not None}
    if text[violation.start : violation.end] in needed:
        return as_info(violation)
    names = _names(violation, text)
    remarks = (comment.partition("#")[2].strip("# \t\n❌") for comment in written)
    return as_info(violation) if any(calls_old(remark, names) for remark in remarks) else violation


def _is_of_old_value(violation: Violation) -> bool:
    """Whether a violation warns of a value or field that is deprecated, as the API server does."""
    return (
        violation.rule is INVALID_VALUE
        and severity(violation) == "warning"
        and "deprecated" in violation.message
    )


_KIND = lazy_regex(r"[ ]*(?:- )?kind:[ ]")
"""The line that may stand between an apiVersion and what is said of both."""


def _end(text: str, at: int) -> int:
    """The offset at which the line of an offset ends, or what is looked at of it."""
    return min(line_end(text, at), at + _LOOKED_AT)


def _names(violation: Violation, text: str) -> set[str]:
    """What a remark may call that which a violation is at."""
    version, _, kind = violation.api.partition(" ")
    written = text[violation.start : violation.end].strip("\"'")
    return {written, version, version.rpartition("/")[2], kind, key_of_line(violation, text)}


def _is_value_and_list(violation: Violation, text: str) -> bool:
    """Whether a key that is there again has its value as the first item of a list: two ways to write it."""
    line = line_start(text, violation.start)
    above = text[line_above(text, line) : line].rstrip("\n")
    both = f"{above}\n{text[line : line_end(text, line_end(text, violation.start) + 1)]}"
    return line > 0 and _VALUE_AND_LIST.fullmatch(both) is not None


def _is_corrected(violation: Violation, text: str) -> bool:
    """Whether a comment beside a value says which other value belongs there; of labels, beside either."""
    line = line_start(text, violation.start)
    end = _end(text, violation.end)
    lines = [text[line:end]]
    if violation.rule in _OF_LABELS:
        key = lines[0].strip("- \t").partition(":")[0]
        lines = [other for other in text.split("\n") if other.strip("- \t").partition(":")[0] == key]
    for written in lines:
        comment = _CORRECTED.search(written)
        if comment is None:
            continue
        value = written[: comment.start()].rpartition(": ")[2].strip("- \t\"'")
        to = next(group for group in comment.group(1, 2, 4, 5) if group)
        if value and value != to and comment["was"] in (None, value):
            return True
    return False
