"""Whether a document that is valid otherwise has placeholders: `image: <your image>` is not what runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.validation import Result
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.placeholders import is_literal, is_literal_name, is_placeholder_node

_MAY_HOLD = lazy_regex(
    r"[<$@%{\[…]|\.\.\.|[Yy]our|YOUR|[xX]{3}|\?\?|__|Here\b|: \(|[A-Z]_[A-Z]|: [A-Z]{3}|-[A-Z]{3}"
)
"""What a text with a placeholder has: most texts are ruled out by it."""
_TEXTS = frozenset(
    (
        *("annotations", "args", "binaryData", "command", "data", "stringData"),
        *("description", "env", "expression", "fieldPath", "jsonPath", "message", "messageExpression"),
        *("openAPIV3Schema", "pattern", "rule", "status", "subPathExpr", "valueExpression", "exec"),
    )
)
"""The fields with texts of any kind, in which `$(NAME)`, `<b>` and `...` mean themselves."""
_NAMES = frozenset(("name", "namespace"))
_SINGLE = re.compile(r"image|namespace|host|path|server|cidr|type|\w*[nN]ame")
"""The fields that are no lists: a word in brackets is a placeholder there."""
_LONGEST = 200


def with_placeholders(result: Result, root: yaml.Node | None, text: str) -> Result:
    """A result that says so where a document for Kubernetes has placeholders and is valid otherwise.

    `text`: the document. Custom resources keep their result: what their texts mean is not known.
    """
    if result.verdict != "valid" or root is None or not (result.manifests or result.mode == "fragment"):
        return result
    if result.mode not in ("full", "fragment") or _MAY_HOLD.search(text) is None:
        return result
    return replace(result, verdict="placeholders") if any(_placeholders(root)) else result


def _placeholders(root: yaml.Node) -> Iterator[bool]:
    """Whether each value of a tree is a placeholder, or has one within."""
    waiting, seen = [("", root)], set[int]()
    while waiting:
        name, node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            if node.style not in ("|", ">") and len(node.value) <= _LONGEST:
                yield not (is_literal_name if name in _NAMES else is_literal)(node.value)
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield is_placeholder_node(node, for_one_value=_SINGLE.fullmatch(name) is not None)
        if isinstance(node, yaml.SequenceNode):
            waiting += [(name, item) for item in node.value]
        elif isinstance(node, yaml.MappingNode):
            waiting += [(key_of(key), value) for key, value in node.value if key_of(key) not in _TEXTS]
