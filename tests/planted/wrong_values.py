"""Values that the API server refuses, and names of what is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import TypeVar

from blocks import Block, Defect, Field, end, start
from slips import misspelt

_Value = TypeVar("_Value")

_LONG = "a" * 64
_NAME = (("My-name", ""), ("my_name", "my-name"), ("my name", ""), ("-name", ""), ("name-", ""), ("a..b", ""))
_QUANTITY = (("100 m", "100m"), ("64mb", ""), ("1,5", ""), ("1.5.2", ""), ("-1", ""), ("64MiB", ""))
_PORT = (("0", ""), ("65536", ""), ("-1", ""), ("100000", ""))
_LABEL = (("a b", ""), ("a@b.com", ""), ("/a", ""), (_LONG, ""), ("-a", ""), ("a-", ""))
_IMAGE = (
    ("nginx 1.28", ""),
    (":1.28", ""),
    ("nginx::1.28", ""),
    ("nginx:1.28:2", ""),
    ("example//app:1", ""),
    ("https://example.com/app:1", ""),
)
_CIDR = (("10.0.0.0", ""), ("10.0.0.0/33", ""), ("10.0.0/16", ""), ("10.0.256.0/16", ""))
_DOMAIN = (("Front.example.com", ""), ("front_example.com", ""), ("https://front.example.com", ""))
_SELECTOR = (("60", ""), ("-5", ""))
_TABLE: Mapping[tuple[str, ...], tuple[str, tuple[tuple[str, str], ...]]] = {
    ("metadata", "name"): ("invalid-name", _NAME),
    ("metadata", "namespace"): ("invalid-name", _NAME),
    ("containers", "-", "name"): ("invalid-name", (*_NAME[:5], (_LONG, ""), ("a.b", ""))),
    ("containers", "-", "image"): ("invalid-value missing-field", _IMAGE),
    ("initContainers", "-", "image"): ("invalid-value missing-field", _IMAGE),
    ("containerPort",): ("invalid-value", _PORT),
    ("ports", "-", "port"): ("invalid-value", _PORT),
    ("ports", "-", "nodePort"): ("invalid-value", (("65536", ""), ("-1", ""))),
    ("port", "number"): ("invalid-value", _PORT),
    ("requests", "cpu"): ("invalid-quantity", (("500mi", "500m"), *_QUANTITY)),
    ("requests", "memory"): ("invalid-quantity", (("512mi", "512Mi"), ("1gi", "1Gi"), *_QUANTITY[1:])),
    ("limits", "memory"): ("invalid-quantity", (("512mi", "512Mi"), ("512 Mi", "512Mi"), *_QUANTITY[1:])),
    ("requests", "storage"): ("invalid-quantity", (("10gi", "10Gi"), ("10 Gi", "10Gi"), *_QUANTITY[1:])),
    ("capacity", "storage"): ("invalid-quantity", (("10gi", "10Gi"), *_QUANTITY[1:])),
    ("emptyDir", "sizeLimit"): ("invalid-quantity", (("1gi", "1Gi"), *_QUANTITY[1:5])),
    ("labels", "app"): ("invalid-label unmatched-selector", _LABEL),
    ("nodeSelector", "disk"): ("invalid-label", _LABEL),
    ("spec", "schedule"): (
        "invalid-value",
        (
            ("'30 2 * *'", ""),
            ("'61 2 * * *'", ""),
            ("'30 24 * * *'", ""),
            ("'30 2 0 * *'", ""),
            ("'30 2 * 13 *'", ""),
            ("'30 2 * * 8'", ""),
            ("'30 2 * * * *'", ""),
            ("'@dayly'", "@daily"),
            ("'TZ=UTC 30 2 * * *'", ""),
            ("'30 2 * * mo'", ""),
            ("'*/0 2 * * *'", ""),
            ("'5-1 2 * * *'", ""),
        ),
    ),
    ("spec", "timeZone"): ("invalid-value", (("Europe/Berln", ""), ("Local", ""), ("CEST+2", ""))),
    ("ipBlock", "cidr"): ("invalid-value", _CIDR),
    ("loadBalancerSourceRanges", "-"): ("invalid-value", _CIDR),
    ("except", "-"): ("invalid-value", (*_CIDR[1:], ("11.0.0.0/24", ""))),
    ("rules", "-", "host"): ("invalid-value invalid-name", _DOMAIN),
    ("httpGet", "path"): ("", ()),
    ("paths", "-", "path"): ("invalid-value", (("api", ""),)),
    ("nfs", "path"): ("invalid-value", (("exports", ""),)),
    ("securityContext", "runAsUser"): ("invalid-value", (("-1", ""), ("3000000000", ""))),
    ("spec", "minReplicas"): ("invalid-value", (("-1", ""), ("11", ""))),
    ("spec", "maxReplicas"): ("invalid-value", (("0", ""),)),
    ("spec", "replicas"): ("invalid-value", (("-1", ""),)),
    ("spec", "backoffLimit"): ("invalid-value", (("-1", ""),)),
    ("spec", "parallelism"): ("invalid-value", (("-1", ""),)),
    ("readinessProbe", "periodSeconds"): ("invalid-value", (("-1", ""),)),
    ("readinessProbe", "initialDelaySeconds"): ("invalid-value", (("-5", ""),)),
    ("data", "password"): ("invalid-base64", (("secret!", ""), ("c2VjcmV", ""))),
    ("env", "-", "name"): ("invalid-name invalid-value", (("A=B", ""), ('""', ""))),
    ("apiGroups", "-"): ("invalid-value", (("core", '""'), ("apps/v1", "apps"), ("v1", '""'))),
    ("resources", "-"): ("invalid-value", (("Pods", ""), ("Deployment", ""))),
    ("roleRef", "kind"): ("unknown-value", (("role", "Role"), ("ClusterRoles", "ClusterRole"))),
    ("roleRef", "apiGroup"): ("unknown-value", (("rbac.authorization.k8s.io/v1", ""), ("rbac", ""))),
    ("subjects", "-", "kind"): (
        "unknown-value",
        (("serviceaccount", "ServiceAccount"), ("ServiceAcount", "ServiceAccount")),
    ),
    ("spec", "clusterIP"): ("invalid-value", (("none", "None"), ("10.0.0", ""), ("10.0.0.256", ""))),
    ("topologySpreadConstraints", "-", "maxSkew"): ("invalid-value", (("0", ""),)),
    ("topologySpreadConstraints", "-", "topologyKey"): (
        "invalid-value invalid-label missing-field",
        (('""', ""), ("a b", "")),
    ),
    ("webhooks", "-", "name"): (
        "invalid-name invalid-value",
        (("pods", ""), ("Pods.policy.example.com", "")),
    ),
    ("webhooks", "-", "timeoutSeconds"): ("invalid-value", (("0", ""), ("31", ""))),
    ("spec", "controller"): ("invalid-value", (("nginx", ""), ("k8s.io/", ""))),
    ("versions", "-", "name"): ("invalid-name invalid-value", (("V1", ""),)),
    ("PriorityClass", "value"): ("invalid-value", (("2000000000", ""),)),
}
"""By the end of a field's path: the rules, and values with what they must be offered."""
_REFERENCES: Mapping[tuple[str, ...], str] = {
    ("volumeMounts", "-", "name"): "undefined-volume",
    ("configMapKeyRef", "name"): "undefined-reference",
    ("configMapKeyRef", "key"): "undefined-reference",
    ("secretKeyRef", "name"): "undefined-reference",
    ("secretKeyRef", "key"): "undefined-reference",
    ("configMapRef", "name"): "undefined-reference",
    ("configMap", "name"): "undefined-reference",
    ("persistentVolumeClaim", "claimName"): "undefined-reference",
    ("backend", "service", "name"): "undefined-reference",
    ("httpGet", "port"): "undefined-port",
    ("ports", "-", "targetPort"): "undefined-port",
}
_SELECTED = {
    ("matchLabels", "app"): "unmatched-selector",
    ("matchLabels", "name"): "unmatched-selector",
    ("matchLabels", "tier"): "unmatched-selector",
    ("spec", "selector", "tier"): "unmatched-service",
}
_OTHER_NAMES = ("Role", "RoleBinding", "CustomResourceDefinition", "PodDisruptionBudget")
"""Kinds whose names need not be DNS names, or follow from their other fields."""
_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")


