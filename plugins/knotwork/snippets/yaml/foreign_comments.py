"""Comments of other languages: `// filepath: web.yaml`, `/* … */`, `-- note`, `; note`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import yaml

from knotwork.model.line_offsets import line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_COMMENT = lazy_regex(
    r"^[ \t]*(?P<line>//|<!--|--(?=[ \t])(?![ \t]+[\w./-]+:(?:[ \t]|$))|;+(?=[ \t]))[^\n]*$"
    r"|^[ \t]*(?P<block>/\*)(?>(?:[^*\n]|\*(?!/)|\n(?![ \t]*/\*)){0,2000})\*/[ \t]*$"
    r"|(?:(?<=[\"'\]}\[{,:0-9A-Za-z|>])|(?<=[|>][-+]))"
    r"[ \t]+(?P<behind>//(?=[ \t<\w\"'(\u4e00-\u9fff])|/\*)[^\n]*$",
    re.MULTILINE,
)
_LINE_OF_BLOCK = lazy_regex(r"^([ \t]*)([^ \t\n]{1,2})", re.MULTILINE)


def may_have_foreign_comment(text: str) -> bool:
    """Whether `without_foreign_comments` may find something in a text: quick, and often wrong."""
    if "//" in text or "/*" in text or "-- " in text:
        return True
    return (";" in text and "; " in text) or ("<" in text and "<!--" in text)


def without_foreign_comments(
    read: Composed, compose: Callable[[str], Composed]
) -> tuple[Composed, list[Violation]]:
    """A text that was read, with YAML's comments in place of those of other languages, and their finding.

    They are comments where YAML cannot be read with them, or where a key or a value would begin with their
    marks.
    `compose` reads a text.
    """
    comments = list(_COMMENT.finditer(read.text))
    if not comments:
        return read, []
    broken = broken_documents(read)
    if not broken:
        keys = _offsets_of_keys(read)
        comments = [comment for comment in comments if not comment["behind"] and _start(comment) in keys]
        if not comments:
            return read, []
    commented = compose(_commented(read.text, comments))
    if broken_documents(commented) > broken or (broken and _stop(commented) <= _stop(read)):
        return read, []
    texts = _texts(commented)
    comments = [
        comment for comment in comments if not any(start <= _start(comment) < end for start, end in texts)
    ]
    if not comments:
        return read, []
    return compose(_commented(read.text, comments)), [_violation(read.text, comments)]


def _commented(text: str, comments: Sequence[re.Match[str]]) -> str:
    parts, at = [], 0
    for comment in comments:
        start = _start(comment)
        parts.append(text[at:start])
        if comment["block"]:
            parts.append(_LINE_OF_BLOCK.sub(_as_comment, text[start : comment.end()]))
        else:
            width = len(comment["line"] or comment["behind"])
            parts.append("#".ljust(width) + text[start + width : comment.end()])
        at = comment.end()
    return "".join((*parts, text[at:]))


def _as_comment(line: re.Match[str]) -> str:
    return line[1] + "#".ljust(len(line[2]))


def _start(comment: re.Match[str]) -> int:
    return comment.start(comment.lastgroup or 0)


def _violation(text: str, comments: Sequence[re.Match[str]]) -> Violation:
    first = comments[0]
    start = _start(first)
    mark = first[first.lastgroup or 0]
    more = f", and {len(comments) - 1} more below" if len(comments) > 1 else ""
    message = f"`{mark}` does not begin a comment in YAML{more}"
    repair = None
    if not any(comment["block"] or comment["behind"] == "/*" for comment in comments):
        marks = [comment.span(comment.lastgroup or 0) for comment in comments]
        changes = tuple(
            (start, end, "#" if text[end : end + 1] in (" ", "\t") else "# ") for start, end in marks
        )
        repair = Repair("Write `#`", (), changes)
    return Violation(
        YAML_SYNTAX, start, line_end(text, start), message, "Begin comments with ` # `.", repair=repair
    )


def _stop(read: Composed) -> int:
    """Where the first document that cannot be read is broken; the end of the text: all can be read."""
    stops = [violation.start for violation in read.violations if violation.rule is YAML_SYNTAX]
    return min(stops, default=len(read.text))


def _offsets_of_keys(read: Composed) -> set[int]:
    """The offsets of keys, and of values that are such a comment as a whole: `// fields`."""
    return {
        node.start_mark.index
        for mapping in read.nodes
        if isinstance(mapping, yaml.MappingNode)
        for key, value in mapping.value
        for node in (key, value)
        if isinstance(node, yaml.ScalarNode) and not node.style and (node is key or _is_comment(node.value))
    }


def _is_comment(value: str) -> bool:
    return value.startswith("// ")


def _texts(read: Composed) -> list[tuple[int, int]]:
    """The extents of the texts in quotes, and in block scalars below the line of their `|`."""
    return [
        (
            line_end(read.text, node.start_mark.index) if node.style in "|>" else node.start_mark.index,
            node.end_mark.index,
        )
        for node in read.nodes
        if isinstance(node, yaml.ScalarNode) and node.style
    ]
