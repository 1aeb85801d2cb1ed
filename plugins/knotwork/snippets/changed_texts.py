"""Another text for a document, as a fix would make it, is read and validated again."""

from __future__ import annotations

from collections.abc import Callable

from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Composed, Document, composed

ResultOf = Callable[[Document, str], Result]
"""Validates one of the documents of another text."""


def read_again(text: str, result_of: ResultOf) -> tuple[Composed, list[Violation]]:
    """Another text for a document as it is read, and the violations of it and of its documents."""
    read = composed(text)
    results = [result_of(document, text) for document in read.documents]
    return read, [*read.violations, *(violation for result in results for violation in result.violations)]