def refused(block: Block, random: Random) -> Iterator[Defect]:
    """Values that the API server refuses."""
    for field in block.fields:
        found = _row(_TABLE, (field.kind, *field.path))
        if found is None or field.kind == "CronTab" or "openAPIV3Schema" in field.path:
            continue
        at, (rules, wrong_values) = found
        if field.kind not in ("Role",) and at in (("apiGroups", "-"), ("resources", "-")):
            continue
        if at == ("labels", "app") and "template" in field.path:
            continue
        if at[0] == "metadata" and ("volumeClaimTemplates" in field.path or field.kind in _OTHER_NAMES):
            continue
        first, last = start(field.value), end(field.value)
        for wrong, suggestion in wrong_values:
            yield block.defect(f"value of {'.'.join(at)}", rules, (first, last, wrong), first, suggestion)


def unmatched(block: Block, random: Random) -> Iterator[Defect]:
    """Names and labels of what is not there."""
    for field in block.fields:
        first, last = start(field.value), end(field.value)
        found = _row(_REFERENCES, field.path)
        if found is not None and field.text and not field.text.isdigit():
            at, rule = found
            slips = dict(misspelt(field.text, random))
            for what in ("letter missing", "letters swapped"):
                if what in slips and len(field.text) > 4:
                    kind = f"reference of {'.'.join(at)}"
                    yield block.defect(kind, rule, (first, last, slips[what]), first, field.text)
        found = _row(_SELECTED, field.path)
        if found is not None and (field.kind in _WORKLOADS or field.kind == "Service"):
            at, rule = found
            if "selector" in field.path[:3] and field.path[0] == "spec" and field.path[1] == "selector":
                for what, wrong in misspelt(field.text, random):
                    yield block.defect(f"selector: {what}", rule, (first, last, wrong), first, field.text)


