"""What is written for readers in a block of YAML, and is no comment: `<--- here`, `Copy code`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import filterfalse

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.line_offsets import line_below, line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Repair, Violation
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.linked_values import without_links
from knotwork.snippets.yaml.masks import with_masks
from knotwork.snippets.yaml.remarks_behind_keys import marks_behind_keys, words_behind_keys
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_ARROW = lazy_regex(
    r"^[ \t]*(?:- )*[A-Za-z][\w./-]*(?::(?=[ \t])(?![ \t]+<-[ \t]*$)|(?=[ \t]+<))[^#\n]*?(?<=[ \t])"
    r"((?:(?:<{1,4}-{1,40}(?!>)|<{1,4}={2,40}(?!>)|[←⟵]+)(?=[ \t>]|$)|[←⟵]+(?=[^\x00-\x7f])"
    r"|(?<=[ \t][ \t])(?:<{3,40}(?=[ \t]*$|[ \t]+[A-Za-z])|[=-]{2,40}>(?=[ \t]+[A-Za-z])"
    r"|[👈⬅◀☜🔙]\ufe0f?(?=[ \t]|$))"
    r"|[★☆※✅❌⭐①-⑳❶-❿➊-➓]+\ufe0f?(?=[ \t]*$)|(?<=[^\s:][ \t])<\d{1,2}>(?=[ \t]*$))[^\n]*)$",
    re.MULTILINE,
)
"""An arrow behind a field: `replicas: 3   <--- as many pods`, `replicas: 3   <<<`."""
_ITEM = lazy_regex(
    r"^[ \t]*(?:- )+(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s#\"':|>&!{\[][^\s#:]*)[ \t]+([①-⑳❶-❿➊-➓])[ \t]*$",
    re.MULTILINE,
)
"""A number in a circle behind an item: `- "*" ❸`."""
_STAR = lazy_regex(r"^[ \t]*(?:- )*[A-Za-z][\w./-]*:[ \t][^#\n]*?[\w)\]\"']([★☆※]{1,9})[ \t]*$", re.MULTILINE)
"""Stars at the end of a value, without a space."""
_NUMBER = lazy_regex(
    r"^[ \t]*(?:- )*[A-Za-z][\w./-]*:[ \t]+[^\s#|>&\"'\[{][^\s#]*[ \t]+(\((\d{1,2})\))[ \t]*$", re.MULTILINE
)
"""A number in parentheses behind a value, which the text around the block explains."""
_LAST_NUMBER = lazy_regex(r"(?<=[ \t])(\d{1,2})(?=[ \t]*$)", re.MULTILINE)
"""A number at the end of a line, which may be that of a sentence below the block: `name: web 2`."""
_KEY = lazy_regex(r"[A-Za-z][\w./-]*:")
_FEWEST_CALLOUTS = 3
_FRAME = lazy_regex(r":[ \t]+[\"']?(?:[=-]{1,40}>|>{2,40}|[★☆※✅❌⭐①-⑳❶-❿➊-➓])")
"""A mark or an arrow in front of a value, as part of it: `name: ⭐ Verify ⭐`."""
_BUTTON = lazy_regex(
    r"[ \t\n]*+((?:ya?ml[ \t]*+)?(?:copy(?: code| to clipboard)?|copied!?|copiar(?: código)?"
    r"|copia(?: codice)?|copier(?: le code)?|code kopieren|复制(?:代码)?|コードをコピーする|코드 복사"
    r"|скопировать код|копировать код))[ \t]*(?=\n)",
    re.IGNORECASE,
)
"""The words of a button above a block of a page, which were copied with it."""
_NAMED = r"<[^<>\[\]\n]{1,60}>"
_LISTED = rf"\[{_NAMED}[^\[\]\n]*\]"
_ONE_OF_THEM = rf"(?:- )?{_NAMED}(?:[ \t]*:[ \t]+(?:{_NAMED}|{_LISTED}))?[ \t]*,?[ \t]*(?:\.\.\.)?"
_WITHIN = r"(?>(?:[^\[\]]|\[(?>(?:[^\[\]]|\[[^\[\]\n]*+\]){0,300})\]){0,300})"
_OPTIONAL = lazy_regex(
    rf"^[ \t]*(\[ ?(?:- )?[A-Za-z][\w.-]*:(?=[ \t\n]){_WITHIN}\]|\[ {_ONE_OF_THEM} \])[ \t]*(?:#[^\n]*)?$",
    re.MULTILINE,
)
"""A field in brackets, which may be left out: `[namespace: <name>]`, `[ - <rule> ... ]`."""
_BEHIND = "a remark without `#` is part of the value"
_DESCRIBES = lazy_regex(rf"[|,][ \t]*default\b|(?:[:,|\[]|-)[ \t]+\[?{_NAMED}|:[ \t]+\[[^\[\]\n]+\][ \t]*\]")
"""What the descriptions of fields have in such brackets: `[ scheme: <scheme> | default = http ]`."""
_CHANGED_TO = lazy_regex(
    r"\n[ \t]*+(?=[^\w-]|[oи或まも또혹л])((?:[↓⇓⇩⬇▼🔽👇]\ufe0f?)+(?![^\n]*:(?:[ \t]|$))[^\n]*"
    r"|(?:or|或者?|または|もしくは|또는|혹은|oder|oppure|или|либо)[ \t]*[:：]?)[ \t]*(?=\n|\Z)",
    re.IGNORECASE,
)
"""A line between two forms of the same lines: an arrow from one to the other, or the word `or`.

