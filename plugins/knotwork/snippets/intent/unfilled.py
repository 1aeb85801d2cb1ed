"""Whether a document that is valid otherwise has placeholders: `image: <your image>` is not what runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import INVALID_QUANTITY
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.lints.invalid_base64 import INVALID_BASE64
from knotwork.snippets.lints.labels import INVALID_LABEL
from knotwork.snippets.snippet import Verdict
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.placeholders import (
    is_literal,
    is_literal_name,
    is_placeholder,
    is_placeholder_node,
)
from knotwork.snippets.yaml.values import text, value_at

_PARTS = (*"<$@%{[…|", "...", "your", "Your", "YOUR", "xxx", "XXX", "??", "__", "Here", ": (")
_CAPITALS = re.compile("[A-Z][A-Z_][A-Z]")
"""With `_PARTS`, what a text with a placeholder has: most texts are ruled out by it."""
_TEXTS = frozenset(
    (
        *("annotations", "args", "binaryData", "command", "data", "stringData"),
        *("description", "exec", "expression", "fieldPath", "jsonPath", "message", "messageExpression"),
        *("openAPIV3Schema", "pattern", "rule", "status", "subPathExpr", "value", "valueExpression"),
    )
)
"""The fields with texts of any kind, in which `$(NAME)`, `<b>` and `...` mean themselves."""
_SINGLE = re.compile(r"image|host|path|server|cidr|type|name(?:space)?|\w*(?:Name|Port)|port")
"""The fields that are no lists: a word in brackets is a placeholder there."""
_NAMES = frozenset(("name", "namespace"))
_CHOICE = re.compile(r"\w+(?: \| \w+)+")
"""`Always | OnFailure`"""
_OF_VALUES = frozenset(
    (
        *(INVALID_NAME, INVALID_LABEL, INVALID_VALUE, UNKNOWN_VALUE, WRONG_TYPE),
        *(INVALID_QUANTITY, INVALID_BASE64),
    )
)
"""The rules about values, which may be to be filled in."""
_LONGEST = 200


def with_placeholders(result: Result, root: yaml.Node | None, written: str) -> Result:
    """A result that says so where a document for Kubernetes has placeholders and is valid otherwise.

    `written`: the document. Custom resources keep their result: what their texts mean is not known.
    """
    if result.verdict != "valid" or root is None or not (result.manifests or result.mode == "fragment"):
        return result
    if result.mode not in ("full", "fragment") or not _may_hold(written):
        return result
    return replace(result, verdict="placeholders") if any(_placeholders(root)) else result


def _may_hold(written: str) -> bool:
    for part in _PARTS:
        if part in written:
            return True
    return _CAPITALS.search(written) is not None


def unsure(verdict: Verdict, violations: Iterable[Violation]) -> Verdict:
    """The verdict of a document without errors: what may be one, and is reported as an info, is not valid."""
    if verdict != "valid":
        return verdict
    infos = [violation for violation in violations if violation.severity == "info"]
    lowered = {violation.rule for violation in infos if violation.rule.severity == "error"}
    if not lowered:
        return verdict
    return "placeholders" if lowered <= _OF_VALUES else "unchecked"


def _placeholders(root: yaml.Node) -> Iterator[bool]:
    """Whether each value of a tree is a placeholder, or has one within; and each key as a whole."""
    secret = text(value_at(root, "kind")) == "Secret"
    waiting, seen = [("", root)], set[int]()
    while waiting:
        name, node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            if node.style not in ("|", ">") and len(node.value) <= _LONGEST:
                yield not _is_final(name, node.value)
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.CollectionNode) and node.flow_style:
            yield is_placeholder_node(node, for_one_value=_SINGLE.fullmatch(name) is not None)
        if isinstance(node, yaml.SequenceNode):
            waiting += [(name, item) for item in node.value]
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                written = key_of(key)
                yield is_placeholder(written)
                # what a Secret has as data is base64 of something
                if name == "env" and written == "name":
                    written = "key"  # names of variables are in capitals
                if written not in _TEXTS or (secret and written == "data"):
                    waiting.append((written, value))
                elif isinstance(value, yaml.MappingNode):
                    yield from (is_placeholder(key_of(below)) for below, _ in value.value)


def _is_final(name: str, written: str) -> bool:
    """Whether the value of a field is not to be filled in."""
    if " | " in written and _CHOICE.fullmatch(written):
        return False
    is_name = name in _NAMES or name.endswith("Name")
    return is_literal_name(written) if is_name else is_literal(written)