def combined(block: Block, random: Random) -> Iterator[Defect]:
    """Fields that do not go together."""
    for field in block.fields:
        if field.key is None:
            continue
        line, column = block.where(start(field.key))
        indent = " " * (column - 1)
        below = sum(map(len, block.lines[:line]))
        path = field.path
        if path[-2:] == ("-", "value") and "env" in path:
            new = f"{indent}valueFrom:\n{indent}  fieldRef:\n{indent}    fieldPath: metadata.name\n"
            yield block.defect("value and valueFrom", "one-of", (below, below, new), below + column - 1)
        if path[-1] == "emptyDir":
            new = f"{indent}configMap:\n{indent}  name: other\n"
            at = _below(block, field)
            yield block.defect("two sources of a volume", "one-of", (at, at, new), at + column - 1)
        if path[-1] in ("httpGet",) and "readinessProbe" in path:
            new = f"{indent}tcpSocket:\n{indent}  port: 8080\n"
            at = _below(block, field)
            yield block.defect("two handlers of a probe", "one-of", (at, at, new), at + column - 1)
        if path[-1] == "restartPolicy" and field.kind in ("Job", "CronJob"):
            first, last = start(field.value), end(field.value)
            change = (first, last, "Always")
            yield block.defect("restartPolicy of a job", "job-restart-policy", change, first)
        if path[-2:] == ("requests", "memory"):
            first, last = start(field.value), end(field.value)
            change = (first, last, "256Mi")
            yield block.defect("requests over limits", "requests-over-limits", change, first)
        if path[-2:] == ("-", "containerPort") and field.kind == "Deployment" and block.name == "deployment":
            again = f"{indent[:-2]}- name: http\n{indent}containerPort: 9090\n"
            following = below + len(block.lines[line])
            defect = block.defect("item twice", "duplicate-item", (following, following, again), following)
            yield Defect(defect.kind, defect.text, defect.rules, line + 2, column + len("name: "))


def _below(block: Block, field: Field) -> int:
    """The offset of the first line below a field and what belongs to it."""
    value = block.text[start(field.value) : end(field.value)].rstrip(" \n")
    return block.text.index("\n", start(field.value) + len(value)) + 1


def _row(
    table: Mapping[tuple[str, ...], _Value], path: tuple[str, ...]
) -> tuple[tuple[str, ...], _Value] | None:
    for length in (3, 2, 1):
        if path[-length:] in table and len(path) >= length:
            return path[-length:], table[path[-length:]]
    return None
