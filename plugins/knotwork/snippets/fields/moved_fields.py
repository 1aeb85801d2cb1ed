"""Fields that have another place: those of older versions, of other kinds, of every object."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

import yaml
from msgspec.structs import replace

from knotwork.snippets.schema.migrations import RENAMED
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Violation

_OF_METADATA = frozenset(("namespace", "annotations", "labels"))
_GONE = {"initializers": "1.16", "clusterName": "1.25"}
"""Fields that every object had, with the minor that has them no more."""
_NO_KEYWORD = "The schema of a CustomResourceDefinition has no such keyword"
_OF_KINDS: Mapping[str, Mapping[str, str]] = {
    "ServiceSpec": {
        "topologyKeys": "Kubernetes 1.22 removed it; `trafficDistribution` prefers endpoints nearby."
    },
    "DeploymentSpec": {"rollbackTo": "Kubernetes 1.16 removed it: use `kubectl rollout undo`."},
    "DaemonSetSpec": {"templateGeneration": "Kubernetes 1.16 removed it."},
    "JSONSchemaProps": {
        "deprecated": f"{_NO_KEYWORD}: say it in `description:`. Only a whole version can be deprecated.",
        "const": f"{_NO_KEYWORD}: write `enum:` with one value.",
        "examples": f"{_NO_KEYWORD}: write `example:`.",
        **dict.fromkeys(("readOnly", "writeOnly", "$comment"), f"{_NO_KEYWORD}: say it in `description:`."),
        **dict.fromkeys(
            ("if", "then", "else", "contains", "propertyNames", "dependentRequired", "dependentSchemas"),
            f"{_NO_KEYWORD}: write a rule in `x-kubernetes-validations:`.",
        ),
        **dict.fromkeys(
            ("$defs", "discriminator", "xml", "contentEncoding", "contentMediaType", "prefixItems"),
            f"{_NO_KEYWORD}.",
        ),
    },
}
"""Fields that some kinds had, or that others have, by the definition, with what is said of them.

