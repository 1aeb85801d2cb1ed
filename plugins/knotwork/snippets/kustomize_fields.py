"""The fields of a Kustomization that kustomize warns of."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, key_of

_EDIT = "`kustomize edit fix` does it."
_FIELDS = {
    "bases": ("resources", f"Write its paths under `resources:`. {_EDIT}"),
    "commonLabels": (
        "labels",
        f"Write `labels:` with an item of `pairs:` and `includeSelectors: true`. {_EDIT}",
    ),
    "imageTags": ("images", f"Write `images:`. {_EDIT}"),
    "patchesJson6902": ("patches", f"Write its items under `patches:`. {_EDIT}"),
    "patchesStrategicMerge": (
        "patches",
        f"Write each file as `- path: FILE` under `patches:`, and a patch as `- patch: |-`. {_EDIT}",
    ),
    "vars": ("replacements", "Write `replacements:`; `kustomize edit fix --vars` tries to."),
}
"""By field, the one that replaces it, and what to write.

Source: `CheckDeprecatedFields` of api/types/kustomization.go of kustomize.
"""
_KINDS = ("Kustomization", "Component")


def deprecated_fields(root: yaml.Node, kind: str) -> Iterator[Violation]:
    """The violations of the deprecated fields of a Kustomization, in the words of kustomize."""
    if kind not in _KINDS or not isinstance(root, yaml.MappingNode):
        return
    for key, value in root.value:
        new, help_ = _FIELDS.get(key_of(key), ("", ""))
        if new and value.tag != NULL:
            message = f"'{key_of(key)}' is deprecated: use '{new}' instead"
            yield at_node(DEPRECATED_API, key, message, help_)
