"""The schema of a Kustomization: what kustomize reads from its file.

Source: the types of `api/types` of kustomize 5. It decodes strictly: a field that it does not have, or a
value of another type, ends it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from knotwork.snippets.schema.schema import Schema, Type

_TEXT, _FLAG, _INTEGER, _ANY = "string", "boolean", "integer", ""
_TEXTS = [_TEXT]
_MAP = {"*": _TEXT}
"""A mapping of any names to texts."""
_ANYTHING = {"*": _ANY}


def _texts(names: str) -> dict[str, Any]:
    """The fields of these names, each a text."""
    return dict.fromkeys(names.split(), _TEXT)


_GVK = _texts("group version kind")
_OBJECT = {**_GVK, **_texts("name namespace")}
_SELECTOR = {**_OBJECT, **_texts("annotationSelector labelSelector")}
_PATCH = {
    **_texts("path patch"),
    "target": _SELECTOR,
    "options": {"allowNameChange": _FLAG, "allowKindChange": _FLAG},
}
_IMAGE = _texts("name newName newTag tagSuffix digest")
_OPTIONS = {"labels": _MAP, "annotations": _MAP, "disableNameSuffixHash": _FLAG, "immutable": _FLAG}
_GENERATOR = {
    **_texts("name namespace behavior env"),
    "literals": _TEXTS,
    "files": _TEXTS,
    "envs": _TEXTS,
    "options": _OPTIONS,
}
_LABEL = {
    "pairs": _MAP,
    "includeSelectors": _FLAG,
    "includeTemplates": _FLAG,
    "includeVolumeClaimTemplates": _FLAG,
    "fields": [{**_GVK, "path": _TEXT, "create": _FLAG}],
}
_PLACE = {"delimiter": _TEXT, "index": _INTEGER, "encoding": _TEXT, "create": _FLAG}
_REPLACEMENT = {
    **_texts("path sourceValue"),
    "source": {**_OBJECT, "fieldPath": _TEXT, "options": _PLACE},
    "targets": [{"select": _SELECTOR, "reject": [_SELECTOR], "fieldPaths": _TEXTS, "options": _PLACE}],
}
_CHART = {
    **_texts("name version repo releaseName namespace valuesFile valuesMerge kubeVersion nameTemplate"),
    **dict.fromkeys(("includeCRDs", "skipHooks", "skipTests", "debug", "devel"), _FLAG),
    "additionalValuesFiles": _TEXTS,
    "apiVersions": _TEXTS,
    "valuesInline": _ANYTHING,
}
_LISTS = (
    "patchesStrategicMerge resources components crds bases configurations generators transformers validators"
    " buildMetadata"
)
_KUSTOMIZATION: dict[str, Any] = {
    **_texts("namePrefix nameSuffix namespace"),
    **dict.fromkeys(_LISTS.split(), _TEXTS),
    **dict.fromkeys(("openapi", "commonLabels", "commonAnnotations"), _MAP),
    "patches": [_PATCH],
    "patchesJson6902": [_PATCH],
    "images": [_IMAGE],
    "imageTags": [_IMAGE],
    "metadata": {**_texts("name namespace"), "labels": _MAP, "annotations": _MAP},
    "labels": [_LABEL],
    "replacements": [_REPLACEMENT],
    "replicas": [{"name": _TEXT, "count": _INTEGER}],
    "vars": [
        {
            "name": _TEXT,
            "objref": {**_OBJECT, "apiVersion": _TEXT},
            "fieldref": {"fieldPath": _TEXT},
        }
    ],
    "sortOptions": {
        "order": _TEXT,
        "legacySortOptions": {"orderFirst": _TEXTS, "orderLast": _TEXTS},
    },
    "configMapGenerator": [_GENERATOR],
    "secretGenerator": [{**_GENERATOR, "type": _TEXT}],
    "generatorOptions": _OPTIONS,
    "helmGlobals": _texts("chartHome configHome"),
    "helmCharts": [_CHART],
}
"""The fields of a Kustomization but its apiVersion and kind, and those that kustomize 5 has no more."""


@cache
def kustomization_schema() -> Schema:
    """The schema of a whole Kustomization; its own fields are not closed."""
    schema = _schema(_KUSTOMIZATION)
    schema.closed = False
    return schema


def _schema(form: Any) -> Schema:
    if isinstance(form, list):
        return Schema(type="array", items=_schema(form[0]))
    if not isinstance(form, dict):
        type_: Type = form
        return Schema(type=type_)
    if "*" in form:
        return Schema(type="object", values=_schema(form["*"]))
    return Schema(type="object", fields={name: _schema(below) for name, below in form.items()}, closed=True)
