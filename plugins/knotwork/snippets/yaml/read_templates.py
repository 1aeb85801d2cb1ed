"""Blocks that are templates, as they are read: around their braces, or the marks of ytt."""

from __future__ import annotations

import yaml
from msgspec.structs import replace

from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.alternatives import without_alternatives
from knotwork.snippets.yaml.attempt_steps import Step, composed_in_parts, with_escapes_read
from knotwork.snippets.yaml.compose import Composed, broken_documents
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.template_errors import certain
from knotwork.snippets.yaml.template_keys import without_doubtful_keys
from knotwork.snippets.yaml.templates import YAML_TEMPLATE, begins_braces, braces, without_braces


def is_template(read: Composed) -> bool:
    """Whether there are braces outside of quotes and block scalars, where they would be text."""
    if next(braces(read.text), None) is None:
        return False
    return bool(broken_documents(read)) or any(
        begins_braces(read.text, node.start_mark.index)
        or (isinstance(node, yaml.ScalarNode) and not node.style and "{{" in node.value)
        for node in read.nodes
    )


def read_without_braces(read: Composed, text: str) -> Step:
    """A template that was read, without its braces, and that it is one."""
    written = read.text
    start, end = next(braces(written))
    read, violations = with_escapes_read(composed_in_parts(without_braces(written)), text)
    violations += [
        Violation(YAML_TEMPLATE, start, end, "a template: only the YAML around its `{{ }}` is checked")
    ]
    return without_alternatives(_certain(read, written)), violations


def _certain(read: Composed, written: str) -> Composed:
    """A template that was read, without errors that are none in what it may become."""
    kept = list(without_doubtful_keys(read.violations, read.text, written))
    return replace(read, violations=tuple(certain(kept, written)))


def of_ytt(read: Composed) -> Composed:
    """A template of ytt that was read, without repeated keys: ytt may leave one of them out."""
    once = (violation for violation in read.violations if violation.rule is not DUPLICATE_KEY)
    return replace(read, violations=tuple(once))
