"""Sentences between the manifests of a block: a note as a whole in it, or one that is never closed.

apiVersion: v1
kind: Namespace
metadata: {name: web}

Then apply it, and look at what is running.    no field, whatever colons it has
"""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_SENTENCE = lazy_regex(
    r"^(?=[^\n]{0,2000}[.:!?][)*_\"'”]{0,3}[ ]{0,3}$)"
    r"(?:[*_>]{1,3}[ ]?)?[A-Z][\w'’`*_-]{0,30},?(?:[ ]{1,3}[^\s]+){3}"
    r"|^[A-Z][a-z’']{0,20}(?:[ ][\w'’,-]{1,30}){4,60}[ ]*$",
    re.MULTILINE,
)
"""A line of at least four words that ends as a sentence does, or of five words and no signs."""
_LEAD = lazy_regex(r"[A-Z][a-z’']{0,20}(?:[ ][\w'’,-]{1,30}){1,8}:[ ]*$", re.MULTILINE)
"""A line that announces what stands below it: `Create it:`."""
_HEAD = lazy_regex(r"^(?:apiVersion|kind):", re.MULTILINE)
_FIELD = re.compile(r"[\"']?[\w./$-]+[\"']?:(?:[ \t]|$)|---|\{\{|[#\]}]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MARKS = lazy_regex(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
"""Marks of another block: this one is to be closed above them."""
_OPENS_TEXT = re.compile(r"(?:[^#\n]*[:-][ \t]+)?[|>][-+\d]{0,2}[ \t]*$")
"""The end of a line below which a text stands, that may only lack its indentation."""
_ITEM = re.compile(r"(?:[-*+]|\d{1,2}[.)])[ ]+")
_FEWEST = 2
"""So many lines are no stray one."""
_MESSAGE = "not valid YAML: there is prose among the YAML"
_HELP = "Give each manifest a block of its own, or write `# ` in front of what is no YAML."


def without_prose(text: str, compose: Callable[[str], Composed]) -> tuple[str, Violation | None]:
    """A text with comments of the same length in place of its sentences, and the finding of the first.

    `compose` reads a text. What stands below one at the margin belongs to it, up to the next field; a
    manifest below begins another document. None, and the text as it is, where there are no manifests or
    hardly any sentences.
    """
    if not _SENTENCE.search(text) or not _HEAD.search(text) or _MARKS.search(text):
        return text, None
    lines = _LINES.findall(text)
    prose = _prose(lines)
    if len(prose) < _FEWEST or not _is_wrong(compose(text)):
        return text, None
    parts: list[str] = []
    separator = -1  # the first line of prose since the last field
    for number, line in enumerate(lines):
        bare = line.rstrip("\n")
        if number in prose:
            separator = number if separator == -1 else separator
            parts.append("#" * len(bare) + line[len(bare) :])
            continue
        if separator > 0 and line.startswith("apiVersion:"):
            above = lines[separator].rstrip("\n")
            parts[separator] = "--- ".ljust(len(above), "#") + lines[separator][len(above) :]
        if bare and not line.startswith("#"):
            separator = -1
        parts.append(line)
    start = sum(map(len, lines[: min(prose)]))
    end = start + len(lines[min(prose)].rstrip("\n"))
    return "".join(parts), Violation(YAML_SYNTAX, start, end, _MESSAGE, _HELP, severity="info")


def _is_wrong(read: Composed) -> bool:
    """Whether a text cannot be read, or has words as the name of a field at its margin."""
    roots = (document.root for document in read.documents)
    return broken_documents(read) > 0 or any(
        " " in key_of(key) for root in roots if isinstance(root, yaml.MappingNode) for key, _ in root.value
    )


def _prose(lines: list[str]) -> set[int]:
    """The numbers of the lines that are sentences, or stand below one; not those right below `text: |`."""
    prose: set[int] = set()
    below = is_text = False
    for number, line in enumerate(lines):
        if not line.strip() or line[0] == "#":
            continue
        item = _ITEM.match(line) if not number or not lines[number - 1].strip() else None
        words = line[item.end() :] if item is not None else line
        is_text = line[0] != " " and is_text and _FIELD.match(line) is None
        if is_text:
            continue
        if _SENTENCE.match(words) is not None or _LEAD.match(line) is not None:
            below = True
        elif _FIELD.match(line) is not None:
            below = False
        if below:
            prose.add(number)
        else:
            is_text = _OPENS_TEXT.match(line) is not None
    return prose
