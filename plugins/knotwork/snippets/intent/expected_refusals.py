"""Manifests of a test that an API server is to refuse: `# Try replicas below the minimum`, `# Should fail`.

A note or a script says so in more than one way, or once in plain words: "a validation error". The words
"error" and "fail" alone say nothing of a mistake in the manifest: a quota or a policy may be what is tested.
Only what the server refuses is excused; what it warns of, and an API that is gone, is found all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.here_documents import SHELLS
from knotwork.snippets.intent.exercises import is_exercise
from knotwork.snippets.intent.remarks_of_old import calls_old
from knotwork.snippets.intent.script_remarks import (
    is_last,
    remarks_above,
    remarks_below,
    remarks_of_use,
)
from knotwork.snippets.intent.words_of_refusal import (
    ANNOUNCES,
    FAILS,
    NAMED,
    OF_TEST,
    OTHER_CAUSE,
    REFUSED,
    REMARK,
    UNSURE,
)
from knotwork.snippets.violation import Violation, is_error, with_infos

_OLD = frozenset((REMOVED_API, DEPRECATED_API))
_OF_APIS = _OLD | {UNKNOWN_KIND}
_ENOUGH = 2
_SENTENCES = re.compile(r"(?<=[.!?])[\"')*_]*\s+|(?<=[。！？])|\n[ \t>]*\n")
_MARKUP = re.compile(r"[*_`#>]+")
_NEAR = 3
"""So many lines on either side of a violation a remark is about it."""
_SEVERAL = lazy_regex(
    r"\b(?:two|three|four|five|\d|these|following|all|both)\b[^.!?\n]{0,20}"
    r"\b(?:broken|invalid|wrong|bad|faulty|incorrect)\b"
    r"[^.!?\n]{0,20}\b(?:resources|manifests|objects|files|pods|examples|definitions|requests)\b",
    re.IGNORECASE,
)
"""How a section begins that shows several of them."""
_FIELD = lazy_regex(r"`([A-Za-z][\w.]*)`|\b([a-z]+[A-Z]\w*)")
"""The name of a field in a sentence: in backticks, or with a capital within."""
_CODE = lazy_regex(r"[ \t>]*(?:```|~~~)[ \t]*(\w*)")


class _Around(NamedTuple):
    """What stands around a manifest."""

    remarks: tuple[str, ...]
    """Those right above the command that has it."""
    above: tuple[str, ...]
    """Sentences right above it, these among them."""
    below: tuple[str, ...]
    """Sentences right below it."""
    heading: str
    opening: str
    """How its section begins."""


def as_expected_refusals(
    violations: Sequence[Violation], fence: Fence, text: str, name: str | None, first: int
) -> Sequence[Violation]:
    """The violations of a document; as infos those that a test expects.

    `text`: that of their offsets. `name`: that of the object. `first`: the 0-based line of the block at which
    the text begins; in a block of commands it is a here-document.
    """
    around = _around(fence, text, first)
    expectations = [sentence for sentence in (*around.above, *around.below) if _is_expectation(sentence)]
    named = {field.rpartition(".")[2] for sentence in expectations for field in _fields(sentence)}
    points = _points(around, expectations)
    named_so = name is not None and NAMED.search(name) is not None
    return with_infos(
        violations,
        lambda own: (
            _key(own, text) in named
            or (own.rule in _OLD and any(calls_old(remark, own.api.split()) for remark in around.remarks))
            or (
                is_error(own)
                and own.rule not in _OF_APIS
                and points > 0
                and points + named_so + _has_remark(own, text) >= _ENOUGH
            )
        ),
    )


def _points(around: _Around, expectations: Sequence[str]) -> int:
    """In how many ways the surroundings say that a manifest is there to be refused."""
    if any(map(REFUSED.search, expectations)) or is_exercise((*around.above, *around.below)):
        return _ENOUGH
    ways = (
        bool(expectations),
        any(map(_announces, around.above)),
        _announces(around.heading) or OF_TEST.search(around.heading) is not None,
        _SEVERAL.search(around.opening) is not None,
    )
    return sum(ways)


def _announces(sentence: str) -> bool:
    return ANNOUNCES.search(sentence) is not None and OTHER_CAUSE.search(sentence) is None


def _is_expectation(sentence: str) -> bool:
    if not (REFUSED.search(sentence) or FAILS.search(sentence)):
        return False
    return UNSURE.search(sentence) is None and OTHER_CAUSE.search(sentence) is None


def _fields(sentence: str) -> Iterator[str]:
    return (named[1] or named[2] for named in _FIELD.finditer(sentence))


def _key(violation: Violation, text: str) -> str:
    """The field on the line of a violation, or the one that it misses."""
    if violation.missing:
        return violation.missing.rpartition(".")[2]
    line = text[line_start(text, violation.start) : line_end(text, violation.start)]
    return line.strip("- \t").partition(":")[0].strip("\"'")


def _has_remark(violation: Violation, text: str) -> bool:
    """Whether a remark of the manifest near a violation calls it wrong."""
    start, end = line_start(text, violation.start), line_end(text, violation.start)
    for _ in range(_NEAR):
        start = line_start(text, max(0, start - 1))
        end = line_end(text, min(len(text), end + 1))
    above, below = text.rfind("\n---", start, violation.start), text.find("\n---", violation.start, end)
    return REMARK.search(text, max(start, above), end if below < 0 else below) is not None


def _around(fence: Fence, text: str, first: int) -> _Around:
    above = text_above(fence.above)
    opening = _without_marks(fence.beginnings[-1]) if fence.beginnings else ""
    if fence.language not in SHELLS:
        return _Around((), _sentences(above.paragraph), _below(fence.below), above.heading, opening)
    lines = fence.text.split("\n")
    last = first + text.rstrip("\n").count("\n") + 1
    lines, below = _until_closed(lines, last, fence.below)
    before = remarks = remarks_above(lines, first)
    after = remarks_below(lines, first, last)
    if not any("<<" in line for line in lines[: max(first - 1, 0)]):
        before = (*_sentences(above.paragraph), *before)
    if is_last(lines, last):
        after = (*after, *_below(below))
    return _Around(remarks, before, after, above.heading, opening)


def _until_closed(lines: list[str], last: int, below: str) -> tuple[list[str], str]:
    """The lines of a script, and the text below it: marks as "```{{exec}}" close it for other programs."""
    end = next((at for at in range(last, len(lines)) if _CODE.match(lines[at])), None)
    return (lines, below) if end is None else (lines[:end], "\n".join(lines[end + 1 :]).lstrip("\n"))


def _below(below: str) -> tuple[str, ...]:
    """The sentences of the first paragraph below a block; of commands there, their remarks."""
    if (code := _CODE.match(below)) is None:
        paragraph = below.partition("\n\n")[0]
        return () if paragraph.lstrip(" >").startswith("#") else _sentences(paragraph)
    if code[1] not in SHELLS:
        return ()
    lines = below.split("\n")
    end = next((at for at, line in enumerate(lines[1:], 1) if _CODE.match(line)), len(lines))
    return remarks_of_use(lines[1:end])


def _sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph; its backticks stay, which mark the names of fields."""
    parts = (" ".join(part.split()) for part in _SENTENCES.split(paragraph))
    return tuple(part.replace("**", "").replace("__", "") for part in parts if part)


def _without_marks(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split())
