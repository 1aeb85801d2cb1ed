"""What is wrong with the text of a document as YAML, and in the document: which of both counts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.snippets.directives import UNKNOWN_STATE, Directive
from knotwork.snippets.identity import identity
from knotwork.snippets.refused_characters import without_explained
from knotwork.snippets.repeated_parts import without_foreign_parts
from knotwork.snippets.snippet import Mode
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.confusables import CONFUSABLE_CHARACTER
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY, for_kubernetes
from knotwork.snippets.yaml.elisions import LONE_ELLIPSIS
from knotwork.snippets.yaml.escapes import YAML_ESCAPE
from knotwork.snippets.yaml.foreign_tags import YAML_TAG
from knotwork.snippets.yaml.limits import YAML_LIMIT
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX
from knotwork.snippets.yaml.tab_indentation import YAML_TAB_INDENT
from knotwork.snippets.yaml.template_indents import TEMPLATE_INDENT
from knotwork.snippets.yaml.templates import YAML_TEMPLATE

TEXT_RULES = frozenset(
    (
        YAML_SYNTAX,
        CONFUSABLE_CHARACTER,
        YAML_TAB_INDENT,
        YAML_LIMIT,
        YAML_ESCAPE,
        YAML_TAG,
        YAML_TEMPLATE,
        TEMPLATE_INDENT,
        DUPLICATE_KEY,
    )
)
"""The rules about any YAML, for Kubernetes or not."""


def without_intended(
    result: Result, of_text: Sequence[Violation], directive: Directive, document: Document
) -> tuple[list[Violation], list[Violation]]:
    """The violations of a document and of its text, without those that others explain or that are meant."""
    own = [
        _moved(violation, document.start) if violation.rule is UNKNOWN_STATE else violation
        for violation in result.violations
    ]
    if result.schema and result.mode in ("full", "partial", "patch", "fragment"):
        of_text = [_for_kubernetes(violation) for violation in of_text]
    own, of_text = without_explained(without_foreign_parts(own, of_text, document.root), of_text)
    is_manifest = result.mode == "template" and _is_manifest(document)
    return own, [
        violation
        for violation in of_text
        if (is_manifest and violation.rule is CONFUSABLE_CHARACTER)
        or not _is_intended(violation, directive, result.mode)
    ]


def _is_manifest(document: Document) -> bool:
    """Whether a template is that of a manifest, whose values are seldom texts for readers."""
    stated = identity(document.root)
    return bool(stated.api_version and stated.kind)


def _moved(violation: Violation, by: int) -> Violation:
    return replace(violation, start=violation.start + by, end=violation.end + by)


def _for_kubernetes(violation: Violation) -> Violation:
    """The violation in a document for Kubernetes, whose programs disagree about duplicate keys."""
    if violation.rule is not DUPLICATE_KEY or violation.severity == "info":
        return violation
    return for_kubernetes(violation)


def _is_intended(violation: Violation, directive: Directive, mode: Mode) -> bool:
    """Whether the directive allows a violation, or the mode of the document excludes its rule."""
    rule = violation.rule
    if rule is CONFUSABLE_CHARACTER and mode in ("other", "template", "syntax"):
        return violation.severity is not None  # what is part of a value may be meant
    match mode:
        case "skip":
            return True
        case "other":
            return rule not in TEXT_RULES or rule is YAML_TAG
        case "partial":
            return rule is LONE_ELLIPSIS and directive.mode == "partial"
        case "template" | "syntax":
            requested = directive.mode in ("template", "syntax")
            return rule is YAML_TAG or (rule is YAML_TEMPLATE and requested)
        case _:
            return False