Of JSONSchemaProps they are keywords of JSON Schema and OpenAPI that its type does not have, in
k8s.io/apiextensions-apiserver: pkg/apis/apiextensions/v1/types_jsonschema.go.
"""
_VERSION = "Write `versions:`, with an item that has `name:`, `served:`, `storage:` and `schema:`."
_HAS_VERSIONS = "Remove it: `versions` has the names of all versions."
_CONVERSION = (
    "Write `webhook:`, and below it `clientConfig:` with what stands here, and `conversionReviewVersions:`"
    " with the versions of reviews that the webhook reads."
)
_OF_POD = frozenset(("fsGroup", "fsGroupChangePolicy", "supplementalGroups", "sysctls"))
_OF_CONTAINER = frozenset(
    ("privileged", "allowPrivilegeEscalation", "capabilities", "readOnlyRootFilesystem", "procMount")
)
_SECURITY = {
    "PodSecurityContext": (_OF_CONTAINER, "the securityContext of a container"),
    "SecurityContext": (_OF_POD, "the securityContext of the pod"),
}
"""The settings of security that only containers have, and those that only pods have."""
_PEERS = {"NetworkPolicyIngressRule": "from[]", "NetworkPolicyEgressRule": "to[]"}
_DIRECTIONS = {
    "NetworkPolicyIngressRule": ("ingress", "from", "egress", "to"),
    "NetworkPolicyEgressRule": ("egress", "to", "ingress", "from"),
}
"""The lists of rules, each with its field for peers, and those of the other direction."""
_OF_PEERS = frozenset(("podSelector", "namespaceSelector", "ipBlock"))
_NEAR = 1
"""Further below a manifest, other things than it may be meant to have labels."""
_FIRST = re.compile(r"\w+")


class Moved(NamedTuple):
    """Where a field that is unknown here has its place."""

    where: str = ""
    """The end of a message about it."""
    help: str | None = None
    below: str = ""
    """As in a Violation."""
    belongs: str = ""
    """As in a Violation."""


_HEAD = frozenset(("apiVersion", "kind", "metadata"))


def moved_field(
    name: str, value: yaml.Node, schema: Schema, present: Set[str], *, depth: int
) -> Moved | None:
    """The place of a field that a definition does not have; None when it is not known.

    `present`: the fields beside it. `depth`: how many levels below the manifest the definition is; 0: it is
    that of the manifest.
    """
    if schema.name == "LabelSelector" and isinstance(value, yaml.ScalarNode):  # a label is a text
        where = f': "{name}" belongs under matchLabels'
        return Moved(where, "Labels stand under `matchLabels:`.", below="matchLabels")
    now = RENAMED.get(name, "")
    first = _FIRST.match(now)
    if first is not None and first[0] in schema.fields:
        return Moved(f": it is {now} now")
    if schema.name == "ObjectMeta" and name in _GONE:
        return Moved(help=f"Kubernetes {_GONE[name]} removed it.")
    if gone := _OF_KINDS.get(schema.name, {}).get(name):
        return Moved(help=gone)
    if schema.name in _PEERS and name in _OF_PEERS:
        return Moved(f': "{name}" belongs under {_PEERS[schema.name]}', "Check the indentation.")
    if (direction := _of_other_direction(name, schema, present)) is not None:
        return direction
    others, owner = _SECURITY.get(schema.name, (frozenset(), ""))
    if name in others:
        return Moved(f': "{name}" belongs in {owner}', "Move it there.")
    if name == "spec" and depth == 0 and schema.name:
        if (present - _HEAD) & schema.fields.keys():
            return Moved(
                help=f"A {schema.name} has no spec. If another manifest begins here, write `---` above it."
            )
        return Moved(help=f"A {schema.name} has no spec: its fields stand at the top.")
    if name == "namespace" and depth > 1:
        return None  # what it is beside may refer to another object
    if name in _OF_METADATA and 0 < depth <= _NEAR and "metadata" not in schema.fields:
        where = f': "{name}" belongs in metadata'
        return Moved(where, "Check the indentation.", belongs=f"metadata.{name}")
    return None


def _of_other_direction(name: str, schema: Schema, present: Set[str]) -> Moved | None:
    """The account of the peers of a rule for incoming traffic in one for outgoing, or the other way round."""
    own, peers, other, theirs = _DIRECTIONS.get(schema.name, ("", "", "", ""))
    if name != theirs or not theirs or peers in present:
        return None
    help_ = f"Write `{peers}:`, or write the rule as an item of `{other}:`."
    return Moved(f': it is of rules under {other}, and those under {own} have "{peers}"', help_)


def field_of_old_definition(name: str, schema: Schema, *, has_versions: bool) -> Moved | None:
    """The place that a field of a CustomResourceDefinition of v1beta1 has now; None for any other field.

    `has_versions`: those stand beside it.
    """
    if schema.name == "CustomResourceDefinitionSpec" and name == "version":
        help_ = _HAS_VERSIONS if has_versions else _VERSION
        return Moved("" if has_versions else ": it is versions[].name now", help_)
    if schema.name == "CustomResourceConversion" and name == "webhookClientConfig":
        return Moved(": it is webhook.clientConfig now", _CONVERSION)
    return None


def field_beside(name: str, manifest: Schema) -> str:
    """The only field of a manifest that can have a field, such as `spec`; empty without one, or with more."""
    fields = manifest.fields.items()
    beside = [
        field for field, below in fields if field not in ("metadata", "status") and name in below.fields
    ]
    return beside[0] if len(beside) == 1 else ""


def together(violations: Sequence[Violation]) -> list[Violation]:
    """The violations for unknown fields of a mapping: of those that belong to one other mapping the first."""
    kept: dict[tuple[str, str], Violation] = {}
    for number, violation in enumerate(violations):
        place, _, name = violation.belongs.rpartition(".")
        if not (violation.path or "").endswith(name):
            place = violation.belongs  # it is misspelt, too: its message is about itself
        place = place or (violation.belongs and "/")
        key = (place or f"#{number}", violation.below)
        first = kept.setdefault(key, violation)
        known = {start for start, _, _ in first.related}
        if first is not violation and violation.start not in known and len(known) < MOST_PLACES:
            related = (*first.related, (violation.start, violation.end, THIS_TOO))
            kept[key] = replace(first, related=related)
    return list(kept.values())