It begins with the end of the line above: the regex engine finds a letter sooner than the start of a line.
"""
_NOT_LINE_BREAK = lazy_regex(r"[^\n]")

Read = Callable[[str], Composed]


def without_remarks(read: Composed, compose: Read) -> tuple[Composed, list[Violation]]:
    """A text that was read, without its remarks; and the violations for them.

    A remark is one when the text can be read better without it, or reads it as part of a value.
    """
    read, violations = without_links(read, compose)
    for kind in _KINDS:
        if kind.only_where_wrong and not read.violations:
            continue
        if not (spans := kind.find(read.text)):
            continue
        without = compose(_masked(read.text, spans))
        wrong = broken_documents if kind.of_two_forms else _wrong  # two forms have the same keys
        later = kind.behind_values and _breaks_later(without, read)
        if wrong(without) >= wrong(read) and not later:
            spans = _in_plain_scalars(read, spans) if kind.may_be_read else []
            if not spans:
                continue
            without = compose(_masked(read.text, spans))
        better = later or wrong(without) < wrong(read)
        violation = _violation(spans, kind)
        if kind.of_two_forms:
            violation = replace(violation, severity="info")  # nobody copies both forms
        elif kind.may_describe or not better:
            described = all(_describes(read.text[slice(*span)]) for span in spans)
            violation = replace(violation, severity="info" if described else "warning")
        violations.append(violation)
        read = _without_keys_of_both(without, spans) if kind.of_two_forms else without
    return read, violations


def for_readers(violation: Violation) -> Violation:
    """The violation of a note; an arrow points readers to a value that they do not copy with it: an info."""
    return replace(violation, severity="info") if violation.message == _BEHIND else violation


def _describes(field: str) -> bool:
    """Whether a field in brackets is one of a description: nobody applies it as it is."""
    return _DESCRIBES.search(field) is not None


def _buttons(text: str) -> list[tuple[int, int]]:
    match = _BUTTON.match(text) if not text.startswith(("apiVersion:", "kind:")) else None
    return [match.span(1)] if match is not None else []


def _optional(text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in _OPTIONAL.finditer(text)] if "[" in text else []


def _arrows(text: str) -> list[tuple[int, int]]:
    numbers = [*_NUMBER.finditer(text)] if "(1)" in text else []
    if len(numbers) == 1 and numbers[0].string[numbers[0].start() : numbers[0].start(1)].count(":") != 1:
        numbers = []
    if [int(number[2]) for number in numbers] != [*range(1, len(numbers) + 1)]:
        numbers = []
    if text.isascii() and "<" not in text and "  --" not in text and "  ==" not in text and not numbers:
        return []
    arrows = filterfalse(_is_framed, _ARROW.finditer(text))
    stars = [*_STAR.finditer(text)] if "ConfigMap" not in text and "Secret" not in text else []
    items = _ITEM.finditer(text) if not text.isascii() else ()
    marks = (*arrows, *stars, *numbers, *items)
    return sorted({match.span(1) for match in marks})


def _callouts(text: str) -> list[tuple[int, int]]:
    """Numbers at the end of lines, one after the other; the first may stand at a word: `name: web1`."""
    numbers = [number for number in _LAST_NUMBER.finditer(text) if _may_be_callout(number)]
    for expected in (1, 2):
        spans: list[tuple[int, int]] = []
        for number in numbers:
            if int(number[1]) == expected + len(spans):
                spans.append(number.span(1))
        if len(spans) >= _FEWEST_CALLOUTS:
            return spans
    return []


def _may_be_callout(number: re.Match[str]) -> bool:
    """Whether a number stands behind the value of a line, or behind a key or an item above deeper lines."""
    text, at = number.string, number.start()
    line = text[line_start(text, at) : at]
    first, *others = line.split(maxsplit=2) or [""]
    if "#" in line or not (_KEY.fullmatch(first) or (first and ":" not in first and first[0] not in "\"'")):
        return False
    if others:
        return True
    start = line_below(text, at)
    below = text[start : line_end(text, start)]
    indent = line[: -len(line.lstrip())]
    return bool(below.strip()) and below.startswith((f"{indent} ", f"{indent}\t", f"{indent}- "))


def _is_framed(arrow: re.Match[str]) -> bool:
    """Whether an arrow in front of the value points to it as well: `msg: ==> done <==`."""
    return _FRAME.search(arrow.string, arrow.start(), arrow.start(1)) is not None


def _without_keys_of_both(read: Composed, spans: Sequence[tuple[int, int]]) -> Composed:
    """A text that was read, without keys that are there twice since two forms have them."""

    def is_one(violation: Violation) -> bool:
        return violation.rule is DUPLICATE_KEY and any(
            violation.related[0][0] < start < violation.start for start, _ in spans
        )

    return replace(read, violations=tuple(filterfalse(is_one, read.violations)))


def _wrong(read: Composed) -> int:
    return len(read.violations)


def _breaks_later(without: Composed, read: Composed) -> bool:
    """Whether the first error of a text without its remarks is below the one with them."""
    first, other = (
        min((own.start for own in one.violations if own.rule is YAML_SYNTAX), default=-1)
        for one in (read, without)
    )
    return -1 < first < other


def _changes(text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in _CHANGED_TO.finditer(text)]


def _in_plain_scalars(read: Composed, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that begin in a plain scalar: not in quotes, and not in a block of text."""
    plain = sorted(
        (node.start_mark.index, node.end_mark.index)
        for node in read.nodes
        if isinstance(node, yaml.ScalarNode) and not node.style
    )
    inside: list[tuple[int, int]] = []
    for span in spans:
        index = bisect_right(plain, (span[0], len(read.text) + 1)) - 1
        is_key = index >= 0 and read.text.startswith(":", plain[index][1])
        if index >= 0 and span[0] < plain[index][1] and not is_key:
            inside.append(span)
    return inside


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return with_masks(text, ((*span, _mask(text, *span)) for span in spans))


