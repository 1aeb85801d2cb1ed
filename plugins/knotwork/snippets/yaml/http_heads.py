"""The head of an HTTP message above its body: `POST /api/v1/namespaces`, `HTTP/1.1 200 OK`."""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_HEAD = lazy_regex(
    r"(?:[ \t]*\n)*[ \t]*(?P<line>(?:GET|POST|PUT|PATCH|DELETE)[ \t]+(?:https?:/)?/\S*(?:[ \t]+HTTP/[\d.]+)?"
    r"|HTTP/[\d.]+[ \t]+\d{3}\b[^\n]*)[ \t]*\n"
    r"(?:[ \t]*[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)*:[ \t]+\S[^\n]*\n)*"
)
_NOT_BLANK = re.compile(r"[^\n]+")


def http_head(text: str) -> re.Match[str] | None:
    """The first lines of a text, if they are the head of an HTTP message."""
    return _HEAD.match(text)


def without_head(text: str, head: re.Match[str]) -> str:
    """A text with comments of the same length in place of the head."""
    return _NOT_BLANK.sub(lambda line: "#" * len(line[0]), head[0]) + text[head.end() :]


def head_above(head: re.Match[str]) -> Violation:
    """The finding of such a head."""
    message = "not valid YAML: there is the head of an HTTP message above it"
    help_ = "Give it a block of its own, or name `http` as the language of this one."
    return Violation(YAML_SYNTAX, *head.span("line"), message, help_, severity="info")
