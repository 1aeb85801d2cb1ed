"""The values of fields that the published schemas only call strings: a table by definition and field."""

from __future__ import annotations

from collections.abc import Mapping

from knotwork.snippets.schema.rare_enums import PREEMPTION, RARE_ENUMS

_PROTOCOLS = ("TCP", "UDP", "SCTP")  # core/v1 Protocol
_PULL = ("Always", "IfNotPresent", "Never")  # core/v1 PullPolicy
_MESSAGES = ("File", "FallbackToLogsOnError")  # core/v1 TerminationMessagePolicy
_RESTART = ("Always", "OnFailure", "Never")  # core/v1 RestartPolicy, ContainerRestartPolicy
_ACCESS = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")  # PersistentVolumeAccessMode
_VOLUME_MODES = ("Filesystem", "Block")  # core/v1 PersistentVolumeMode
_RECLAIM = ("Delete", "Retain", "Recycle")  # core/v1 PersistentVolumeReclaimPolicy
_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")  # core/v1 TaintEffect
_HONOR = ("Honor", "Ignore")  # core/v1 NodeInclusionPolicy
_PROFILES = ("RuntimeDefault", "Localhost", "Unconfined")  # core/v1 SeccompProfileType, AppArmorProfileType
_WITHIN = ("Cluster", "Local")  # core/v1 ServiceInternalTrafficPolicy, ServiceExternalTrafficPolicy
_QUOTA_SCOPES = (  # core/v1 ResourceQuotaScope
    "Terminating",
    "NotTerminating",
    "BestEffort",
    "NotBestEffort",
    "PriorityClass",
    "CrossNamespacePodAffinity",
    "VolumeAttributesClass",
)
_PRESENCE = ("In", "NotIn", "Exists", "DoesNotExist")  # meta/v1 LabelSelectorOperator, ScopeSelectorOperator
_DOWNWARD = (  # core/v1 ObjectFieldSelector; and `metadata.labels['<key>']`
    *("metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"),
    *("spec.nodeName", "spec.serviceAccountName"),
    *("status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"),
)
_AMOUNTS = tuple(  # core/v1 ResourceFieldSelector; and `limits.hugepages-<size>`
    f"{kind}.{name}" for kind in ("limits", "requests") for name in ("cpu", "memory", "ephemeral-storage")
)
_CLAIM_POLICY = ("Retain", "Delete")  # apps/v1 PersistentVolumeClaimRetentionPolicyType
_METRICS = ("Resource", "ContainerResource", "Pods", "Object", "External")  # autoscaling/v2 MetricSourceType
_FAILURE = ("Fail", "Ignore")  # admissionregistration/v1 FailurePolicyType
_MATCH = ("Exact", "Equivalent")  # admissionregistration/v1 MatchPolicyType
_SIDE_EFFECTS = ("None", "NoneOnDryRun", "Some", "Unknown")  # admissionregistration/v1 SideEffectClass
_REINVOCATION = ("Never", "IfNeeded")  # admissionregistration/v1 ReinvocationPolicyType
_USAGES = (  # certificates/v1 KeyUsage
    *("signing", "digital signature", "content commitment", "key encipherment", "key agreement"),
    *("data encipherment", "cert sign", "crl sign", "encipher only", "decipher only", "any", "server auth"),
    *("client auth", "code signing", "email protection", "s/mime", "ipsec end system", "ipsec tunnel"),
    *("ipsec user", "timestamping", "ocsp signing", "microsoft sgc", "netscape sgc"),
)
_SIGNALS = (  # core/v1 Signal
    *("SIGABRT", "SIGALRM", "SIGBUS", "SIGCHLD", "SIGCLD", "SIGCONT", "SIGFPE", "SIGHUP", "SIGILL"),
    *("SIGINT", "SIGIO", "SIGIOT", "SIGKILL", "SIGPIPE", "SIGPOLL", "SIGPROF", "SIGPWR", "SIGQUIT"),
    *("SIGSEGV", "SIGSTKFLT", "SIGSTOP", "SIGSYS", "SIGTERM", "SIGTRAP", "SIGTSTP", "SIGTTIN", "SIGTTOU"),
    *("SIGURG", "SIGUSR1", "SIGUSR2", "SIGVTALRM", "SIGWINCH", "SIGXCPU", "SIGXFSZ", "SIGRTMIN"),
    *(f"SIGRTMIN+{number}" for number in range(1, 16)),
    *(f"SIGRTMAX-{number}" for number in range(14, 0, -1)),
    "SIGRTMAX",
)
_RBAC_GROUP = "rbac.authorization.k8s.io"

ENUMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # pods
    "PodSpec": {
        "restartPolicy": _RESTART,
        "dnsPolicy": ("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),  # core/v1 DNSPolicy
        "preemptionPolicy": PREEMPTION,
    },
    "PodOS": {"name": ("linux", "windows")},  # core/v1 OSName
    "PodSecurityContext": {
        "fsGroupChangePolicy": ("Always", "OnRootMismatch"),  # core/v1 PodFSGroupChangePolicy
        "supplementalGroupsPolicy": ("Merge", "Strict"),  # core/v1 SupplementalGroupsPolicy
        "seLinuxChangePolicy": ("Recursive", "MountOption"),  # core/v1 PodSELinuxChangePolicy
    },
    "SecurityContext": {"procMount": ("Default", "Unmasked")},  # core/v1 ProcMountType
    "SeccompProfile": {"type": _PROFILES},
    "AppArmorProfile": {"type": _PROFILES},
    "Container": {
        "imagePullPolicy": _PULL,
        "terminationMessagePolicy": _MESSAGES,
        "restartPolicy": _RESTART,
    },
    "EphemeralContainer": {
        "imagePullPolicy": _PULL,
        "terminationMessagePolicy": _MESSAGES,
        "restartPolicy": _RESTART,
    },
    "ContainerPort": {"protocol": _PROTOCOLS},
    "ObjectFieldSelector": {"fieldPath": _DOWNWARD},
    "ResourceFieldSelector": {"resource": _AMOUNTS},
    "ContainerResizePolicy": {
        "resourceName": ("cpu", "memory"),
        "restartPolicy": ("NotRequired", "RestartContainer"),  # core/v1 ResourceResizeRestartPolicy
    },
    "ContainerRestartRule": {
        "action": ("Restart", "RestartAllContainers")  # core/v1 ContainerRestartRuleAction
    },
    "ContainerRestartRuleOnExitCodes": {
        "operator": ("In", "NotIn")  # core/v1 ContainerRestartRuleOnExitCodesOperator
    },
    "HTTPGetAction": {
        "scheme": ("HTTP", "HTTPS"),  # core/v1 URIScheme
        "protocol": ("HTTP1", "HTTP2"),  # core/v1 HTTPProtocol
    },
    "GRPCAction": {"mode": ("Plaintext", "TLS")},  # core/v1 GRPCProbeMode
    "Lifecycle": {"stopSignal": _SIGNALS},
    "VolumeMount": {
        "mountPropagation": ("None", "HostToContainer", "Bidirectional"),  # core/v1 MountPropagationMode
        "recursiveReadOnly": ("Disabled", "IfPossible", "Enabled"),  # core/v1 RecursiveReadOnlyMode
    },
    "Toleration": {
        "operator": ("Equal", "Exists", "Lt", "Gt"),  # core/v1 TolerationOperator
        "effect": _EFFECTS,
    },
    "TopologySpreadConstraint": {
        "whenUnsatisfiable": ("DoNotSchedule", "ScheduleAnyway"),  # core/v1 UnsatisfiableConstraintAction
        "nodeAffinityPolicy": _HONOR,
        "nodeTaintsPolicy": _HONOR,
    },
    "NodeSelectorRequirement": {
        "operator": (*_PRESENCE, "Gt", "Lt"),  # core/v1 NodeSelectorOperator
    },
    "LabelSelectorRequirement": {"operator": _PRESENCE},
    # volumes
    "HostPathVolumeSource": {
        "type": (  # core/v1 HostPathType
            "DirectoryOrCreate",
            "Directory",
            "FileOrCreate",
            "File",
            "Socket",
            "CharDevice",
            "BlockDevice",
        )
    },
    "EmptyDirVolumeSource": {
        "medium": ("Memory", "HugePages")
    },  # core/v1 StorageMedium; and `HugePages-<size>`
    "ImageVolumeSource": {"pullPolicy": _PULL},
    "AzureDiskVolumeSource": {
        "cachingMode": ("None", "ReadOnly", "ReadWrite"),  # core/v1 AzureDataDiskCachingMode
        "kind": ("Shared", "Dedicated", "Managed"),  # core/v1 AzureDataDiskKind
    },
    "PersistentVolumeSpec": {
        "accessModes": _ACCESS,
        "persistentVolumeReclaimPolicy": _RECLAIM,
        "volumeMode": _VOLUME_MODES,
    },
    "PersistentVolumeClaimSpec": {"accessModes": _ACCESS, "volumeMode": _VOLUME_MODES},
    "StorageClass": {
        "reclaimPolicy": _CLAIM_POLICY,  # storage/v1, without Recycle
        "volumeBindingMode": ("Immediate", "WaitForFirstConsumer"),  # storage/v1 VolumeBindingMode
    },
    "CSIDriverSpec": {
        "volumeLifecycleModes": ("Persistent", "Ephemeral"),  # storage/v1 VolumeLifecycleMode
        "fsGroupPolicy": ("ReadWriteOnceWithFSType", "File", "None"),  # storage/v1 FSGroupPolicy
    },
    # services and networks
    "ServiceSpec": {
        "type": ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),  # core/v1 ServiceType
        "sessionAffinity": ("None", "ClientIP"),  # core/v1 ServiceAffinity
        "externalTrafficPolicy": _WITHIN,
        "internalTrafficPolicy": _WITHIN,
        "ipFamilyPolicy": ("SingleStack", "PreferDualStack", "RequireDualStack"),  # core/v1 IPFamilyPolicy
        "ipFamilies": ("IPv4", "IPv6"),  # core/v1 IPFamily
        # core/v1 ServiceTrafficDistribution…
        "trafficDistribution": ("PreferClose", "PreferSameZone", "PreferSameNode"),
    },
    "ServicePort": {"protocol": _PROTOCOLS},
    "EndpointPort": {"protocol": _PROTOCOLS},
    "EndpointSlice": {"addressType": ("IPv4", "IPv6", "FQDN")},  # discovery/v1 AddressType
    "IngressClassParametersReference": {"scope": ("Namespace", "Cluster")},
    "HTTPIngressPath": {
        "pathType": ("Exact", "Prefix", "ImplementationSpecific")  # networking/v1 PathType
    },
    "NetworkPolicySpec": {"policyTypes": ("Ingress", "Egress")},  # networking/v1 PolicyType
    "NetworkPolicyPort": {"protocol": _PROTOCOLS},
    # workloads
    "DeploymentStrategy": {"type": ("RollingUpdate", "Recreate")},  # apps/v1 DeploymentStrategyType
    "StatefulSetUpdateStrategy": {
        "type": ("RollingUpdate", "OnDelete", "Recreate")  # apps/v1 StatefulSetUpdateStrategyType
    },
    "DaemonSetUpdateStrategy": {
        "type": ("RollingUpdate", "OnDelete")  # apps/v1 DaemonSetUpdateStrategyType
    },
    "StatefulSetSpec": {
        "podManagementPolicy": ("OrderedReady", "Parallel")  # apps/v1 PodManagementPolicyType
    },
    "StatefulSetPersistentVolumeClaimRetentionPolicy": {
        "whenDeleted": _CLAIM_POLICY,
        "whenScaled": _CLAIM_POLICY,
    },
    "CronJobSpec": {"concurrencyPolicy": ("Allow", "Forbid", "Replace")},  # batch/v1 ConcurrencyPolicy
    "JobSpec": {
        "completionMode": ("NonIndexed", "Indexed"),  # batch/v1 CompletionMode
        "podReplacementPolicy": ("TerminatingOrFailed", "Failed"),  # batch/v1 PodReplacementPolicy
    },
    "PodFailurePolicyRule": {
        "action": ("FailJob", "FailIndex", "Ignore", "Count")  # batch/v1 PodFailurePolicyAction
    },
    "PodFailurePolicyOnPodConditionsPattern": {
        "status": ("True", "False", "Unknown")  # core/v1 ConditionStatus
    },
    "PodFailurePolicyOnExitCodesRequirement": {
        "operator": ("In", "NotIn")  # batch/v1 PodFailurePolicyOnExitCodesOperator
    },
    "PodDisruptionBudgetSpec": {
        "unhealthyPodEvictionPolicy": (  # policy/v1 UnhealthyPodEvictionPolicyType
            "IfHealthyBudget",
            "AlwaysAllow",
        )
    },
    "MetricSpec": {"type": _METRICS},
    "MetricTarget": {"type": ("Utilization", "Value", "AverageValue")},  # autoscaling/v2 MetricTargetType
    "HPAScalingRules": {"selectPolicy": ("Max", "Min", "Disabled")},  # autoscaling/v2 ScalingPolicySelect
    "HPAScalingPolicy": {"type": ("Pods", "Percent")},  # autoscaling/v2 HPAScalingPolicyType
    "PriorityClass": {"preemptionPolicy": PREEMPTION},
    # the cluster
    "Taint": {"effect": _EFFECTS},
    "LimitRangeItem": {"type": ("Container", "Pod", "PersistentVolumeClaim")},  # core/v1 LimitType
    "ResourceQuotaSpec": {"scopes": _QUOTA_SCOPES},
    "ScopedResourceSelectorRequirement": {"scopeName": _QUOTA_SCOPES, "operator": _PRESENCE},
    "RoleRef": {"kind": ("Role", "ClusterRole"), "apiGroup": (_RBAC_GROUP,)},
    "Subject": {"kind": ("User", "Group", "ServiceAccount")},  # rbac/v1 Subject, flowcontrol/v1 SubjectKind
    "CertificateSigningRequestSpec": {"usages": _USAGES},
    **RARE_ENUMS,
    # what extends the cluster
    "CustomResourceDefinitionSpec": {"scope": ("Namespaced", "Cluster")},  # apiextensions/v1 ResourceScope
    "CustomResourceConversion": {"strategy": ("None", "Webhook")},  # apiextensions/v1 ConversionStrategyType
    "CustomResourceColumnDefinition": {
        "type": ("integer", "number", "string", "boolean", "date"),
        "format": ("int32", "int64", "float", "double", "byte", "date", "date-time", "password"),
    },
    "JSONSchemaProps": {
        "x-kubernetes-list-type": ("atomic", "set", "map"),
        "x-kubernetes-map-type": ("atomic", "granular"),
        "type": ("string", "integer", "number", "boolean", "object", "array"),
    },
    "ValidatingWebhook": {
        "failurePolicy": _FAILURE,
        "matchPolicy": _MATCH,
        "sideEffects": _SIDE_EFFECTS,
    },
    "MutatingWebhook": {
        "failurePolicy": _FAILURE,
        "matchPolicy": _MATCH,
        "sideEffects": _SIDE_EFFECTS,
        "reinvocationPolicy": _REINVOCATION,
    },
    "RuleWithOperations": {
        "operations": (
            "CREATE",
            "UPDATE",
            "DELETE",
            "CONNECT",
            "*",
        ),  # admissionregistration/v1 OperationType
        "scope": ("Cluster", "Namespaced", "*"),  # admissionregistration/v1 ScopeType
    },
    "NamedRuleWithOperations": {
        "operations": ("CREATE", "UPDATE", "DELETE", "CONNECT", "*"),
        "scope": ("Cluster", "Namespaced", "*"),
    },
    "MatchResources": {"matchPolicy": _MATCH},
    "ParamRef": {
        "parameterNotFoundAction": ("Allow", "Deny")  # admissionregistration/v1 ParameterNotFoundActionType
    },
    "ValidatingAdmissionPolicySpec": {"failurePolicy": _FAILURE},
    "ValidatingAdmissionPolicyBindingSpec": {
        "validationActions": ("Deny", "Warn", "Audit")  # admissionregistration/v1 ValidationAction
    },
    "Validation": {  # admissionregistration/v1, the reasons that the API server supports
        "reason": ("Unauthorized", "Forbidden", "Invalid", "RequestEntityTooLarge")
    },
    "MutatingAdmissionPolicySpec": {"failurePolicy": _FAILURE, "reinvocationPolicy": _REINVOCATION},
    "Mutation": {
        "patchType": ("ApplyConfiguration", "JSONPatch")  # admissionregistration/v1 PatchType
    },
}
"""By the short name of a definition and its field; where the field is a list, its items are of these values.

Left out because the API server accepts any text: a Secret's and an Event's `type`, the types of conditions.
Left out because nobody writes it: `status`.
"""
