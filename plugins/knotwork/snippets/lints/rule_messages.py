"""What stands beside the expression of a rule in a CustomResourceDefinition: message, reason and field."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED, invalid, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, may_be_there
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.schema_keywords import LIST_TYPE, PRESERVE
from knotwork.snippets.lints.schema_nodes import schema_nodes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_true, literal

_RULES, _MAP_TYPE = "x-kubernetes-validations", "x-kubernetes-map-type"
_REASONS = ("FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate")
"""Source: `FieldValueErrorReason` in k8s.io/apiextensions-apiserver (pkg/apis/apiextensions/v1)."""
_PATH = lazy_regex(r"(?:\.[A-Za-z_]\w*|\['[^']+'\])+", re.ASCII)
_STEP = re.compile(r"\.(\w+)|\['([^']+)'\]")
_TEXTS = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=(_RULES,))
def rule_messages(manifest: Manifest) -> Iterator[Violation]:
    """What is said of the rules of a definition, and where they see the old value."""
    alone: list[str] = []  # the places whose old values nobody can tell
    for schema in schema_nodes(manifest):
        fields = schema.fields
        if literal(given(fields, "type")) == "array" and literal(given(fields, LIST_TYPE)) != "map":
            alone.append(f"{schema.path}.items")
        elif literal(given(fields, _MAP_TYPE)) == "atomic":
            alone += [f"{schema.path}.properties.", f"{schema.path}.additionalProperties"]
        for rule in manifest.maps(given(fields, _RULES)):
            yield from _messages(rule)
            yield from _reason(rule)
            yield from _field(manifest, fields, rule)
            node = given(rule, "rule")
            written = literal(node)
            if node is None or not written or not schema.path.startswith(tuple(alone)):
                continue
            if re.search(r"\boldSelf\b", _TEXTS.sub("", written)):
                message = invalid(node, "oldSelf cannot be used where an item has no old one")
                help_ = f"Write the rule above the list, or make it a map: `{LIST_TYPE}: map`."
                yield at_node(INVALID_VALUE, node, message, help_)


def _messages(rule: Fields) -> Iterator[Violation]:
    written = literal(given(rule, "rule"))
    message = given(rule, "message")
    shown = literal(message)
    others = {name: pair for name, pair in rule.items() if name != "messageExpression"}
    if written and "\n" in written.strip() and not may_be_there("message", others):
        wrong = f"{REQUIRED}: message must be specified if rule contains line breaks"
        help_ = "Add `message:`, or write the rule on one line."
        yield at_node(MISSING_FIELD, rule["rule"][0], wrong, help_)
    for name in ("message", "messageExpression"):
        value = given(rule, name)
        text = literal(value)
        if value is not None and text and not text.strip():
            yield at_node(INVALID_VALUE, value, invalid(value, "must be non-empty if specified"), "Write it.")
    if message is not None and shown and "\n" in shown.strip():
        yield at_node(
            INVALID_VALUE, message, invalid(message, "must not contain line breaks"), "Write one line."
        )


def _reason(rule: Fields) -> Iterator[Violation]:
    node = given(rule, "reason")
    written = literal(node)
    if node is not None and written is not None and written not in _REASONS:
        message = unsupported(written, _REASONS)
        yield at_node(UNKNOWN_VALUE, node, message, "Write `FieldValueInvalid`, or leave it out.")


def _field(manifest: Manifest, fields: Fields, rule: Fields) -> Iterator[Violation]:
    node = given(rule, "fieldPath")
    written = literal(node)
    if node is None or not written:
        return
    if not _PATH.fullmatch(written):
        message = invalid(node, "must be a valid path")
        yield at_node(
            INVALID_VALUE, node, message, "Begin it with `.`, such as `.spec`, and without indexes."
        )
        return
    known: Fields = fields
    for match in _STEP.finditer(written):
        below: yaml.Node | None = given(known, "properties")
        name = match[1] or match[2]
        if is_true(given(known, PRESERVE)) or manifest.partial:
            return
        if name in manifest.pairs(below):
            known = manifest.pairs(manifest.pairs(below)[name][1])
        elif isinstance(given(known, "additionalProperties"), yaml.MappingNode):
            known = manifest.pairs(given(known, "additionalProperties"))
        elif name not in ("metadata", "apiVersion", "kind"):
            message = invalid(node, f"must be a valid path: the schema has no {name}")
            yield at_node(INVALID_VALUE, node, message, "Name a field of the schema that the rule is in.")
            return
        else:
            return
