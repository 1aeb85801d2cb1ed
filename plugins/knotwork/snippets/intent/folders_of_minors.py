"""Folders that are named after a minor of Kubernetes: `deploy/kubernetes-1.18/`, `1.20/`, `v1.18.2/`.

What became old after that minor was right in it: a label of nodes, an annotation that is a field now, a kind
of volumes. Removed APIs are the matter of `kept_for_old.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.violation import Violation, with_infos

_FOLDER = re.compile(
    r"(?:^|/)(?:(?:kubernetes|kube|k8s|eks|gke|aks|k3s|rke2?|minikube|kind|kubeadm)[-_.]?)?v?1\.([1-9]\d)"
    r"(?:\.(?:\d{1,2}|x))?"
    r"(?:-(?!plus|and|or|newer|later|above|up|to)[a-z][a-z-]{0,20})?(?=/)",
    re.IGNORECASE,
)
"""Such a folder, also `kubernetes-1.21-test/`; not `kubernetes-1.22-and-newer/`."""


_OF_APIS = (REMOVED_API, DEPRECATED_API)


def minor_of_folders(paths: Sequence[str]) -> int:
    """The newest minor after which a folder in some paths is named; 0 for none."""
    newest = 0
    for path in paths:
        for folder in _FOLDER.finditer(path):
            newest = max(newest, int(folder[1]))
    return newest


def as_of_folder(violations: Sequence[Violation], paths: Sequence[str]) -> Sequence[Violation]:
    """The violations of a document; as infos those that are given since a minor newer than its folder's.

    `paths`: of its note, and of its file.
    """
    minor = minor_of_folders(paths)
    if not minor:
        return violations
    help_ = f"Its folder is named after Kubernetes 1.{minor}, where it was right."
    return with_infos(violations, lambda own: _is_newer(own, minor), lambda _: help_)


def _is_newer(violation: Violation, minor: int) -> bool:
    if violation.rule in _OF_APIS or not violation.gone:
        return False
    return minor < int(violation.gone.partition(".")[2])
