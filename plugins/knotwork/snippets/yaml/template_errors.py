"""Which errors in a template are certain: those that no `{{ }}` can have to do with.

What control lines and included texts leave of a template is known only when it is rendered. Where it does not
parse with its braces masked, the lines between two of them are read alone: what fails there fails always.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import yaml

from knotwork.model.line_offsets import is_alone
from knotwork.model.text import Lines
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX
from knotwork.snippets.yaml.templates import block_scalars_of, braces, without_braces

_STRUCTURE = re.compile(
    r"\{%|\b(?:if|else|end|range|with|define|block|include|template|tpl|toYaml|n?indent|Files|Glob)\b"
)
"""What stands in braces that may write lines of their own, or none."""
_TEXT_WITH_BRACES = re.compile(r"\"[^\"\n]*(?:\{\{|\}\}|\{%)[^\"\n]*\"|`[^`\n]*(?:\{\{|\}\}|\{%)[^`\n]*`")
"""Braces that write braces: another program renders that line."""
_BEGINS = re.compile(r"\{\{-?\s*(?P<word>if|range|with|define|block|end)\b")
_ENTRY = re.compile(r"[ ]*(?:-(?:[ ]|$)|[\"']?[A-Za-z_][^\s:=]*:(?:[ ]|$))")
_COMMAND = re.compile(r"\$\([ ]?[a-z][\w./-]*[ ]")
"""A command whose output a shell puts into the text: `$(cat tls.crt | base64)`."""
_MANIFEST = re.compile(r"[ ]*apiVersion:")
_NESTED = 3
"""The most named templates in each other that are looked at: Helm allows none in another."""
_TESTED = 20
"""The most errors of one template that are tested."""


def certain(violations: list[Violation], written: str) -> list[Violation]:
    """The violations of a template without those errors of syntax that its braces may be the cause of."""
    errors = [violation for violation in violations if violation.rule is YAML_SYNTAX]
    if not errors:
        return violations
    masked = without_braces(written).split("\n")
    doubtful = _doubtful_lines(written) | _trimmed_lines(written) | _other_texts(written, masked)
    kept = {id(error) for error in errors[:_TESTED] if _fails_alone(error, written, masked, doubtful)}
    return [
        violation for violation in violations if violation.rule is not YAML_SYNTAX or id(violation) in kept
    ]


def _doubtful_lines(written: str) -> frozenset[int]:
    """The lines that are not YAML whatever the braces become: those with structure, and texts."""
    spans = list(braces(written))
    texts = block_scalars_of(written, spans)
    structure = [(start, end) for start, end in spans if _is_structure(written, start, end)]
    starts = Lines(written).starts
    return frozenset(
        line
        for start, end in (*structure, *((start + 1, stop) for start, stop, _ in texts))
        for line in range(bisect_right(starts, start) - 1, bisect_right(starts, end))
    )


def _trimmed_lines(written: str) -> frozenset[int]:
    """The lines that braces join to the text above: those behind `-}}`, and those that begin with `{{-`."""
    doubtful: set[int] = set()
    open_, lines = False, written.split("\n")
    for number, line in enumerate(lines):
        text = line.strip()
        if not text:
            continue
        if open_ or text.startswith(("{{-", "{%-")):
            doubtful.add(number)
        open_ = text.endswith(("-}}", "-%}"))
    return frozenset(doubtful)


def _other_texts(written: str, masked: list[str]) -> frozenset[int]:
    """The lines of named templates that are no YAML, as those of a `.conf` file: they become a text."""
    doubtful: set[int] = set()
    starts = Lines(written).starts
    opened: list[tuple[str, int]] = []
    defined = 0
    for start, end in braces(written):
        word = _BEGINS.match(written, start)
        if word is None:
            continue
        if word["word"] != "end":
            opened.append((word["word"], end))
            defined += word["word"] == "define"
        elif opened:
            begun, first = opened.pop()
            defined -= begun == "define"
            if begun != "define" or defined >= _NESTED:
                continue
            lines = range(bisect_right(starts, first) - 1, bisect_right(starts, start))
            if not _is_yaml([masked[line] for line in lines]):
                doubtful.update(lines)
    return frozenset(doubtful)


def _is_yaml(lines: list[str]) -> bool:
    """Whether lines are meant as YAML: a manifest, or mostly keys and items, which no shell reads first."""
    visible = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if any(map(_COMMAND.search, visible)):
        return False
    entries = sum(_ENTRY.match(line) is not None for line in visible)
    return 3 * entries >= 2 * len(visible) or any(map(_MANIFEST.match, visible))


def _is_structure(written: str, start: int, end: int) -> bool:
    if "\n" in written[start:end] or _STRUCTURE.search(written, start, end):
        return True
    if _TEXT_WITH_BRACES.search(written, start, end):
        return True
    return is_alone(written, start, end)


def _fails_alone(error: Violation, written: str, masked: list[str], doubtful: frozenset[int]) -> bool:
    """Whether the lines around an error, or where it ends, do not parse by themselves.

    They are the lines between those that are doubtful.
    """
    places = (error.start, *(start for start, _, _ in error.related))
    lines = (written.count("\n", 0, place) for place in places)
    return any(_line_fails(line, masked, doubtful) for line in lines)


def _line_fails(line: int, masked: list[str], doubtful: frozenset[int]) -> bool:
    if line in doubtful or _is_within_brackets(masked[:line]):
        return False
    first = last = line
    while first and first - 1 not in doubtful and not masked[first - 1].startswith("---"):
        first -= 1
    while last + 1 < len(masked) and last + 1 not in doubtful and not masked[last + 1].startswith("---"):
        last += 1
    pieces = [*_pieces(masked[first : last + 1])]
    goes_on = last + 1 < len(masked) and last + 1 in doubtful
    return any(
        not _parses("\n".join(piece), may_go_on=goes_on and number == len(pieces))
        for number, piece in enumerate(pieces, 1)
    )


def _is_within_brackets(above: list[str]) -> bool:
    """Whether more brackets are opened than closed in the lines above another."""
    text = "\n".join(above)
    return text.count("{") > text.count("}") or text.count("[") > text.count("]")


def _pieces(lines: list[str]) -> Iterator[list[str]]:
    """The lines in pieces that stand for themselves: a line that is less indented begins another."""
    piece: list[str] = []
    least, item = 0, False
    for line in lines:
        text = line.lstrip(" ")
        if not text or text.startswith("#"):
            continue
        indent = len(line) - len(text)
        begins = indent < least or (indent == least and item is not text.startswith("- "))
        if piece and begins:
            yield piece
            piece = []
        if not piece:
            least, item = indent, text.startswith("- ")
        piece.append(line)
    yield piece


def _parses(text: str, *, may_go_on: bool) -> bool:
    """Whether a text is YAML, or, if it may go on, its beginning."""
    try:
        for _ in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return may_go_on and mark is not None and mark.index >= len(text.rstrip())
    return True
