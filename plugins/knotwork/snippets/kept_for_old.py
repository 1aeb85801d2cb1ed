"""Manifests for an API that is gone, kept for old clusters beside those for the API that replaced it.

They are in a folder that is named after the old version (`crds/v1beta1/`), or the same object stands beside
them in a version that is served.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_lifecycle import REMOVED_API
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.lints.ingress_backend import INGRESS_BACKEND
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.values import text, value_at

_OF_OLD_FORM = frozenset((UNKNOWN_FIELD, INGRESS_BACKEND))
"""The rules about what the old form had and the new one has not."""
_FOLDER = "its folder is named after the old version"
_BESIDE = "the same object stands beside it in a version that is served"


def kept_for_old(
    violations: Sequence[Violation],
    root: yaml.Node | None,
    paths: Sequence[str],
    defined: Set[tuple[str, str]],
) -> list[Violation]:
    """The violations of a document; that of its API as an info where it is kept for old clusters.

    `paths`: of its note, and of its file. `defined`: the group and kind of what definitions of a version that
    is served define in the vault.
    """
    if not any(violation.rule is REMOVED_API for violation in violations):
        return list(violations)
    version = (text(value_at(root, "apiVersion")) or "").rpartition("/")[2]
    why = ""
    if any(f"/{version}/" in f"/{path}" for path in paths):
        why = _FOLDER
    elif text(value_at(root, "kind")) == "CustomResourceDefinition":
        spec = value_at(root, "spec")
        kind = (text(value_at(spec, "group")), text(value_at(value_at(spec, "names"), "kind")))
        why = _BESIDE if kind in defined else ""
    return [_as_info(violation, why) for violation in violations] if why else list(violations)


def beside_served(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> list[Sequence[Violation]]:
    """The violations of a note's documents; those of old APIs as infos where another is the same object."""
    old = [index for index, own in enumerate(violations) if any(v.rule is REMOVED_API for v in own)]
    served = {
        (*document.identity[1:3], document.directive.version)
        for index, document in enumerate(documents)
        if old and index not in old and document.result.mode == "full" and document.identity.api_version
    }
    kept = list(violations)
    for index in old:
        same = (*documents[index].identity[1:3], documents[index].directive.version)
        if all(same) and same in served:
            kept[index] = [_as_info(violation, _BESIDE) for violation in violations[index]]
    return kept


def _as_info(violation: Violation, why: str) -> Violation:
    if not is_error(violation):
        return violation
    if violation.rule in _OF_OLD_FORM:
        return replace(violation, severity="info", repair=None)
    if violation.rule is not REMOVED_API or " comes with " in violation.message:
        return violation
    return replace(violation, message=f"{violation.message}; {why}", severity="info", repair=None)
