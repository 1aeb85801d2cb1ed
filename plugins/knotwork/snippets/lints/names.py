"""The names of objects: their form depends on the kind, and most must have one."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import duplicate_value, invalid, quoted
from knotwork.snippets.fields.duplicate_items import DUPLICATE_ITEM
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, is_output, missing, place
from knotwork.snippets.lints.forms import (
    CRON_JOB,
    DATA_KEY,
    INVALID_NAME,
    LABEL,
    PATH_SEGMENT,
    SUBDOMAIN,
    Form,
    checked_name,
    fault,
)
from knotwork.snippets.lints.lint import EVERY_KIND, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.schema.scopes import WITHOUT_NAMESPACE
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_true, literal, literal_name, text

_SUBDOMAINS = {
    "": "Pod PodTemplate ReplicationController ConfigMap Secret ServiceAccount PersistentVolume "
    "PersistentVolumeClaim Node LimitRange ResourceQuota Endpoints",
    "events.k8s.io": "Event",
    "apps": "Deployment ReplicaSet DaemonSet ControllerRevision",
    "batch": "Job",
    "autoscaling": "HorizontalPodAutoscaler",
    "networking.k8s.io": "Ingress IngressClass NetworkPolicy ServiceCIDR",
    "discovery.k8s.io": "EndpointSlice",
    "storage.k8s.io": "StorageClass CSIDriver CSINode CSIStorageCapacity VolumeAttachment "
    "VolumeAttributesClass",
    "scheduling.k8s.io": "PriorityClass PodGroup CompositePodGroup Workload",
    "node.k8s.io": "RuntimeClass",
    "coordination.k8s.io": "Lease",
    "admissionregistration.k8s.io": "ValidatingWebhookConfiguration MutatingWebhookConfiguration "
    "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding "
    "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding",
    "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
    "resource.k8s.io": "DeviceClass DeviceTaintRule ResourceClaim ResourceClaimTemplate ResourceSlice",
    "storagemigration.k8s.io": "StorageVersionMigration",
}
_RBAC = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")
_FORMS: Mapping[tuple[str, str], Form] = {
    **{(group, kind): SUBDOMAIN for group, kinds in _SUBDOMAINS.items() for kind in kinds.split()},
    **{("rbac.authorization.k8s.io", kind): PATH_SEGMENT for kind in _RBAC},
    ("policy", "PodDisruptionBudget"): PATH_SEGMENT,
    ("", "Namespace"): LABEL,
    # of late a Service's name may start with a digit: RelaxedServiceNameValidation. Older clusters
    # refuse it, but to say so would be wrong for the newest ones
    ("", "Service"): LABEL,
    ("apps", "StatefulSet"): LABEL,
    ("batch", "CronJob"): CRON_JOB,
    ("coordination.k8s.io", "LeaseCandidate"): DATA_KEY,
}
"""The form of names by kind. Kinds that are not here may have other forms, or no name."""
_NAMED_BY_SERVER = frozenset(("LimitRange",))
_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

_SUBMITTED = "`argo submit --generate-name` names it; the API server needs `name:` or `generateName:`."
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]+")
_PLACEHOLDERS = frozenset(
    "APPNAME CLAIM CLUSTER CLUSTERNAME CONFIG CONFIGMAP CRONJOB DAEMONSET DEPLOYMENT DOMAIN EMAIL GROUP HOST "
    "HOSTNAME IMAGE INGRESS NAME NAMESPACE NODE NODENAME PODNAME PROJECT RELEASE ROLE SECRET SECRETNAME "
    "SERVICE SERVICEACCOUNT SERVICENAME STATEFULSET TENANT TODO USER USERNAME VALUE VERSION VOLUME".split()
)
"""Words that stand for a name where they stand alone."""
_SHORT_PLACEHOLDERS = frozenset(
    "ABC APP ARN BAR BAZ CM CR CRD CRT DS ENV FOO HPA ID IP JOB KEY LB NA NAM NS ORG PDB POD PV PVC QUX RC "
    "REF RG RS SA SC STS SVC TAG TBA TBD UID URI URL USR VAL VAR VM XX XXX XY XYZ YY YYY ZZ ZZZ".split()
)
"""The same of two or three letters, most of them short for what they stand for."""


@lint(EVERY_KIND)
def names(manifest: Manifest) -> Iterator[Violation]:
    """The name of an object and of its namespace."""
    metadata = manifest.metadata
    form = _FORMS.get((manifest.group, manifest.kind))
    if form is not None:
        yield from _name(manifest, form)
    if "namespace" in metadata and text(metadata["namespace"][1]) != "":
        if manifest.kind in WITHOUT_NAMESPACE:
            yield from _namespace_without_effect(manifest)
        else:
            yield from checked_name(metadata["namespace"][1], LABEL, read=_name_at)


def name_of_custom_object(manifest: Manifest, *, cluster_wide: bool = False) -> Iterator[Violation]:
    """The name of an object of a custom resource, and of its namespace; `cluster_wide`: it is in none."""
    yield from _name(manifest, SUBDOMAIN)
    namespace = given(manifest.metadata, "namespace")
    if namespace is not None and text(namespace) != "":
        if cluster_wide:
            yield from _namespace_without_effect(manifest)
        else:
            yield from checked_name(namespace, LABEL)


def _namespace_without_effect(manifest: Manifest) -> Iterator[Violation]:
    """An info: the API server drops the namespace first. An empty one is reported already."""
    if literal(manifest.metadata["namespace"][1]) is not None and not is_output(manifest):
        key = manifest.metadata["namespace"][0]
        message = f"has no effect: objects of kind {manifest.kind} are in no namespace"
        yield replace(at_node(INVALID_VALUE, key, message, "The line can be removed."), severity="info")


@lint(EVERY_KIND, fields=("ownerReferences",))
def owners(manifest: Manifest) -> Iterator[Violation]:
    """Of several owners one is the controller."""
    listed = manifest.maps(given(manifest.metadata, "ownerReferences"))
    controllers = [owner["controller"][1] for owner in listed if is_true(given(owner, "controller"))]
    for owner in listed:
        node, version = given(owner, "kind"), literal(given(owner, "apiVersion"))
        if node is not None and literal(node) == "Event" and version in ("v1", "events.k8s.io/v1"):
            message = invalid(node, f"{version}, Kind=Event is disallowed from being an owner")
            yield at_node(INVALID_VALUE, node, message, "Name another object.")
    for node in controllers[1:]:
        message = "Invalid value: only one reference can have `controller` set to true"
        violation = at_node(INVALID_VALUE, node, message, "Write `false`.")
        yield replace(violation, related=(place(controllers[0], "the first is here"),))


@lint("networking.k8s.io/IPAddress")
def address(manifest: Manifest) -> Iterator[Violation]:
    """The name of an IPAddress is the address."""
    node = given(manifest.metadata, "name")
    written = literal(node)
    if node is not None and written and not _is_canonical(written):
        message = invalid(node, "must be a valid IP address in canonical form")
        help_ = "Write it short and in lower case: `2001:db8::1`." if _is_address(written) else _BY_ADDRESS
        yield at_node(INVALID_NAME, node, message, help_)


_BY_ADDRESS = "An IPAddress is called as its address: `192.0.2.1`, `2001:db8::1`."


def _is_address(written: str) -> bool:
    """Whether a name is written like an address, though perhaps not as the API server writes it."""
    return ":" in written or re.fullmatch(r"[0-9.]+", written) is not None


def _is_canonical(written: str) -> bool:
    try:
        return str(ipaddress.ip_address(written)) == written
    except ValueError:
        return False


def _name(manifest: Manifest, form: Form) -> Iterator[Violation]:
    metadata = manifest.metadata
    if "name" in metadata and (text(metadata["name"][1]) != "" or "generateName" not in metadata):
        yield from _checked_with_namespace(manifest, metadata["name"][1], form)
    if "generateName" in metadata:  # it is validated beside a name, too
        yield from _prefix(metadata["generateName"][1], form)
    elif "name" not in metadata and not manifest.partial and _is_to_be_expected(manifest):
        help_ = f"Every {manifest.kind} has a name: add `name:` under `metadata:`."
        lacking = missing(manifest.fields["metadata"][1], "name", "metadata", help_)
        if manifest.kind == "Workflow" and manifest.api_version.startswith("argoproj.io/"):
            lacking = replace(lacking, help=_SUBMITTED, severity="info")
        yield lacking


def _checked_with_namespace(manifest: Manifest, node: yaml.Node, form: Form) -> Iterator[Violation]:
    """A name; `web/settings` beside `namespace: web` is the name with its namespace, as programs print it."""
    namespace = text(given(manifest.metadata, "namespace"))
    alone = (text(node) or "").removeprefix(f"{namespace}/")
    is_meant = bool(namespace) and alone != text(node) and fault(alone, form) is None
    yield from checked_name(node, form, better=alone if is_meant else None, read=_name_at)


def _name_at(node: yaml.Node | None) -> str | None:
    """A name; `MYPOD` is one as well, though `NAME`, `POD` and `MY_POD` are placeholders."""
    written = literal(node)
    if written is not None and _CAPITALS.fullmatch(written) and not _stands_for_name(written):
        return written
    return literal_name(node)


def _stands_for_name(word: str) -> bool:
    """Whether a word in capitals is a usual placeholder; one with digits has more of them: `APP1`, `V2`."""
    letters = word.rstrip("0123456789")
    return word in _PLACEHOLDERS or letters in _SHORT_PLACEHOLDERS or len(letters) == 1


def _prefix(node: yaml.Node, form: Form) -> Iterator[Violation]:
    """A name that the API server adds to: it may end with a dash."""
    written = text(node)
    if written and fault(f"{written}x", form) is not None:
        yield from checked_name(node, form, suggest=False)


def _is_to_be_expected(manifest: Manifest) -> bool:
    """Whether there is metadata, and no misspelt or misplaced name: the schema check reports those."""
    there = isinstance(manifest.value("metadata"), yaml.MappingNode) and manifest.kind not in _NAMED_BY_SERVER
    return there and "name" not in manifest.fields and manifest.metadata.keys() <= known_fields(_META)


def duplicate(node: yaml.Node, message: str, first: yaml.Node, help_: str) -> Violation:
    """A name that something before it has too."""
    violation = at_node(DUPLICATE_ITEM, node, message, help_)
    return replace(violation, related=(place(first, "the first is here"),))


def named_once(nodes: Iterable[yaml.Node | None]) -> Iterator[Violation]:
    """Texts of which each is to be there once."""
    first: dict[str, yaml.Node] = {}
    for node in nodes:
        written = literal(node)
        if node is not None and written and first.setdefault(written, node) is not node:
            yield duplicate(node, duplicate_value(quoted(written)), first[written], "Remove one of them.")
