"""Manifests that a note reduces to the part its text is about: a volume with its handle, a field of a claim.

Who forgets a field forgets one. Where several that stand side by side are missing at once, or all that a
`spec` has is one field, the others were left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import MISSING_FIELD, SHOWN_IN_PART
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.lints.job_restart_policy import JOB_RESTART_POLICY
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.violation import Violation, as_info, is_error
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import value_at

_HEAD = frozenset(("apiVersion", "kind", "metadata"))
_WHOLE = frozenset(("template", "jobTemplate", "versions", "rules"))
"""Fields that may be all that the writer knows of: what is missing beside them was forgotten."""
_STEP = lazy_regex(r"\[(?P<index>\d+)\]|(?P<name>[\w$-]+)")
_CHOICES = {
    f"{REQUIRED}: must specify a source": "spec.source",
    "must have exactly one version marked as storage version": "spec.versions[0].storage",
}
"""The messages about choices of which nothing is there, with a path for what is missing."""
_DATA = f"{REQUIRED}: a Secret of type "
"""How the message begins of a Secret without the data of its type."""


def with_reduced(violations: Sequence[Violation], root: yaml.Node | None, kind: str) -> Sequence[Violation]:
    """The violations of a manifest in a note; as one info for each part what a reduced one leaves out."""
    if not isinstance(root, yaml.MappingNode) or kind.endswith("List"):
        return violations
    if not any(violation.rule is MISSING_FIELD and is_error(violation) for violation in violations):
        return violations
    parts = dict(_reduced(_absent(violations, root), violations, root))
    if not parts:
        return violations
    return [*_joined(violations, parts, kind)]


def _absent(violations: Sequence[Violation], root: yaml.MappingNode) -> Mapping[str, dict[str, int]]:
    """The fields that are missing, by the path of what lacks them, with the indexes of their violations."""
    absent: dict[str, dict[str, int]] = defaultdict(dict)
    for index, violation in enumerate(violations):
        parent, _, name = missing_path(violation).rpartition(".")
        if name and name not in _HEAD and _lacks(at_path(root, parent), name, violation.start):
            absent[parent].setdefault(name, index)
    return absent


_OF_ABSENCE = frozenset((MISSING_FIELD, JOB_RESTART_POLICY))


def missing_path(violation: Violation) -> str:
    """The path of the field that a violation is about the absence of; empty for another violation."""
    if not is_error(violation):
        return ""
    if violation.rule is ONE_OF:
        return _CHOICES.get(violation.message, "")
    if violation.message.startswith(_DATA):
        return "data"
    path, required, more = violation.message.partition(f": {REQUIRED}")
    return path if violation.rule in _OF_ABSENCE and required and not more.startswith(";") else ""


def at_path(root: yaml.Node | None, path: str) -> yaml.Node | None:
    """What stands at a path."""
    node = root
    for step in _STEP.finditer(path):
        if step["name"]:
            node = value_at(node, step["name"])
        else:
            items = node.value if isinstance(node, yaml.SequenceNode) else []
            node = items[int(step["index"])] if int(step["index"]) < len(items) else None
    return node


def _lacks(node: yaml.Node | None, name: str, start: int) -> bool:
    """Whether a mapping does not have a field, and an offset is that of the mapping, or of a field in it."""
    if not isinstance(node, yaml.MappingNode) or any(key_of(key) in (name, "<<") for key, _ in node.value):
        return False
    own = (part.start_mark.index for pair in node.value for part in pair)
    return start == node.start_mark.index or start in own


def _reduced(
    absent: Mapping[str, dict[str, int]], violations: Sequence[Violation], root: yaml.MappingNode
) -> Iterator[tuple[str, dict[str, int]]]:
    """The parts that are reduced: their paths, and what they lack."""
    unknown = {
        violation.path.rpartition(".")
        for violation in violations
        if violation.rule is UNKNOWN_FIELD and violation.path
    }
    parents = {parent for parent, _, _ in unknown}
    names = {name for _, _, name in unknown}
    nameless = "name" in absent.get("metadata", ()) and not absent.keys().isdisjoint(("", "spec"))
    for parent, fields in absent.items():
        if parent in parents or not names.isdisjoint(fields):
            continue  # they may be there, under another name or elsewhere
        if len(fields) > 1 or nameless or _is_lone(root, parent):
            yield parent, fields


def _is_lone(root: yaml.MappingNode, parent: str) -> bool:
    """Whether all that a manifest, or its spec, has of its own is one field that is no whole part.

    Or a manifest is shown for its name only.
    """
    node = at_path(root, parent) if parent in ("", "spec") else None
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    own = [name for key, _ in pairs if (name := key_of(key)) not in _HEAD or parent]
    is_part = (len(own) == 1 and own[0] not in _WHOLE) or (not own and not parent)
    return is_part and value_at(root, "metadata") is not None


def _joined(
    violations: Sequence[Violation], parts: Mapping[str, dict[str, int]], kind: str
) -> Iterator[Violation]:
    """The violations, one for each reduced part; of a manifest that is reduced nothing else is missing."""
    first = {next(iter(fields.values())): parent for parent, fields in parts.items()}
    others = {index for fields in parts.values() for index in fields.values()}
    at_top = not parts.keys().isdisjoint(("", "spec"))
    for index, violation in enumerate(violations):
        if index in first:
            parent = first[index]
            paths = [f"{parent}.{name}".removeprefix(".") for name in parts[parent]]
            many = f"{any_of(paths, 'and')} are missing"
            message = f"this {kind} is shown in part: {many if len(paths) > 1 else f'it has no {paths[0]}'}"
            joined = replace(as_info(violation), rule=MISSING_FIELD, message=message)
            yield replace(joined, help=SHOWN_IN_PART, path="", together=len(paths) > 1)
        elif index not in others:
            reduced = at_top and violation.rule is MISSING_FIELD and is_error(violation)
            yield as_info(violation) if reduced else violation