def _mask(text: str, start: int, end: int) -> str:
    mask = "#" if not start or text[start - 1].isspace() else " "  # `#` is part of a word
    return _NOT_LINE_BREAK.sub(mask, text[start:end])


def _violation(spans: Sequence[tuple[int, int]], kind: _Kind) -> Violation:
    """One violation at the first of them, with a repair of all."""
    (start, end), *others = spans
    related = tuple((first, last, THIS_TOO) for first, last in others[:MOST_PLACES])
    repair = None
    if kind.help == _COMMENT:
        repair = Repair("Make it a comment", (), tuple((at, at, "# ") for at, _ in spans))
    return Violation(YAML_SYNTAX, start, end, kind.message, kind.help, repair=repair, related=related)


_COMMENT = "Write `# ` in front of it."


class _Kind(Struct, frozen=True, kw_only=True):
    """A kind of remarks: how they are found, what is said of them, and what differs from other kinds."""

    find: Callable[[str], list[tuple[int, int]]]
    message: str
    help: str = _COMMENT
    only_where_wrong: bool = False
    """Whether they are looked for only in a text with errors."""
    behind_values: bool = False
    """Whether several errors of a text may come from them: it is enough that it is read further without."""
    may_be_read: bool = False
    """Whether YAML may read them as a part of plain values."""
    may_describe: bool = False
    """Whether the description of a field is written so, and no mistake of YAML."""
    of_two_forms: bool = False
    """Whether they stand between two forms of the same lines, whose keys are there twice."""


_KINDS = (
    _Kind(
        find=_buttons,
        message="not valid YAML: the words of a copy button",
        help="Remove them.",
        may_be_read=True,
    ),
    _Kind(
        find=_optional,
        message="brackets around a field are not YAML",
        help="Write it without them, and `# optional` behind it.",
        may_be_read=True,
        may_describe=True,
    ),
    _Kind(
        find=_changes,
        message="not valid YAML: this line stands between two forms",
        of_two_forms=True,
    ),
    _Kind(find=_arrows, message=_BEHIND, behind_values=True, may_be_read=True),
    _Kind(find=_callouts, message=_BEHIND, only_where_wrong=True, behind_values=True),
    _Kind(find=marks_behind_keys, message=_BEHIND, only_where_wrong=True, behind_values=True),
    _Kind(
        find=words_behind_keys,
        message="not valid YAML: what stands behind this key is no value: its fields are below it",
        help="Write `# ` in front of a remark; remove what is none.",
        only_where_wrong=True,
        behind_values=True,
    ),
)
