"""What is written for readers in a block of YAML, and is no comment: `<--- here`, `Copy code`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import filterfalse

import yaml
from msgspec.structs import replace

from knotwork.model.line_offsets import line_below, line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Repair, Violation
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.masks import with_masks
from knotwork.snippets.yaml.nodes import nodes
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_ARROW = lazy_regex(
    r"^[ \t]*(?:- )*[A-Za-z][\w./-]*(?::(?=[ \t])(?![ \t]+<-[ \t]*$)|(?=[ \t]+<))[^#\n]*?[ \t]+"
    r"((?:(?:<-{1,40}(?!>)|<={2,40}(?!>)|[←⟵]+)(?=[ \t>]|$)|[←⟵]+(?=[^\x00-\x7f])"
    r"|(?<=[ \t][ \t])(?:<{3,40}(?=[ \t]*$|[ \t]+[A-Za-z])|[👈⬅◀☜🔙]\ufe0f?(?=[ \t]|$))"
    r"|[★☆※✅❌⭐①-⑳❶-❿➊-➓]+\ufe0f?(?=[ \t]*$)|(?<=[^\s:][ \t])<\d{1,2}>(?=[ \t]*$))[^\n]*)$",
    re.MULTILINE,
)
"""An arrow behind a field: `replicas: 3   <--- as many pods`, `replicas: 3   <<<`."""
_STAR = lazy_regex(
    r"^[ \t]*(?:- )*[A-Za-z][\w./-]*:[ \t]+[^#\n]*?[\w)\]\"']([★☆※]{1,9})[ \t]*$", re.MULTILINE
)
"""Stars at the end of a value, without a space."""
_NUMBER = lazy_regex(
    r"^[ \t]*(?:- )*[A-Za-z][\w./-]*:[ \t]+[^\s#|>&\"'\[{][^\n#]*?[ \t]+(\((\d{1,2})\))[ \t]*$", re.MULTILINE
)
"""A number in parentheses behind a value, which the text around the block explains."""
_LAST_NUMBER = lazy_regex(r"(?<=[ \t])(\d{1,2})(?=[ \t]*$)", re.MULTILINE)
"""A number at the end of a line, which may be that of a sentence below the block: `name: web 2`."""
_KEY = lazy_regex(r"[A-Za-z][\w./-]*:")
_FEWEST_CALLOUTS = 3
_FRAME = lazy_regex(r":[ \t]+[\"']?(?:[=-]{1,40}>|>{2,40})")
_BUTTON = lazy_regex(
    r"[ \t\n]*((?:ya?ml)?[ \t]*(?:copy(?: code| to clipboard)?|copied!?|copiar(?: código)?|copia(?: codice)?"
    r"|copier(?: le code)?|code kopieren|复制(?:代码)?|コードをコピーする|코드 복사|скопировать код"
    r"|копировать код))[ \t]*(?=\n)",
    re.IGNORECASE,
)
"""The words of a button above a block of a page, which were copied with it."""
_OPTIONAL = lazy_regex(
    r"^[ \t]*(\[ ?[A-Za-z][\w.-]*:(?=[ \t])(?:[^\[\]]|\[[^\[\]\n]*\]){0,300}\])[ \t]*(?:#[^\n]*)?$",
    re.MULTILINE,
)
"""A field in brackets, which may be left out: `[namespace: <name>]`."""
_LINK = lazy_regex(r"\[([^\[\],\n]+)\]\([\w+.:/-][^\s()]*\)")
"""A link of Markdown, which a program made of an address or of what looks like one: `[a.example](http://a.example)`."""
_BEHIND = "a remark without `#` is part of the value"
_DEFAULT = "| default = "
"""What the descriptions of fields have in such brackets: `[ scheme: <scheme> | default = http ]`."""
_PLACEHOLDER = lazy_regex(r"\[[^:\[\]]+:[ \t]+(?:<[^<>\n]+>|\[[^\[\]\n]+\])[ \t]*\]")
"""A field of a synopsis, whose value is to be written: `[type: <service-type>]`."""
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
    read, violations = _without_links(read, compose)
    for find, message, help_ in (
        (_buttons, "not valid YAML: the words of a copy button", "Remove them."),
        (
            _optional,
            "brackets around a field are not YAML",
            "Write it without them, and `# optional` behind it.",
        ),
        (_changes, "not valid YAML: this line stands between two forms", "Write `# ` in front of it."),
        (_arrows, _BEHIND, "Write `# ` in front of it."),
        *([(_callouts, _BEHIND, "Write `# ` in front of it.")] if read.violations else ()),
    ):
        spans = find(read.text)
        if not spans:
            continue
        without = compose(_masked(read.text, spans))
        of = broken_documents if find is _changes else _wrong  # two forms have the same keys
        later = find in (_arrows, _callouts) and _breaks_later(without, read)
        if of(without) >= of(read) and not later:
            spans = _in_plain_scalars(read, spans) if find not in (_changes, _callouts) else []
            if not spans:
                continue
            without = compose(_masked(read.text, spans))
        better = later or of(without) < of(read)
        violation = _violation(spans, message, help_, comments=find in (_arrows, _callouts, _changes))
        if find is _changes:
            violation = replace(violation, severity="info")  # nobody copies both forms
        elif find is _optional or not better:
            described = all(_describes(read.text[slice(*span)]) for span in spans)
            violation = replace(violation, severity="info" if described else "warning")
        violations.append(violation)
        read = _without_keys_of_both(without, spans) if find is _changes else without
    return read, violations


def for_readers(violation: Violation) -> Violation:
    """The violation of a note; an arrow points readers to a value that they do not copy with it: an info."""
    return replace(violation, severity="info") if violation.message == _BEHIND else violation


def _describes(field: str) -> bool:
    """Whether a field in brackets is one of a description: nobody applies it as it is."""
    return _DEFAULT in field or _PLACEHOLDER.fullmatch(field) is not None


def _buttons(text: str) -> list[tuple[int, int]]:
    match = _BUTTON.match(text) if not text.startswith(("apiVersion:", "kind:")) else None
    return [match.span(1)] if match is not None else []


def _optional(text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in _OPTIONAL.finditer(text)] if "[" in text else []


def _arrows(text: str) -> list[tuple[int, int]]:
    numbers = [*_NUMBER.finditer(text)] if "(1)" in text and "(2)" in text else []
    if [int(number[2]) for number in numbers] != [*range(1, len(numbers) + 1)]:
        numbers = []
    if text.isascii() and "<" not in text and not numbers:
        return []
    arrows = filterfalse(_is_framed, _ARROW.finditer(text))
    stars = [*_STAR.finditer(text)] if "ConfigMap" not in text and "Secret" not in text else []
    marks = (*arrows, *stars, *numbers)
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


def _without_links(read: Composed, compose: Read) -> tuple[Composed, list[Violation]]:
    """A text that was read with the texts of its links, where it is read better so, and the violation."""
    if "](" not in read.text or not broken_documents(read):
        return read, []
    links = [link for link in _LINK.finditer(read.text) if not _is_quoted(link)]
    if not links:
        return read, []
    without = compose(with_masks(read.text, ((*link.span(), link[1].ljust(len(link[0]))) for link in links)))
    if broken_documents(without) >= broken_documents(read):
        return read, []
    spans = [link.span() for link in links]
    message = "not valid YAML: this is a link of Markdown"
    violation = _violation(spans, message, "Write its text alone.", comments=False)
    changes = tuple((*link.span(), link[1]) for link in links)
    return without, [replace(violation, repair=Repair("Write its text alone", (), changes))]


def _is_quoted(link: re.Match[str]) -> bool:
    before = link.string[line_start(link.string, link.start()) : link.start()]
    return bool(before.count('"') % 2 or before.count("'") % 2)


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
        for document in read.documents
        if document.root is not None
        for node in nodes(document.root)
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


def _violation(spans: Sequence[tuple[int, int]], message: str, help_: str, *, comments: bool) -> Violation:
    """One violation at the first of them, with a repair of all."""
    (start, end), *others = spans
    related = tuple((first, last, THIS_TOO) for first, last in others[:MOST_PLACES])
    repair = None
    if comments:
        repair = Repair("Make it a comment", (), tuple((at, at, "# ") for at, _ in spans))
    return Violation(YAML_SYNTAX, start, end, message, help_, repair=repair, related=related)
