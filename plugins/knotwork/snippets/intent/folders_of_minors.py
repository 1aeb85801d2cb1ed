"""Folders that are named after a minor of Kubernetes: `kubernetes-1.18/`, `k8s/1.20/`, `eks-1.21-test/`.

What became old after that minor was right in it: a label of nodes, an annotation that is a field now, a kind
of volumes. Removed APIs are the matter of `kept_for_old.py`; for those `1.20/` is enough, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.violation import Violation, with_infos

_KUBERNETES = r"(?:kubernetes|kube|k8s|eks|gke|aks|k3s|rke2|kind|kubeadm)"
"""What has the versions of Kubernetes, or none like them (kind); minikube and RKE have others."""
_FOLDER = re.compile(
    rf"(?:^|/)(?P<word>{_KUBERNETES}(?:[-_.]?(?:versions?|clusters?|releases?|manifests?))?/"
    rf"|{_KUBERNETES}[-_.]?)?v?1\.(?P<minor>[1-9]\d)(?:\.(?:\d{{1,2}}|x))?"
    r"(?P<suffix>-[a-z][a-z-]{0,20})?(?=/)",
    re.IGNORECASE,
)
_AND_NEWER = re.compile(
    r"-(?:plus|and|or|newer|new|later|latest|above|up|upwards?|to|on|onwards?|beyond|ready|forwards?|after|post"
    r"|since|from|min|minimum|compat\w*|support\w*|next|future|migrat\w*|upgrad\w*|updat\w*|fix\w*)(?![a-z])",
    re.IGNORECASE,
)
"""What makes it that minor and newer ones: `kubernetes-1.22-and-newer/`, `k8s-1.22-ready/`."""


_OF_APIS = (REMOVED_API, DEPRECATED_API)


def minor_of_folders(paths: Sequence[str], *, certain: bool = False) -> int:
    """The newest minor after which a folder in some paths is named; 0 for none.

    `certain`: the folder, or the one around it, names Kubernetes: `istio/1.18/` does not.
    """
    newest = 0
    for path in paths:
        for folder in _FOLDER.finditer(path):
            suffix = folder["suffix"] or ""
            if folder["word"] or not (certain or suffix):
                newest = max(newest, 0 if _AND_NEWER.search(suffix) else int(folder["minor"]))
    return newest


def as_of_folder(violations: Sequence[Violation], paths: Sequence[str]) -> Sequence[Violation]:
    """The violations of a document; as infos those that are given since a minor newer than its folder's.

    `paths`: of its note, and of its file.
    """
    minor = minor_of_folders(paths, certain=True)
    if not minor:
        return violations
    help_ = f"Its folder may be named after Kubernetes 1.{minor}, where it was right."
    return with_infos(violations, lambda own: _is_newer(own, minor), lambda _: help_)


def _is_newer(violation: Violation, minor: int) -> bool:
    if violation.rule in _OF_APIS or not violation.gone:
        return False
    return minor < int(violation.gone.partition(".")[2])
