"""Pods without containers, and objects without metadata, that are whole but for them: they were forgotten.

Who applies one gets `Required value`.

Most files without containers are patches or data of tests. So it has to be all that is missing, in the one
manifest of its text that lacks them, with what a patch has no use for: the labels and the selector of a
workload, or the fields of a Pod. A Pod with one field, which the text above explains, shows that field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import MISSING_FIELD, PART, SHOWN_IN_PART
from knotwork.snippets.folders_of_tests import is_below
from knotwork.snippets.intent.states_of_objects import is_of_server
from knotwork.snippets.reduced_parts import at_path
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import text

_CONTAINERS = "containers"
_TEMPLATES = re.compile(r"^kind:[ \t]*[\"']?(?:Pod|Deployment|\w+Set|Job|CronJob)\b", re.MULTILINE)
_LISTS = re.compile(r"^[ \t-]*containers:", re.MULTILINE)
_CHANGES = re.compile(
    r"(?:^|[/_.-])(?:patch(?:es)?|overlays?|bases?|components?|kustomi[sz]e\w*|variants?|transformers?|updates?"
    r"|partials?|merge)(?=[/_.-])",
    re.IGNORECASE,
)
"""The names of files and folders of parts that a tool merges with others."""
_WHOLE = {
    "Deployment": ("spec.selector", "spec.template.metadata.labels"),
    "ReplicaSet": ("spec.selector", "spec.template.metadata.labels"),
    "StatefulSet": ("spec.selector", "spec.template.metadata.labels"),
    "DaemonSet": ("spec.selector", "spec.template.metadata.labels"),
    "Job": (),
    "CronJob": ("spec.schedule",),
    "Pod": (),
}
"""By kind, what a part of it would not have."""


_NAME_OF_FIELD = lazy_regex(r"`(?:[\w.\[\]]*\.)?([A-Za-z]\w+):?`")


def with_forgotten_containers(
    violations: Sequence[Violation], root: yaml.Node | None, written: str, paths: Sequence[str], above: str
) -> list[Violation]:
    """The violations of a manifest that is applied; as an error that it has no containers.

    `written`: the text with its other documents. `paths`: of its note, and of its file. `above`: what stands
    above its block.
    """
    if _shows_field(at_path(root, "spec"), above):
        return list(violations)
    return [_as_forgotten(own) if _is_forgotten(own, root, written, paths) else own for own in violations]


def _shows_field(spec: yaml.Node | None, above: str) -> bool:
    """Whether a spec has one field, and a text names that or one of those in it as code."""
    if not isinstance(spec, yaml.MappingNode) or len(spec.value) != 1 or "`" not in above:
        return False
    key, value = spec.value[0]
    within = [name for name, _ in value.value] if isinstance(value, yaml.MappingNode) else []
    return not {key_of(name) for name in (key, *within)}.isdisjoint(_NAME_OF_FIELD.findall(above))


def _is_forgotten(violation: Violation, root: yaml.Node | None, written: str, paths: Sequence[str]) -> bool:
    parent, _, name = violation.missing.rpartition(".")
    if violation.rule is not MISSING_FIELD or violation.help != SHOWN_IN_PART:
        return False
    if violation.together or is_of_server(root) or name not in (_CONTAINERS, "metadata"):
        return False
    if violation.missing == "metadata":
        version, kind = (text(at_path(root, path)) or "" for path in ("apiVersion", "kind"))
        is_builtin = schemas_of(NEWEST).kind(version, kind) is not None  # others may be files of programs
        return is_builtin and not _is_of_part(paths)
    pod = at_path(root, parent)
    needed = _WHOLE.get(text(at_path(root, "kind")) or "")
    if not isinstance(pod, yaml.MappingNode) or not pod.value or needed is None:
        return False
    if not text(at_path(root, "metadata.name")) or any(at_path(root, path) is None for path in needed):
        return False
    if len(_TEMPLATES.findall(written)) != len(_LISTS.findall(written)) + 1:
        return False
    return not _is_of_part(paths)


def _is_of_part(paths: Sequence[str]) -> bool:
    """Whether the path of a file says that it is a part, or data of a test."""
    of_tests = any(is_below(path, "data") or is_below(path, "of a program") for path in paths)
    return of_tests or any(map(_CHANGES.search, paths))


def _as_forgotten(violation: Violation) -> Violation:
    if violation.missing == "metadata":
        help_ = f"Every object has a name: add `metadata:` with `name:` below it. {PART}"
        return replace(violation, severity=None, message=f"metadata: {REQUIRED}", help=help_, path="")
    help_ = f"A pod has at least one container: add `containers:`. {PART}"
    return replace(violation, severity=None, message=f"{violation.missing}: {REQUIRED}", help=help_, path="")
