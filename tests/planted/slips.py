"""Names that are misspelt: of fields, kinds, apiVersions and values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from blocks import Block, Defect, Field, end, start

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ENUMS = frozenset(
    "imagePullPolicy protocol operator effect type restartPolicy podManagementPolicy concurrencyPolicy "
    "completionMode dnsPolicy whenUnsatisfiable reclaimPolicy volumeBindingMode volumeMode selectPolicy "
    "persistentVolumeReclaimPolicy externalTrafficPolicy sessionAffinity ipFamilyPolicy preemptionPolicy "
    "pathType scheme scope sideEffects failurePolicy fieldPath".split()
)
_ENUM_LISTS = frozenset("accessModes policyTypes ipFamilies operations".split())
_OLD = {
    # what a kind was called by, and since when it is not
    "Deployment": ("extensions/v1beta1", "apps/v1beta2"),
    "DaemonSet": ("extensions/v1beta1",),
    "StatefulSet": ("apps/v1beta1",),
    "CronJob": ("batch/v1beta1", "batch/v2alpha1"),
    "Ingress": ("extensions/v1beta1", "networking.k8s.io/v1beta1"),
    "IngressClass": ("networking.k8s.io/v1beta1",),
    "HorizontalPodAutoscaler": ("autoscaling/v2beta2", "autoscaling/v2beta1"),
    "PodDisruptionBudget": ("policy/v1beta1",),
    "PriorityClass": ("scheduling.k8s.io/v1beta1",),
    "StorageClass": ("storage.k8s.io/v1beta1",),
    "Role": ("rbac.authorization.k8s.io/v1beta1",),
    "RoleBinding": ("rbac.authorization.k8s.io/v1beta1",),
    "ValidatingWebhookConfiguration": ("admissionregistration.k8s.io/v1beta1",),
}


def misspelt(name: str, random: Random) -> Iterator[tuple[str, str]]:
    """Names with one slip of the fingers, each with what the slip is."""
    inner = range(1, len(name) - 1)
    at = random.choice(inner or range(len(name)))
    yield "letter missing", name[:at] + name[at + 1 :]
    yield "letter doubled", name[: at + 1] + name[at:]
    others = _LETTERS.replace(name[at].lower(), "")
    yield "another letter", name[:at] + random.choice(others) + name[at + 1 :]
    pairs = [at for at in range(1, len(name) - 1) if name[at] != name[at + 1]]
    if pairs:
        at = random.choice(pairs)
        yield "letters swapped", name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def in_other_case(name: str) -> Iterator[tuple[str, str]]:
    """A name of a field in another case, each with what was done."""
    yield "capital first", name[0].upper() + name[1:]
    if name != name.lower():
        yield "lower case", name.lower()
        yield "snake case", re.sub("([A-Z])", lambda match: f"_{match[0].lower()}", name).lstrip("_")
        yield "kebab case", re.sub("([A-Z])", lambda match: f"-{match[0].lower()}", name).lstrip("-")


def fields(block: Block, random: Random) -> Iterator[Defect]:
    """Fields with a misspelt name."""
    names = {field.name for field in block.fields}
    for field in block.fields:
        key = field.key
        if key is None or field.is_free:
            continue
        head = len(field.path) == 1 and field.name in ("apiVersion", "kind")
        rules = "unknown-field missing-field" if head else "unknown-field"
        slips = [*misspelt(field.name, random), *in_other_case(field.name)]
        for what, wrong in slips:
            if wrong not in names and wrong != field.name:
                change = (start(key), end(key), wrong)
                yield block.defect(f"field: {what}", rules, change, start(key), field.name)


def kinds(block: Block, random: Random) -> Iterator[Defect]:
    """Kinds and apiVersions that do not exist, or no longer."""
    for field in block.fields:
        if len(field.path) > 1 or field.kind == "CronTab":
            continue
        first, last = start(field.value), end(field.value)
        if field.name == "kind":
            slips = [*misspelt(field.text, random), ("lower case", field.text.lower())]
            slips += [("plural", f"{field.text}s")]
            for what, wrong in slips:
                yield block.defect(f"kind: {what}", "unknown-kind", (first, last, wrong), first, field.text)
        if field.name == "apiVersion":
            for old in _OLD.get(field.kind, ()):
                yield block.defect("removed API", "removed-api", (first, last, old), first, field.text)
            for what, wrong in _wrong_versions(field, random):
                rules = "unknown-kind removed-api"
                yield block.defect(f"apiVersion: {what}", rules, (first, last, wrong), first, field.text)


def _wrong_versions(field: Field, random: Random) -> Iterator[tuple[str, str]]:
    group, slash, version = field.text.rpartition("/")
    if slash:
        yield "group missing", version
        yield "version missing", group
        yield "group misspelt", f"{dict(misspelt(group, random))['letter missing']}/{version}"
        yield "another version", f"{group}/v9"
    else:
        yield "group added", f"apps/{version}"
        yield "another version", "v2"


def values(block: Block, random: Random) -> Iterator[Defect]:
    """Values that are not among those of their field."""
    for field in block.fields:
        one = field.name in _ENUMS and not field.is_free and not _is_any(field)
        item = field.name == "-" and len(field.path) > 1 and field.path[-2] in _ENUM_LISTS
        if not (one or item) or not field.text:
            continue
        first, last = start(field.value), end(field.value)
        slips = [*misspelt(field.text, random)] if len(field.text) > 3 else []
        slips += [
            (what, wrong)
            for what, wrong in (("lower case", field.text.lower()), ("upper case", field.text.upper()))
            if wrong != field.text
        ]
        for what, wrong in slips:
            yield block.defect(f"value: {what}", "unknown-value", (first, last, wrong), first, field.text)


def _is_any(field: Field) -> bool:
    """Whether the API server takes any text there."""
    return field.kind in ("Secret", "CronTab")
