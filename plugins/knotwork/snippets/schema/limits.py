"""What the values of fields must be by the API server's validation, where the schemas only have a type.

The table is from the validation of the API groups in Kubernetes 1.37; what it says holds for all minors here.
"""

from __future__ import annotations

from collections.abc import Mapping

from knotwork.snippets.schema.never_empty import with_never_empty
from knotwork.snippets.schema.pod_limits import LIMITS_OF_PODS
from knotwork.snippets.schema.value_forms import (
    ANY_ACCOUNT,
    ANY_NAMESPACE,
    API_VERSION,
    ATTRIBUTE,
    DEVICE_DRIVER,
    EXTENDED,
    FILLED,
    FINALIZER,
    GROUP,
    IDENTIFIER,
    JSON_PATH,
    KIND,
    LABEL_VALUE,
    MANAGER,
    MICRO_TIME,
    NAME,
    NAME_OF_LABEL,
    NON_RESOURCE,
    NOT_NEGATIVE,
    ONE_LINE,
    POOL,
    PORT,
    POSITIVE,
    PREFIXED,
    QUALIFIED,
    SEGMENT,
    SEGMENT_OR_NOTHING,
    SEGMENTS,
    SEMANTIC_VERSION,
    SIGNER,
    STRATEGY,
    TOKEN,
    UID,
    URL,
    VERSION,
    WARNING,
    WEBHOOK,
    Limit,
    not_empty,
)

_OF_A_GROUP = {"apiGroup": GROUP, "kind": SEGMENT, "name": SEGMENT}
_RULE = {"apiGroups": FILLED, "apiVersions": FILLED, "operations": FILLED, "resources": FILLED}
_WEBHOOK_FIELDS = {
    "name": not_empty(WEBHOOK),
    "timeoutSeconds": Limit(low=1, high=30),
    **dict.fromkeys(("sideEffects", "failurePolicy", "matchPolicy"), FILLED),
    "admissionReviewVersions": not_empty(VERSION),
}

_TIMES_OF_LEASES = dict.fromkeys(("acquireTime", "renewTime", "pingTime"), MICRO_TIME)

