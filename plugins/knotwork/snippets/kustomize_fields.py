"""The fields of a Kustomization: those that kustomize does not have, cannot read, or warns of."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.nearest import nearest_names
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API
from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.fields.suggestions import perhaps
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.kustomize_values import kustomize_values
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
    "vars": ("replacements", "Write `replacements:`; `kustomize edit fix --vars` tries to convert them."),
}
"""By field, the one that replaces it, and what to write.

Source: `CheckDeprecatedFields` of api/types/kustomization.go of kustomize.
"""
_KNOWN = (
    "apiVersion kind metadata openapi namePrefix nameSuffix namespace commonLabels labels commonAnnotations"
    " patchesStrategicMerge patchesJson6902 patches images imageTags replacements replicas vars sortOptions"
    " resources components crds bases configMapGenerator secretGenerator helmGlobals helmCharts"
    " helmChartInflationGenerator generatorOptions configurations generators transformers validators"
    " inventory buildMetadata"
).split()
"""All of them. Source: the type `Kustomization` in the same file. Its decoder does not mind letter case."""
_REFUSED = "kustomize refuses a field that it does not have."
_ANY_CASE = frozenset(map(str.lower, _KNOWN))
_VERSIONS = {
    "Kustomization": "kustomize.config.k8s.io/v1beta1",
    "Component": "kustomize.config.k8s.io/v1alpha1",
}


def kustomize_fields(
    root: yaml.Node, kind: str, api_version: str = "", *, whole: bool = True
) -> Iterator[Violation]:
    """The violations of the fields of a Kustomization, in the words of kustomize.

    `whole`: nothing of it is left out.
    """
    if kind not in _VERSIONS or not isinstance(root, yaml.MappingNode):
        return
    for key, value in root.value:
        if key_of(key) == "apiVersion" and api_version and api_version != _VERSIONS[kind]:
            message = f"apiVersion for {kind} should be {_VERSIONS[kind]}"
            yield at_node(UNKNOWN_KIND, value, message, f"Write `apiVersion: {_VERSIONS[kind]}`.")
        yield from _unknown(key)
        if value.tag != NULL:
            yield from _deprecated(key)
    yield from kustomize_values(root, whole=whole)


def _unknown(key: yaml.Node) -> Iterator[Violation]:
    name = key_of(key)
    if name.lower() not in _ANY_CASE and name.isidentifier():
        meant = next(iter(nearest_names(name, _KNOWN)), "")
        violation = at_node(UNKNOWN_FIELD, key, f'unknown field "{name}"{perhaps(meant)}', _REFUSED)
        yield replace(violation, path=name, meant=meant)


def _deprecated(key: yaml.Node) -> Iterator[Violation]:
    name = key_of(key)
    if name in _FIELDS:
        new, help_ = _FIELDS[name]
        yield at_node(DEPRECATED_API, key, f"'{name}' is deprecated: use '{new}' instead", help_)
