"""Our tables of values and names, compared with what Kubernetes' own descriptions of its fields say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from knotwork.snippets.fields.misnomers import _MISNOMERS
from knotwork.snippets.schema.descriptions import kind_descriptions, kinds
from knotwork.snippets.schema.enum_table import ENUMS
from knotwork.snippets.schema.enums import field_enums

_ACCESS = {"ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"}
_SCOPES = {
    *("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass"),
    *("CrossNamespacePodAffinity", "VolumeAttributesClass"),
}
UNSAID = {
    "CustomResourceColumnDefinition.type": set(ENUMS["CustomResourceColumnDefinition"]["type"]),
    "CustomResourceColumnDefinition.format": set(ENUMS["CustomResourceColumnDefinition"]["format"]),
    "SecurityContext.procMount": {"Unmasked"},
    "PodFailurePolicyOnPodConditionsPattern.status": {"False", "Unknown"},
    "Container.restartPolicy": {"OnFailure", "Never"},
    "EphemeralContainer.restartPolicy": {"Always", "OnFailure", "Never"},
    "ContainerResizePolicy.restartPolicy": {"RestartContainer"},
    "ContainerRestartRule.action": {"RestartAllContainers"},
    "HTTPGetAction.scheme": {"HTTPS"},
    "HTTPGetAction.protocol": {"HTTP1", "HTTP2"},
    "Lifecycle.stopSignal": set(field_enums("Lifecycle")["stopSignal"]),
    "VolumeMount.mountPropagation": {"HostToContainer", "Bidirectional"},
    "HostPathVolumeSource.type": {
        *("DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice")
    },
    "EmptyDirVolumeSource.medium": {"HugePages"},
    "ObjectFieldSelector.fieldPath": set(field_enums("ObjectFieldSelector")["fieldPath"]),
    "ResourceFieldSelector.resource": set(field_enums("ResourceFieldSelector")["resource"]),
    "AzureDiskVolumeSource.cachingMode": {"ReadOnly", "ReadWrite"},
    "PersistentVolumeSpec.accessModes": _ACCESS,
    "PersistentVolumeSpec.volumeMode": {"Block"},
    "PersistentVolumeClaimSpec.accessModes": _ACCESS,
    "PersistentVolumeClaimSpec.volumeMode": {"Block"},
    "StorageClass.reclaimPolicy": {"Retain"},
    "StorageClass.volumeBindingMode": {"Immediate", "WaitForFirstConsumer"},
    "CSIDriverSpec.fsGroupPolicy": {"File", "None"},
    "ServiceSpec.trafficDistribution": {"PreferSameZone", "PreferSameNode"},
    "StatefulSetUpdateStrategy.type": {"OnDelete", "Recreate"},
    "HPAScalingRules.selectPolicy": {"Min", "Disabled"},
    "HPAScalingPolicy.type": {"Pods", "Percent"},
    "LimitRangeItem.type": {"Container", "Pod", "PersistentVolumeClaim"},
    "ResourceQuotaSpec.scopes": _SCOPES,
    "ScopedResourceSelectorRequirement.scopeName": _SCOPES,
    "NonResourcePolicyRule.verbs": set(ENUMS["NonResourcePolicyRule"]["verbs"]) - {"*", "list"},
    "ResourcePolicyRule.verbs": set(ENUMS["ResourcePolicyRule"]["verbs"]) - {"*", "list"},
    "RoleRef.kind": {"Role", "ClusterRole"},
    "RoleRef.apiGroup": {"rbac.authorization.k8s.io"},
    "Subject.kind": {"User", "Group", "ServiceAccount"},
    "JSONSchemaProps.type": {"string", "integer", "number", "boolean", "object", "array"},
}
"""Values that the descriptions do not name; the constants in the Go source of Kubernetes' API do."""


@cache
def definitions() -> Mapping[str, Mapping[str, Any]]:
    """The fields of every definition, by its short name."""
    found: dict[str, Mapping[str, Any]] = {}
    for kind in kinds():
        described = kind_descriptions(*kind)
        assert described is not None
        for name, each in described["definitions"].items():
            found.setdefault(name.rpartition(".")[2], each["fields"])
    return found


def test_a_value_that_we_take_is_named_in_the_description_of_its_field() -> None:
    unsaid = {}
    for name in ENUMS:
        for field, values in field_enums(name).items():
            text = definitions()[name][field].get("description", "")
            absent = {each for each in values if not re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)}
            if absent:
                unsaid[f"{name}.{field}"] = absent

    assert unsaid == UNSAID


@pytest.mark.parametrize("name", sorted(_MISNOMERS))
def test_a_field_that_is_suggested_for_another_name_is_there_and_the_name_is_not(name: str) -> None:
    fields = definitions()[name]

    for written, meant in _MISNOMERS[name].items():
        assert meant in fields
        assert written not in fields


def test_definitions_that_nobody_wrote_a_table_for_take_any_text() -> None:
    assert field_enums("Secret") == {}


def test_lists_are_no_kinds_that_are_described() -> None:
    assert list(kinds()) == sorted(kinds())
    assert ("v1", "Pod") in kinds()
    assert ("v1", "PodList") not in kinds()
