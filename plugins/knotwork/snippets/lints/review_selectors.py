"""What a question about permissions selects: by requirements, or by a selector in one text."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import REQUIRED, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, text_of

_GROUP = "authorization.k8s.io"
_KINDS = ("SubjectAccessReview", "LocalSubjectAccessReview", "SelfSubjectAccessReview")
_SELECTORS = ("labelSelector", "fieldSelector")
_KNOWN = frozenset(("rawSelector", "requirements"))


@lint(*(f"{_GROUP}/{kind}" for kind in _KINDS), fields=_SELECTORS)
def review_selectors(manifest: Manifest) -> Iterator[Violation]:
    """A selector has requirements or a text, and not both."""
    for name in _SELECTORS:
        for node, where in nodes_at(manifest, f"spec.resourceAttributes.{name}"):
            fields = manifest.pairs(node)
            raw, listed = given(fields, "rawSelector"), items(given(fields, "requirements"))
            if raw is not None and text_of(raw) and listed:
                message = invalid(raw, "may not be specified at the same time as requirements")
                yield at_node(INVALID_VALUE, raw, message, "Keep one of them.")
            elif not listed and not text_of(raw) and fields.keys() <= _KNOWN and not manifest.partial:
                start = node.start_mark.index
                message = f"{where}.requirements: {REQUIRED}: requirements or rawSelector is required"
                help_ = "List a requirement, or remove the selector."
                yield Violation(MISSING_FIELD, start, start + 1, message, help_, path="")
