"""The values of fields in kinds that few people write: who may ask for how much, devices, groups of pods."""

from __future__ import annotations

from collections.abc import Mapping

PREEMPTION = ("PreemptLowerPriority", "Never")  # core/v1 PreemptionPolicy
_SKIPPED = ("NodePrepareResources", "NodeUnprepareResources", "*")  # resource/v1 SkipNodeOperation
_ALLOCATION = ("ExactCount", "All")  # resource/v1 DeviceAllocationMode
_VERBS = (  # `supportedVerbs` of the validation of flowcontrol
    *("get", "list", "create", "update", "delete", "deletecollection", "patch", "watch", "proxy"),
    "*",
)

RARE_ENUMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # the API server shares itself out
    "PriorityLevelConfigurationSpec": {
        "type": ("Limited", "Exempt")  # flowcontrol/v1 PriorityLevelEnablement
    },
    "LimitResponse": {"type": ("Queue", "Reject")},  # flowcontrol/v1 LimitResponseType
    "FlowDistinguisherMethod": {
        "type": ("ByUser", "ByNamespace")
    },  # flowcontrol/v1 FlowDistinguisherMethodType
    "NonResourcePolicyRule": {"verbs": _VERBS},
    "ResourcePolicyRule": {"verbs": _VERBS},
    # devices and groups of pods
    "EvictionRequestSpec": {"intent": ("Eviction", "Withdrawn")},  # EvictionRequestIntent
    "DeviceTaint": {"effect": ("None", "NoSchedule", "NoExecute")},  # resource/v1 DeviceTaintEffect
    "DeviceToleration": {
        "operator": ("Equal", "Exists"),  # resource/v1 DeviceTolerationOperator
        "effect": ("NoSchedule", "NoExecute"),
    },
    "ExactDeviceRequest": {"allocationMode": _ALLOCATION},
    "DeviceSubRequest": {"allocationMode": _ALLOCATION},
    "ResourceSliceSpec": {"skipNodeOperations": _SKIPPED},
    "CompositePodGroupSpec": {"preemptionPolicy": PREEMPTION},
    "CompositePodGroupTemplate": {"preemptionPolicy": PREEMPTION},
    "PodGroupSpec": {"preemptionPolicy": PREEMPTION},
    "PodGroupTemplate": {"preemptionPolicy": PREEMPTION},
}
"""By the short name of a definition and its field, as those of `enum_table`."""
