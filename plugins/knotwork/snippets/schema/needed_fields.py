"""The fields that the API server requires where the published schemas do not."""

from __future__ import annotations

from collections.abc import Mapping

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "SecretVolumeSource": ("secretName",),
    "ConfigMapVolumeSource": ("name",),
    "PodDNSConfigOption": ("name",),
    **dict.fromkeys(
        (
            *("ConfigMapKeySelector", "SecretKeySelector", "ConfigMapEnvSource", "SecretEnvSource"),
            *("ConfigMapProjection", "SecretProjection"),
        ),
        ("name",),
    ),
    **dict.fromkeys(
        (
            *("IngressClass", "ServiceCIDR", "APIService", "FlowSchema", "PriorityLevelConfiguration"),
            *("ValidatingAdmissionPolicy", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"),
        ),
        ("spec",),
    ),
    "ServiceCIDRSpec": ("cidrs",),
    "APIServiceSpec": ("version",),
    "CertificateSigningRequestSpec": ("usages",),
    "ControllerRevision": ("data",),
    "ApplyConfiguration": ("expression",),
    "JSONPatch": ("expression",),
    "IngressClassSpec": ("controller",),
    "MutatingAdmissionPolicyBindingSpec": ("policyName",),
    "RuleWithOperations": ("apiGroups", "apiVersions", "operations", "resources"),
    "NamedRuleWithOperations": ("apiGroups", "apiVersions", "operations", "resources"),
    "AggregationRule": ("clusterRoleSelectors",),
    "ContainerRestartRule": ("exitCodes",),
    "EphemeralVolumeSource": ("volumeClaimTemplate",),
    "VolumeNodeAffinity": ("required",),
    "LimitedPriorityLevelConfiguration": ("limitResponse",),
    "DeviceSelector": ("cel",),
    "DeviceClaimConfiguration": ("opaque",),
    "DeviceClassConfiguration": ("opaque",),
    "ParamRef": ("parameterNotFoundAction",),
    "ParamKind": ("apiVersion", "kind"),
    "MutatingAdmissionPolicySpec": ("matchConstraints", "mutations", "reinvocationPolicy"),
    "CustomResourceValidation": ("openAPIV3Schema",),
    "VolumeAttributesClass": ("parameters",),
}
"""The fields that a definition must have, and that its schema does not require."""


def needed_fields(type_name: str) -> tuple[str, ...]:
    """The fields that the API server requires of a definition, beyond its schema; by its short name."""
    return _NEEDED.get(type_name, ())
