"""What is written for readers in a block of YAML, and is no comment: `<--- here`, `Copy code`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.compose import Composed
from knotwork.snippets.yaml.nodes import nodes
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_ARROW = lazy_regex(
    r"^[ \t]*(?:- )*[A-Za-z][\w./-]*(?::(?=[ \t])|(?=[ \t]+<))[^#\n]*?[ \t]+"
    r"((?:<-{1,40}|<={2,40}|←+|⟵+)(?=[ \t>]|$)[^\n]*)$",
    re.MULTILINE,
)
"""An arrow behind a field: `replicas: 3   <--- as many pods`."""
_BUTTON = lazy_regex(
    r"[ \t\n]*((?:ya?ml)?[ \t]*(?:copy(?: code| to clipboard)?|copied!?|copiar(?: código)?|copia(?: codice)?"
    r"|copier(?: le code)?|code kopieren|复制(?:代码)?|コードをコピーする|코드 복사|скопировать код"
    r"|копировать код))[ \t]*(?=\n)",
    re.IGNORECASE,
)
"""The words of a button above a block of a page, which were copied with it."""
_OPTIONAL = lazy_regex(
    r"^[ \t]*(\[[A-Za-z][\w.-]*:(?=[ \t])(?:[^\[\]]|\[[^\[\]\n]*\]){0,300}\])[ \t]*(?:#[^\n]*)?$",
    re.MULTILINE,
)
"""A field in brackets, which may be left out: `[namespace: <name>]`."""
_NOT_LINE_BREAK = lazy_regex(r"[^\n]")
_SHOWN = 20

Read = Callable[[str], Composed]


def without_remarks(read: Composed, compose: Read) -> tuple[Composed, list[Violation]]:
    """A text that was read, without its remarks; and the violations for them.

    A remark is one when the text can be read better without it, or reads it as part of a value.
    """
    violations: list[Violation] = []
    for find, message, help_ in (
        (_buttons, "not valid YAML: the words of a copy button", "Remove them."),
        (
            _optional,
            "brackets around a field are not YAML",
            "Write it without them, and `# optional` behind it.",
        ),
        (_arrows, "a remark without `#` is part of the value", "Write `# ` in front of it."),
    ):
        spans = find(read.text)
        if not spans:
            continue
        without = compose(_masked(read.text, spans))
        if len(without.violations) >= len(read.violations):
            spans = _in_plain_scalars(read, spans)
            if not spans:
                continue
            without = compose(_masked(read.text, spans))
        better = len(without.violations) < len(read.violations)
        violation = _violation(read.text, spans, message, help_, comments=find is _arrows)
        lenient = find is _optional or not better
        violations.append(replace(violation, severity="warning") if lenient else violation)
        read = without
    return read, violations


def _buttons(text: str) -> list[tuple[int, int]]:
    match = _BUTTON.match(text) if not text.startswith(("apiVersion:", "kind:")) else None
    return [match.span(1)] if match is not None else []


def _optional(text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in _OPTIONAL.finditer(text)] if "[" in text else []


def _arrows(text: str) -> list[tuple[int, int]]:
    if not ("<" in text or "←" in text or "⟵" in text):
        return []
    return [match.span(1) for match in _ARROW.finditer(text)]


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
        if index >= 0 and span[0] < plain[index][1]:
            inside.append(span)
    return inside


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], _NOT_LINE_BREAK.sub("#", text[start:end])]
        at = end
    return "".join((*parts, text[at:]))


def _violation(
    text: str, spans: Sequence[tuple[int, int]], message: str, help_: str, *, comments: bool
) -> Violation:
    """One violation at the first of them, with a repair of all."""
    (start, end), *others = spans
    related = tuple((first, last, "here, too") for first, last in others[:_SHOWN])
    repair = None
    if comments:
        repair = Repair("Make it a comment", (), tuple((at, at, "# ") for at, _ in spans))
    return Violation(YAML_SYNTAX, start, end, message, help_, repair=repair, related=related)
