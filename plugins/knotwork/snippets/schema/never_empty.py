"""Fields that may be left out, but not be empty: to the API server an empty text there is a wrong value.

They are pointers in its types; where a text is no pointer, an empty one is the same as none. From the
validation of the API groups in Kubernetes 1.36, each tried with an API server.
"""

from __future__ import annotations

from collections.abc import Mapping

from knotwork.snippets.schema.value_forms import FILLED, Limit, not_empty

_RULE = ("scope",)
NEVER_EMPTY: Mapping[str, tuple[str, ...]] = {
    # pods
    "PodSpec": ("preemptionPolicy",),
    "PodSecurityContext": ("fsGroupChangePolicy", "seLinuxChangePolicy", "supplementalGroupsPolicy"),
    "SecurityContext": ("procMount",),
    "WindowsSecurityContextOptions": ("gmsaCredentialSpecName",),
    "PodResourceClaim": ("resourceClaimName", "resourceClaimTemplateName"),
    "TopologySpreadConstraint": ("nodeAffinityPolicy", "nodeTaintsPolicy"),
    "Container": ("restartPolicy",),
    "PodDNSConfigOption": ("name",),
    "VolumeMount": ("recursiveReadOnly",),
    "ConfigMapEnvSource": ("name",),
    "SecretEnvSource": ("name",),
    # workloads
    "JobSpec": ("managedBy", "podReplacementPolicy"),
    "PodFailurePolicyOnExitCodesRequirement": ("containerName",),
    "HPAScalingRules": ("selectPolicy",),
    "PodDisruptionBudgetSpec": ("unhealthyPodEvictionPolicy",),
    # networks
    "ServiceSpec": ("internalTrafficPolicy", "trafficDistribution", "loadBalancerClass"),
    "ServicePort": ("appProtocol",),
    "EndpointPort": ("appProtocol",),
    "Endpoint": ("hostname", "nodeName"),
    "EndpointAddress": ("nodeName",),
    "NetworkPolicyPort": ("protocol",),
    "IngressClassParametersReference": ("scope", "apiGroup"),
    # storage
    "PersistentVolumeSpec": ("volumeAttributesClassName",),
    "TopologySelectorLabelRequirement": ("key",),
    "CSIDriverSpec": ("fsGroupPolicy",),
    "VolumeAttachmentSource": ("persistentVolumeName",),
    "NFSVolumeSource": ("path",),
    # devices
    "DeviceConstraint": ("matchAttribute", "distinctAttribute"),
    "DeviceClassSpec": ("extendedResourceName",),
    # the API server
    "APIServiceSpec": ("version",),
    "MatchResources": ("matchPolicy",),
    "RuleWithOperations": _RULE,
    "NamedRuleWithOperations": _RULE,
    "ValidatingAdmissionPolicySpec": ("failurePolicy",),
    "MutatingAdmissionPolicySpec": ("failurePolicy", "reinvocationPolicy"),
    "Validation": ("reason",),
    "Variable": ("name",),
    "ApplyConfiguration": ("expression",),
    "JSONPatch": ("expression",),
}
"""By the short name of a definition."""


def with_never_empty(limits: Mapping[str, Mapping[str, Limit]]) -> Mapping[str, Mapping[str, Limit]]:
    """The limits of all definitions, those of these fields among them."""
    whole = dict(limits)
    for definition, names in NEVER_EMPTY.items():
        known = limits.get(definition, {})
        whole[definition] = {
            **known,
            **{name: not_empty(known[name]) if name in known else FILLED for name in names},
        }
    return whole
