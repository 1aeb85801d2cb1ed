"""What is wrong in a template whatever its braces become: fields that its kind lacks, an API that is gone.

apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: {{ .Release.Name }}}

The rest of a template is known only when it is rendered. A finding is kept where the fields around it are
written without braces, and in no branch of a condition that it is not in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_lifecycle import REMOVED_API
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.intent.shapes_in_templates import has_certain_shape, without_key
from knotwork.snippets.intent.version_conditions import (
    asks_for_version,
    may_ask_for_version,
    version_variables,
)
from knotwork.snippets.lints.invalid_base64 import INVALID_BASE64
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.templates import CONTROL, WRITES_NOTHING, braces

_OF_VALUES = frozenset((INVALID_BASE64, UNKNOWN_VALUE))
"""The rules about a value, which has to be written without braces."""
_RULES = frozenset((UNKNOWN_FIELD, REMOVED_API, *_OF_VALUES))
_HEAD = lazy_regex(r"^(?:apiVersion|kind):[ \t]*([^\n]*)", re.MULTILINE)
_BEGINS = lazy_regex(
    r"\{\{-?\s*(?:if|range|with|define|block)\b|\{%[-+]?\s*(?:if|for|block|macro|filter|call|raw)\b"
)
_GOES_ON = lazy_regex(r"\{\{-?\s*else\b|\{%[-+]?\s*(?:elif|else)\b")
_ENDS = lazy_regex(r"\{\{-?\s*end\b|\{%[-+]?\s*end\w+")
_NAMED = lazy_regex(r"\{\{-?\s*define\b")
_INDENT = lazy_regex(r"\bn?indent\s+(\d+)")
_JOINS = re.compile(r"[-~]\}\}\s*\Z|-%\}\s*\Z")
_MOST = 1000
"""The most findings of one template that are looked at."""
_NEAR = 500
"""The most characters above a line that are searched for braces that join it to them."""
_Branches = tuple[str, ...]
"""The conditions around a place, the outermost first; those of `else` have their own offsets."""


class _Template(Struct, frozen=True):
    """A template, and the branches of its conditions."""

    written: str
    masked: str
    """The YAML it is read as, of the same length."""
    spans: Sequence[tuple[int, int]]
    """Those of its braces."""
    starts: Sequence[int]
    """The offsets from which on the branches are others."""
    branches: Sequence[_Branches]
    variables: frozenset[str]
    """Those that are set from a version."""

    def around(self, offset: int) -> _Branches:
        """The branches that a place is in."""
        return self.branches[bisect_right(self.starts, offset) - 1]


def certain_findings(
    document: Document, violations: Sequence[Violation], masked: str, written: str
) -> tuple[Violation, ...]:
    """Those of a document's violations, in the order of offsets, that no `{{ }}` can have to do with.

    `masked` is the YAML that the template was read as, `written` the template itself.
    """
    candidates = [own for own in violations if own.rule in _RULES or has_certain_shape(own, written, masked)][
        :_MOST
    ]
    if lacking := [*without_key(document.root, written)]:
        candidates = sorted([*candidates, *lacking], key=lambda violation: violation.start)
    if not candidates or len(masked) != len(written) or (template := _template(masked, written)) is None:
        return ()
    heads = list(_HEAD.finditer(written, document.start, document.end))
    if len(heads) != 2 or any("{" in head[1] or "<" in head[1] for head in heads):
        return ()
    head = {template.around(head.start()) for head in heads}
    if len(head) != 1:
        return ()
    around = head.pop()
    custom = _is_custom(heads)
    return tuple(
        replace(violation, severity=severity, repair=None, related=())
        for violation in candidates
        if (severity := _severity(violation, document, template, around, custom=custom)) is not None
    )


def _is_custom(heads: Sequence[re.Match[str]]) -> bool:
    """Whether a resource is a custom one: a chart may be made for another release of its definition."""
    group, slash, _ = next((head[1].strip("\"' ") for head in heads if head[0][0] == "a"), "").partition("/")
    return bool(slash) and "." in group and not group.endswith(".k8s.io")


def _severity(
    violation: Violation, document: Document, template: _Template, head: _Branches, *, custom: bool
) -> str | None:
    """How severe a violation is in a template; None: it may be none."""
    if violation.rule in _OF_VALUES and not _is_literal(violation.start, template):
        return None
    branches = template.around(violation.start)
    conditions = [branch for branch in branches if not _NAMED.match(branch)]
    if set(filter(_NAMED.match, branches)) != set(filter(_NAMED.match, head)):
        return None  # a named template may become a part of any manifest
    if branches[: len(head)] != head:
        return None
    if any(asks_for_version(condition, template.variables) for condition in conditions):
        return None
    guess = violation.severity == "info" or custom
    if violation.rule is REMOVED_API:
        return "info" if guess or any(map(may_ask_for_version, conditions)) else "warning"
    if not _is_certain(violation.start, document, template):
        return None
    return "info" if guess else "warning"


def _is_literal(start: int, template: _Template) -> bool:
    """Whether a value is in one line, without braces."""
    end = line_end(template.written, start)
    return template.written[start] not in "|>" and template.written[start:end] == template.masked[start:end]


def _is_certain(offset: int, document: Document, template: _Template) -> bool:
    """Whether the fields around a place are its own in each text that the template becomes."""
    written, masked = template.written, template.masked
    above: int | None = None
    for start in _fields_around(document.root, offset):
        line = line_start(written, start)
        end = masked.find(":", start) % (len(masked) + 1)
        if written[line:end] != masked[line:end] or _JOINS.search(written, max(0, line - _NEAR), line):
            return False
        if above is not None and not _is_below(above, start, line, template):
            return False
        above = start
    return above is not None


def _is_below(above: int, start: int, line: int, template: _Template) -> bool:
    """Whether a field is below another in each text: no branch ends between them, no braces open a level."""
    outer, inner = template.around(above), template.around(start)
    if inner[: len(outer)] != outer:
        return False
    written, width = template.written, start - line
    first = bisect_right(template.spans, (above, above))
    for begin, end in template.spans[first : bisect_right(template.spans, (start, start))]:
        if CONTROL.match(written, begin) or WRITES_NOTHING.match(written, begin):
            continue
        text = written[begin:end]
        indent = _INDENT.search(text)
        alone = not written[line_start(written, begin) : begin].strip()
        if (alone or indent is not None) and (indent is None or int(indent[1]) < width):
            return False
    return True


def _fields_around(root: yaml.Node | None, offset: int) -> Iterator[int]:
    """The offsets of the fields and items that a place is in, the outermost first, and of its own."""
    node = root
    while isinstance(node, yaml.CollectionNode):
        below: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.start_mark.index <= offset < max(value.end_mark.index, key.end_mark.index):
                    yield key.start_mark.index
                    below = value if offset >= key.end_mark.index else None
        else:
            for item in node.value:
                if item.start_mark.index <= offset < item.end_mark.index:
                    yield item.start_mark.index
                    below = item
        node = below


def _template(masked: str, written: str) -> _Template | None:
    """The template, with its branches; None: they cannot be told."""
    spans = list(braces(written))
    starts: list[int] = [0]
    branches: list[_Branches] = [()]
    around: _Branches = ()
    actions: list[tuple[str, _Branches]] = []
    for start, end in spans:
        text = written[start:end]
        actions.append((text, around))
        if _BEGINS.match(text):
            around = (*around, f"{text}{start}")
        elif _GOES_ON.match(text) and around:
            around = (*around[:-1], f"{around[-1]}{text}{start}")
        elif _ENDS.match(text) and around:
            around = around[:-1]
        elif CONTROL.match(text):
            return None
        else:
            continue
        starts.append(end)
        branches.append(around)
    return (
        None if not spans else _Template(written, masked, spans, starts, branches, version_variables(actions))
    )
