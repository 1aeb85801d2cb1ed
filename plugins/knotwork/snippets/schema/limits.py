"""What the values of fields must be by the API server's validation, where the schemas only have a type.

The table is from the validation of the API groups in Kubernetes 1.37; what it says holds for all minors here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct


class Form(Struct, frozen=True):
    """What a text looks like."""

    pattern: re.Pattern[str]
    what: str
    """What it must be, as a phrase."""
    help: str


class Limit(Struct, frozen=True):
    """What a value must be."""

    low: int | None = None
    high: int | None = None
    """The least and the highest number."""
    form: Form | None = None
    """That of a text, or of each text in a list."""
    filled: bool = False
    """Whether a text, a list or a mapping may not be empty."""
    most: int | None = None
    """The most items of a list."""


def _form(pattern: str, what: str, help_: str) -> Form:
    return Form(re.compile(pattern), what, help_)


_LABEL = r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?"
_SUBDOMAIN = rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*"
_PART = r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_PORT = Limit(low=1, high=65535)
_NOT_NEGATIVE = Limit(low=0)
_FILLED = Limit(filled=True)
_TOKEN = Limit(low=600)
_NAME = Limit(
    form=_form(
        _SUBDOMAIN,
        "a lowercase RFC 1123 subdomain",
        "A lowercase RFC 1123 subdomain: letters, digits, `-` and `.`, such as `web`.",
    )
)
_NAME_OF_LABEL = Limit(
    form=_form(
        _LABEL,
        "a lowercase RFC 1123 label",
        "A lowercase RFC 1123 label: at most 63 letters, digits and `-`.",
    )
)
_QUALIFIED = Limit(
    form=_form(
        rf"(?:{_SUBDOMAIN}/)?{_PART}",
        "a qualified name",
        "Write a name, or `DOMAIN/NAME`, such as `example.com/ready`.",
    )
)
_PREFIXED = Limit(
    form=_form(
        rf"{_SUBDOMAIN}/\S+", "a domain-prefixed path", "Write `DOMAIN/NAME`, such as `example.com/ready`."
    )
)
_MANAGER = Limit(
    form=_form(
        rf"(?=.{{1,63}}\Z){_SUBDOMAIN}/\S+",
        "a domain-prefixed path of at most 63 characters",
        "Write `DOMAIN/NAME`, such as `example.com/queue`.",
    )
)
_WITHIN = _form(
    r"(?!/)(?!(?:.*/)?\.\.(?:/|\Z)).*",
    "a relative path without `..`",
    "It is a path within the directory of the kubelet's profiles.",
)
_NO_STEP_UP = _form(r"(?!(?:.*/)?\.\.(?:/|\Z)).*", "a path without `..`", "Write it without `..`.")
_IQN = _form(
    r"iqn\.\d{4}-\d{2}\.[-.A-Za-z0-9]+(?::[^,;*&$|\s]+)?|eui\.[A-Za-z0-9]{16}|naa\.[A-Za-z0-9]{32}",
    "valid, starting with iqn, eui or naa",
    "Such as `iqn.2001-04.com.example:storage.disk1`.",
)
_IDENTIFIER = Limit(
    form=_form(r"[A-Za-z_][A-Za-z0-9_]*", "a valid CEL identifier", "Use letters, digits and `_`.")
)
_PREFIX = Limit(
    form=_form(r"[ -<>-~]*", "printable ASCII without `=`", "It begins the names of environment variables.")
)
_UP_TO_255 = Limit(low=0, high=255)
_POSITIVE = Limit(low=1)
_ABSOLUTE = Limit(form=_form(r"/.*", "an absolute path", "Begin it with `/`."))
_HEADER = Limit(form=_form(r"[-A-Za-z0-9]+", "a valid HTTP header name", "Use letters, digits and `-`."))
_ADDRESS = Limit(
    form=_form(
        rf"(?:{_OCTET}\.){{3}}{_OCTET}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*",
        "a valid IP address",
        "Write one: `10.0.0.1`.",
    ),
)
_SEARCHES = Limit(
    form=_form(r"\.|[-A-Za-z0-9_]+(?:\.[-A-Za-z0-9_]+)*\.?", "a domain", "Write one: `example.com`."), most=32
)
_SYSCTL = Limit(
    form=_form(
        r"[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:[./][a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*",
        "a valid sysctl name",
        "Such as `net.core.somaxconn`.",
    )
)
_VERSION = Limit(form=_form(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?", "a version", "Such as `v1` and `v1beta1`."))
_KIND = Limit(
    form=_form(
        r"[A-Za-z](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?", "a kind", "Use letters and digits, such as `CronTab`."
    )
)
_GROUP = Limit(form=_form(_SUBDOMAIN, "an API group", "Such as `example.com`."))
_URL = Limit(
    form=_form(
        r"https://[^/\s@?#]+(?:/[^\s?#]*)?",
        "an https:// URL with a host, and without a user, a query or a fragment",
        "Such as `https://hooks.example.com/pods`.",
    )
)
_WEBHOOK = Limit(
    form=_form(
        rf"{_LABEL}(?:\.{_LABEL}){{2,}}",
        "a domain with at least three segments separated by dots",
        "Such as `pods.example.com`.",
    )
)
_REVIEWS = Limit(
    form=_form(r"v1(?:beta1)?", "a known version of AdmissionReview", "Write `[v1]`."), filled=True
)
_ONE_LINE = Limit(form=_form(r"[^\n]*", "on one line", "Write it on one line."))
_KEY = Limit(
    form=_form(
        r"(?!\.\.|\.\Z)[-._a-zA-Z0-9]+",
        "a valid key of a ConfigMap or Secret",
        "Use letters, digits, `-`, `_` and `.`.",
    )
)
_RULE = {"apiGroups": _FILLED, "apiVersions": _FILLED, "operations": _FILLED, "resources": _FILLED}
_WEBHOOK_FIELDS = {
    "name": _WEBHOOK,
    "timeoutSeconds": Limit(low=1, high=30),
    "admissionReviewVersions": _REVIEWS,
}

_LIMITS: Mapping[str, Mapping[str, Limit]] = {
    # every object
    "ObjectMeta": {"finalizers": _QUALIFIED},
    # pods
    "PodSpec": {
        "terminationGracePeriodSeconds": _NOT_NEGATIVE,
        "subdomain": _NAME_OF_LABEL,
        "nodeName": _NAME,
        "priorityClassName": _NAME,
        "runtimeClassName": _NAME,
    },
    "PodDNSConfig": {"nameservers": Limit(form=_ADDRESS.form, most=3), "searches": _SEARCHES},
    "HostAlias": {"hostnames": _NAME},
    "Toleration": {"key": _QUALIFIED},
    "Taint": {"key": _QUALIFIED},
    "TopologySpreadConstraint": {"topologyKey": Limit(form=_QUALIFIED.form, filled=True)},
    "PodAffinityTerm": {"topologyKey": _QUALIFIED},
    "PodReadinessGate": {"conditionType": _QUALIFIED},
    "PodSchedulingGate": {"name": _QUALIFIED},
    "Sysctl": {"name": _SYSCTL},
    "SeccompProfile": {"localhostProfile": Limit(form=_WITHIN)},
    "WindowsSecurityContextOptions": {"gmsaCredentialSpecName": _NAME},
    "SleepAction": {"seconds": _NOT_NEGATIVE},
    "EnvFromSource": {"prefix": _PREFIX},
    "ContainerPort": {"hostIP": _ADDRESS},
    "HTTPHeader": {"name": _HEADER},
    "ConfigMapKeySelector": {"key": _KEY},
    "SecretKeySelector": {"key": _KEY},
    # volumes
    "HostPathVolumeSource": {"path": _FILLED},
    "NFSVolumeSource": {"path": _ABSOLUTE, "server": _FILLED},
    "LocalVolumeSource": {"path": Limit(form=_NO_STEP_UP, filled=True)},
    "ISCSIVolumeSource": {"iqn": Limit(form=_IQN, filled=True), "lun": _UP_TO_255},
    "ISCSIPersistentVolumeSource": {"iqn": Limit(form=_IQN, filled=True), "lun": _UP_TO_255},
    "FCVolumeSource": {"lun": _UP_TO_255},
    "AWSElasticBlockStoreVolumeSource": {"partition": _UP_TO_255},
    "GCEPersistentDiskVolumeSource": {"partition": _UP_TO_255},
    "CSIVolumeSource": {"driver": _NAME},
    "CSIPersistentVolumeSource": {"driver": _NAME, "volumeHandle": _FILLED},
    "ServiceAccountTokenProjection": {"expirationSeconds": _TOKEN, "path": _FILLED},
    "PersistentVolumeSpec": {"storageClassName": _NAME},
    "PersistentVolumeClaimSpec": {"storageClassName": _NAME},
    "StorageClass": {"provisioner": Limit(form=_QUALIFIED.form, filled=True)},
    "VolumeAttributesClass": {"driverName": _NAME, "parameters": _FILLED},
    "CSIDriverSpec": {"nodeAllocatableUpdatePeriodSeconds": Limit(low=10)},
    "TopologySelectorLabelRequirement": {"values": _FILLED},
    # workloads
    "RollingUpdateStatefulSetStrategy": {"partition": _NOT_NEGATIVE, "maxUnavailable": Limit(low=1)},
    "StatefulSetOrdinals": {"start": _NOT_NEGATIVE},
    "JobSpec": {
        "managedBy": _MANAGER,
        "maxFailedIndexes": _NOT_NEGATIVE,
        "backoffLimitPerIndex": _NOT_NEGATIVE,
    },
    "PodFailurePolicyOnExitCodesRequirement": {"values": Limit(filled=True, most=255)},
    "CrossVersionObjectReference": {"kind": _FILLED, "name": _FILLED},
    "ResourceMetricSource": {"name": _FILLED},
    "ContainerResourceMetricSource": {"name": _FILLED, "container": _FILLED},
    "MetricIdentifier": {"name": _FILLED},
    "HPAScalingRules": {"stabilizationWindowSeconds": Limit(low=0, high=3600), "policies": _FILLED},
    "HPAScalingPolicy": {"value": Limit(low=1), "periodSeconds": Limit(low=1, high=1800)},
    # services and networks
    "ServiceSpec": {"loadBalancerClass": _QUALIFIED},
    "ServicePort": {"appProtocol": _QUALIFIED},
    "ServiceCIDRSpec": {"cidrs": Limit(filled=True, most=2)},
    "ClientIPConfig": {"timeoutSeconds": Limit(low=1, high=86400)},
    "IngressSpec": {"ingressClassName": _NAME},
    "IngressTLS": {"secretName": _NAME},
    "NetworkPolicySpec": {"policyTypes": Limit(most=2)},
    "Endpoint": {"addresses": Limit(filled=True, most=100)},
    # the cluster
    "RoleRef": {"name": _FILLED},
    "Subject": {"name": _FILLED},
    "AggregationRule": {"clusterRoleSelectors": _FILLED},
    "RuntimeClass": {"handler": _NAME_OF_LABEL},
    "LeaseSpec": {"leaseDurationSeconds": _POSITIVE, "leaseTransitions": _NOT_NEGATIVE},
    "TokenRequestSpec": {"expirationSeconds": _TOKEN},
    "ExactDeviceRequest": {"deviceClassName": _NAME, "count": _POSITIVE},
    "DeviceSubRequest": {"deviceClassName": _NAME, "count": _POSITIVE},
    "APIServiceSpec": {
        "groupPriorityMinimum": Limit(low=1, high=20000),
        "versionPriority": Limit(low=1, high=1000),
    },
    "CertificateSigningRequestSpec": {
        "signerName": _PREFIXED,
        "usages": _FILLED,
        "expirationSeconds": _TOKEN,
    },
    "LimitedPriorityLevelConfiguration": {
        "nominalConcurrencyShares": _NOT_NEGATIVE,
        "lendablePercent": Limit(low=0, high=100),
        "borrowingLimitPercent": _NOT_NEGATIVE,
    },
    "QueuingConfiguration": {"queues": _POSITIVE, "handSize": _POSITIVE, "queueLengthLimit": _POSITIVE},
    "FlowSchemaSpec": {"matchingPrecedence": Limit(low=1, high=10000)},
    "PriorityLevelConfigurationReference": {"name": _FILLED},
    # what extends the cluster
    "CustomResourceDefinitionSpec": {"versions": _FILLED, "group": _GROUP},
    "CustomResourceDefinitionVersion": {"name": _VERSION},
    "CustomResourceDefinitionNames": {"kind": _KIND},
    "ValidatingWebhook": _WEBHOOK_FIELDS,
    "MutatingWebhook": _WEBHOOK_FIELDS,
    "WebhookClientConfig": {"url": _URL},
    "ServiceReference": {"port": _PORT, "path": _ABSOLUTE, "name": _FILLED, "namespace": _FILLED},
    "RuleWithOperations": _RULE,
    "NamedRuleWithOperations": _RULE,
    "ValidatingAdmissionPolicyBindingSpec": {"policyName": _FILLED, "validationActions": _FILLED},
    "MutatingAdmissionPolicySpec": {"mutations": _FILLED},
    "MutatingAdmissionPolicyBindingSpec": {"policyName": _FILLED},
    "Variable": {"name": _IDENTIFIER},
    "Validation": {"expression": _FILLED, "message": _ONE_LINE},
}
"""By the short name of a definition and its field."""
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
    "ParamRef": ("parameterNotFoundAction",),
    "MutatingAdmissionPolicySpec": ("matchConstraints", "mutations"),
    "VolumeAttributesClass": ("parameters",),
}
"""The fields that a definition must have, and that its schema does not require."""
_NO_LIMITS: Mapping[str, Limit] = {}


def field_limits(type_name: str) -> Mapping[str, Limit]:
    """What the values of a definition's fields must be, by field; `type_name` is its short name."""
    return _LIMITS.get(type_name, _NO_LIMITS)


def needed_fields(type_name: str) -> tuple[str, ...]:
    """The fields that the API server requires of a definition, beyond its schema."""
    return _NEEDED.get(type_name, ())
