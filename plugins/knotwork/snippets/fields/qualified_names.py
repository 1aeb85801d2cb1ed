"""Names of annotations and labels directly under `metadata`: `linkerd.io/inject: enabled`.

No field has a `/` in its name.
"""

from __future__ import annotations

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.other_levels import Surroundings, to_indent
from knotwork.snippets.fields.unknown_fields import unknown_at
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.paths import shown

_LABELS = (
    *("app.kubernetes.io/", "helm.sh/chart", "topology.kubernetes.io/", "node-role.kubernetes.io/"),
    *("kubernetes.io/hostname", "kubernetes.io/os", "kubernetes.io/arch", "kubernetes.io/metadata.name"),
    *("pod-security.kubernetes.io/", "istio.io/rev", "argocd.argoproj.io/secret-type"),
)
"""How well-known names of labels begin; others with a `/` are mostly those of annotations."""
_BOTH = {"annotations", "labels"}


def qualified_name(key: yaml.Node, value: yaml.Node, name: str, here: Surroundings) -> Violation | None:
    """The violation of the name of an annotation or a label beside them; None: it is none."""
    if "/" not in name.strip("/") or not here.schema.fields.keys() >= _BOTH:
        return None
    if not isinstance(value, yaml.ScalarNode):
        return None
    field = "labels" if name.startswith(_LABELS) else "annotations"
    path = shown((here.path, name))
    violation = unknown_at(key, path, f': "{name}" belongs under {field}', to_indent(field, here))
    return replace(violation, below=field)
