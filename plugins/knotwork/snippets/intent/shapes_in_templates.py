"""Lists in place of mappings, and references without their key, which a template writes in any case.

labels:
  - app: {{ .Chart.Name }}
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.locate import path_at
from knotwork.snippets.yaml.nodes import key_of, nodes

_FIRST = lazy_regex(r"[^\n:]*:[ \t]*\n(?:[ \t]*\n)*[ \t]*(?P<item>- +)?[A-Za-z][\w./-]*:(?=[ \t\n])")
_FIELD = lazy_regex(r"[ \t]*[A-Za-z][\w.-]*:[ \t]+[^\s|>&*]")
_REFERENCES = ("configMapKeyRef", "secretKeyRef")
_MOST_LINES = 4


def has_certain_shape(violation: Violation, written: str, masked: str) -> bool:
    """Whether a value of a wrong shape is written without braces. `masked`: as it is read, as long."""
    if violation.due not in ("object", "array"):
        return False
    first = _FIRST.match(written, violation.start)
    if first is None or bool(first["item"]) is not (violation.due == "object"):
        return False
    return written[violation.start : first.end()] == masked[violation.start : first.end()]


def without_key(root: yaml.Node | None, written: str) -> Iterator[Violation]:
    """The references to a ConfigMap or a Secret of a container's variables that have no key."""
    if root is None or "KeyRef:" not in written:
        return
    for node in nodes(root):
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key_of(key) in _REFERENCES and _has_name_only(value) and _is_of_fields(written, value):
                start, end = value.value[0][0].start_mark.index, value.value[0][0].end_mark.index
                path = f"{path_at(root, key.start_mark.index, key.end_mark.index)}.key"
                help_ = "Add `key:`, that of the value."
                yield Violation(MISSING_FIELD, start, end, f"{path}: {REQUIRED}", help_, path="")


def _has_name_only(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and {key_of(key) for key, _ in node.value} == {"name"}


def _is_of_fields(written: str, node: yaml.Node) -> bool:
    """Whether nothing but fields with values stands in a mapping in lines, so that no braces write one."""
    start = node.start_mark.index
    line = line_start(written, start)
    indent = start - line
    if written[line:start].strip():
        return False
    for _ in range(_MOST_LINES):
        if _FIELD.match(written, line) is None:
            return False
        line = line_end(written, line) + 1
        below = written[line : line_end(written, line)]
        if not below.strip() or below.lstrip().startswith(("{{", "{%", "#")):
            return False  # braces may write another field
        if len(below) - len(below.lstrip()) < indent:
            return True
    return False