_LIMITS: Mapping[str, Mapping[str, Limit]] = {
    # every object
    "ObjectMeta": {"finalizers": QUALIFIED},
    "OwnerReference": dict.fromkeys(("apiVersion", "kind", "name", "uid"), FILLED),
    **LIMITS_OF_PODS,
    # workloads
    "RollingUpdateStatefulSetStrategy": {"partition": NOT_NEGATIVE},
    "StatefulSetOrdinals": {"start": NOT_NEGATIVE},
    "StatefulSetSpec": {"serviceName": NAME_OF_LABEL},
    "ControllerRevision": {"revision": NOT_NEGATIVE},
    "ScaleSpec": {"replicas": NOT_NEGATIVE},
    "JobSpec": {
        "managedBy": MANAGER,
        "completionMode": FILLED,
        "maxFailedIndexes": NOT_NEGATIVE,
        "backoffLimitPerIndex": NOT_NEGATIVE,
    },
    "PodFailurePolicyOnExitCodesRequirement": {"values": Limit(filled=True, most=255)},
    "PodFailurePolicyOnPodConditionsPattern": {"type": not_empty(QUALIFIED), "status": FILLED},
    "SuccessPolicy": {"rules": FILLED},
    "SuccessPolicyRule": {"succeededCount": NOT_NEGATIVE},
    "CrossVersionObjectReference": {"kind": SEGMENT, "name": SEGMENT, "apiVersion": FILLED},
    "ResourceMetricSource": {"name": FILLED},
    "ContainerResourceMetricSource": {"name": FILLED, "container": not_empty(NAME_OF_LABEL)},
    "HorizontalPodAutoscalerSpec": {"targetCPUUtilizationPercentage": POSITIVE},
    "MetricIdentifier": {"name": SEGMENT},
    "HPAScalingRules": {"stabilizationWindowSeconds": Limit(low=0, high=3600), "policies": FILLED},
    "HPAScalingPolicy": {"value": Limit(low=1), "periodSeconds": Limit(low=1, high=1800)},
    # services and networks
    "ServiceSpec": {
        "loadBalancerClass": QUALIFIED,
        "ipFamilyPolicy": FILLED,
        "healthCheckNodePort": Limit(low=0, high=65535),
    },
    "ServicePort": {"appProtocol": QUALIFIED},
    "ServiceCIDRSpec": {"cidrs": Limit(filled=True, most=2)},
    "ClientIPConfig": {"timeoutSeconds": Limit(low=1, high=86400)},
    "IngressSpec": {"ingressClassName": not_empty(NAME)},
    "HTTPIngressPath": {"pathType": FILLED},
    "PriorityClass": {"preemptionPolicy": FILLED},
    "IngressTLS": {"secretName": NAME},
    "NetworkPolicySpec": {"policyTypes": Limit(most=2)},
    "IPBlock": {"cidr": FILLED},
    "IngressClassSpec": {"controller": FILLED},
    "IngressClassParametersReference": {"namespace": NAME_OF_LABEL, **_OF_A_GROUP},
    "TypedLocalObjectReference": _OF_A_GROUP,
    "TypedObjectReference": {"namespace": NAME_OF_LABEL, **_OF_A_GROUP},
    "ParentReference": {"resource": SEGMENT, "name": SEGMENT, "group": GROUP},
    "EndpointHints": {"forZones": Limit(most=8), "forNodes": Limit(most=8)},
    "ForNode": {"name": not_empty(NAME)},
    "ForZone": {"name": LABEL_VALUE},
    "Endpoint": {
        "addresses": Limit(filled=True, most=100),
        "hostname": NAME_OF_LABEL,
        "nodeName": NAME,
    },
    "EndpointAddress": {"hostname": NAME_OF_LABEL, "nodeName": NAME},
    "EndpointPort": {"name": NAME_OF_LABEL, "appProtocol": QUALIFIED},
    # the cluster
    "NamespaceSpec": {"finalizers": FINALIZER},
    "LimitRangeItem": {"type": not_empty(QUALIFIED)},
    "LabelSelectorRequirement": {"operator": FILLED},
    "NodeSelectorRequirement": {"operator": FILLED},
    "MetricTarget": {"type": FILLED, "averageUtilization": POSITIVE},
    "ParamRef": {"parameterNotFoundAction": FILLED},
    "RoleRef": {"name": SEGMENT, "kind": FILLED},
    "Event": {"eventTime": MICRO_TIME},
    "EventSeries": {"lastObservedTime": MICRO_TIME},
    "Subject": {"name": FILLED, "kind": FILLED},
    "AggregationRule": {"clusterRoleSelectors": FILLED},
    "RuntimeClass": {"handler": not_empty(NAME_OF_LABEL)},
    "LeaseSpec": {
        "leaseDurationSeconds": POSITIVE,
        "leaseTransitions": NOT_NEGATIVE,
        **_TIMES_OF_LEASES,
        "strategy": STRATEGY,
    },
    "LeaseCandidateSpec": {
        "leaseName": FILLED,
        **_TIMES_OF_LEASES,
        "binaryVersion": not_empty(SEMANTIC_VERSION),
        "emulationVersion": SEMANTIC_VERSION,
        "strategy": not_empty(STRATEGY),
    },
    "EvictionRequestSpec": {"requester": not_empty(PREFIXED)},
    "EvictionRequestPodReference": {"name": FILLED, "uid": not_empty(UID)},
    "EvictionPodReference": {"name": FILLED, "uid": not_empty(UID)},
    "PodCertificateRequestSpec": {
        "signerName": SIGNER,
        "maxExpirationSeconds": Limit(low=3600, high=7_862_400),
    },
    "GroupResource": {"resource": FILLED},
    "TokenRequestSpec": {"expirationSeconds": TOKEN},
    "TokenReviewSpec": {"token": FILLED},
    # devices
    "ExactDeviceRequest": {"deviceClassName": not_empty(NAME), "count": NOT_NEGATIVE},  # 0 is 1, the default
    "DeviceSubRequest": {
        "name": not_empty(NAME_OF_LABEL),
        "deviceClassName": not_empty(NAME),
        "count": NOT_NEGATIVE,
    },
    "DeviceRequest": {"name": not_empty(NAME_OF_LABEL), "firstAvailable": Limit(most=8)},
    "DeviceClaim": dict.fromkeys(("requests", "constraints", "config"), Limit(most=32)),
    "DeviceConstraint": {"matchAttribute": ATTRIBUTE, "distinctAttribute": ATTRIBUTE},
    "OpaqueDeviceConfiguration": {"driver": DEVICE_DRIVER},
    "DeviceTaint": {"key": not_empty(QUALIFIED), "value": LABEL_VALUE, "effect": FILLED},
    "DeviceToleration": {"key": QUALIFIED, "value": LABEL_VALUE},
    "DeviceTaintSelector": {"driver": DEVICE_DRIVER, "pool": POOL, "device": not_empty(NAME_OF_LABEL)},
    "DeviceClassSpec": {"extendedResourceName": EXTENDED},
    "DeviceAttribute": {"version": SEMANTIC_VERSION},
    "CounterSet": {"name": not_empty(NAME_OF_LABEL), "counters": FILLED},
    "DeviceCounterConsumption": {"counterSet": not_empty(NAME_OF_LABEL), "counters": FILLED},
    "ResourcePoolStatusRequestSpec": {
        "driver": DEVICE_DRIVER,
        "poolName": POOL,
        "limit": Limit(low=1, high=1000),
    },
    "Device": {
        "name": not_empty(NAME_OF_LABEL),
        **dict.fromkeys(("bindingConditions", "bindingFailureConditions"), QUALIFIED),
    },
    "ResourceSliceSpec": {"driver": DEVICE_DRIVER, "nodeName": not_empty(NAME)},
    "ResourcePool": {"name": POOL, "resourceSliceCount": POSITIVE, "generation": NOT_NEGATIVE},
    # groups of pods
    "GangSchedulingPolicy": {"minCount": POSITIVE},
    "CompositeGangSchedulingPolicy": {"minGroupCount": POSITIVE},
    "PodGroupSchedulingConstraints": {"topology": Limit(most=1)},
    "CompositePodGroupSchedulingConstraints": {"topology": Limit(most=1)},
    "TopologyConstraint": {"key": not_empty(QUALIFIED)},
    "PodGroupTemplate": {"name": not_empty(NAME_OF_LABEL)},
    "CompositePodGroupTemplate": {"name": not_empty(NAME_OF_LABEL)},
    "WorkloadReference": {"workloadName": not_empty(NAME), "templateName": not_empty(NAME_OF_LABEL)},
    "PodGroupResourceClaim": {
        "name": not_empty(NAME_OF_LABEL),
        "resourceClaimName": NAME,
        "resourceClaimTemplateName": NAME,
    },
    "WorkloadSpec": {"podGroupTemplates": Limit(most=8), "compositePodGroupTemplates": Limit(most=8)},
    # the API server
    "APIServiceSpec": {
        "group": GROUP,
        "version": VERSION,
        "groupPriorityMinimum": Limit(low=1, high=20000),
        "versionPriority": Limit(low=1, high=1000),
    },
    "CertificateSigningRequestSpec": {
        "signerName": SIGNER,
        "usages": FILLED,
        "expirationSeconds": TOKEN,
    },
    "LimitedPriorityLevelConfiguration": {
        "nominalConcurrencyShares": NOT_NEGATIVE,
        "lendablePercent": Limit(low=0, high=100),
        "borrowingLimitPercent": NOT_NEGATIVE,
    },
    "ExemptPriorityLevelConfiguration": {
        "nominalConcurrencyShares": NOT_NEGATIVE,
        "lendablePercent": Limit(low=0, high=100),
    },
    "QueuingConfiguration": {
        # 0 is replaced by the default
        "queues": Limit(low=0, high=10_000_000),
        "handSize": NOT_NEGATIVE,
        "queueLengthLimit": NOT_NEGATIVE,
    },
    "FlowSchemaSpec": {"matchingPrecedence": Limit(low=0, high=10000)},
    "PriorityLevelConfigurationReference": {"name": not_empty(NAME)},
    "PolicyRulesWithSubjects": {"subjects": FILLED},
    "NonResourcePolicyRule": {"verbs": FILLED, "nonResourceURLs": NON_RESOURCE},
    "ResourcePolicyRule": {
        **dict.fromkeys(("apiGroups", "resources", "verbs"), FILLED),
        "namespaces": ANY_NAMESPACE,
    },
    "UserSubject": {"name": FILLED},
    "GroupSubject": {"name": FILLED},
    "ServiceAccountSubject": {"name": not_empty(ANY_ACCOUNT), "namespace": not_empty(NAME_OF_LABEL)},
    # what extends the cluster
    "CustomResourceDefinitionSpec": {"versions": FILLED, "scope": FILLED, "group": not_empty(GROUP)},
    "CustomResourceDefinitionVersion": {
        "name": VERSION,
        "deprecationWarning": not_empty(WARNING),
        "selectableFields": Limit(most=8),
    },
    "CustomResourceColumnDefinition": {"name": FILLED, "type": FILLED},
    "CustomResourceDefinitionNames": {"kind": KIND},
    "SelectableField": {"jsonPath": JSON_PATH},
    "WebhookConversion": {"conversionReviewVersions": not_empty(VERSION)},
    "ClusterTrustBundleSpec": {"signerName": Limit(form=SIGNER.form)},
    "ValidatingWebhook": _WEBHOOK_FIELDS,
    "MutatingWebhook": _WEBHOOK_FIELDS,
    "WebhookClientConfig": {"url": URL},
    "ServiceReference": {"port": PORT, "path": SEGMENTS, "name": FILLED, "namespace": FILLED},
    "RuleWithOperations": _RULE,
    "NamedRuleWithOperations": {**_RULE, "resourceNames": SEGMENT_OR_NOTHING},
    "ValidatingAdmissionPolicySpec": {"auditAnnotations": Limit(most=20), "matchConditions": Limit(most=64)},
    "ValidatingAdmissionPolicyBindingSpec": {"policyName": not_empty(NAME), "validationActions": FILLED},
    "MutatingAdmissionPolicySpec": {"mutations": FILLED},
    "MutatingAdmissionPolicyBindingSpec": {"policyName": not_empty(NAME)},
    "ParamKind": {"apiVersion": API_VERSION, "kind": not_empty(KIND)},
    "MatchCondition": {"name": not_empty(QUALIFIED)},
    "AuditAnnotation": {"key": not_empty(QUALIFIED)},
    "Variable": {"name": IDENTIFIER},
    "Validation": {"expression": FILLED, "message": ONE_LINE},
}
"""By the short name of a definition and its field."""
_ALL_LIMITS = with_never_empty(_LIMITS)
_NO_LIMITS: Mapping[str, Limit] = {}


def field_limits(type_name: str) -> Mapping[str, Limit]:
    """What the values of a definition's fields must be, by field; `type_name` is its short name."""
    return _ALL_LIMITS.get(type_name, _NO_LIMITS)
