"""Files that are patches by their names: `patch.yaml`, `replicas-patch.yml`, `patches/limits.yaml`.

What tests of operators assert is a part of an object, too: `01-assert.yaml`.
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation

_PATCH = re.compile(
    r"(?:^|[/_.-])(?:patch(?:es)?|assert)(?:[_.-][^/]*)?\.ya?ml$|(?:^|[/_-])patch(?:es)?(?:-[^/]*)?/",
    re.IGNORECASE,
)
_NAMED = lazy_regex(r"\s*(?:---[ \t]*\n\s*)?#+[ \t]*(?:\w+:[ \t]*)?(?P<path>[\w./-]+\.ya?ml)\b")
_KUSTOMIZED = re.compile(r"(?:^|/)(?:bases?|overlays?|components?|kustomize)/", re.IGNORECASE)
"""The folders of a kustomization."""
_NAMESPACE = re.compile(r"subjects\[\d+\]\.namespace: Required value")
_NO_LABELS = "empty selector is invalid for a workload"


def is_filled_in(violation: Violation, path: str, *, listed: bool) -> bool:
    """Whether kustomize fills in what is missing: for a file in `base/`, the namespaces of accounts.

    `listed`: a kustomization beside the file lists it; then it fills in labels, too.
    """
    if listed and violation.message.endswith(_NO_LABELS):
        return True
    if _NAMESPACE.match(violation.message) is None:
        return False
    return listed or _KUSTOMIZED.search(path) is not None


def is_patch_file(path: str) -> bool:
    """Whether a file is a patch by its name, or by a folder's."""
    return _PATCH.search(path) is not None


def names_patch(text: str) -> bool:
    """Whether the comment that a document begins with names such a file: `# overlays/prod/patch.yaml`."""
    named = _NAMED.match(text) if "#" in text[:200] else None
    return named is not None and is_patch_file(named["path"])
