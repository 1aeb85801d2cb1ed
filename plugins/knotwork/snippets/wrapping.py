"""A part of a manifest is wrapped in a manifest that has nothing else, so that lints can check it."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.lints import lint
from knotwork.snippets.manifest import manifest
from knotwork.snippets.schema.builtin import BuiltinSchemas
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import STRING, TAG

_CONTAINER = "Pod.spec.containers[]"
USUAL_PATHS: Mapping[str, str] = {
    "PodSpec": "Pod.spec",
    "PodTemplateSpec": "Deployment.spec.template",
    "Container": _CONTAINER,
    "EnvVar": f"{_CONTAINER}.env[]",
    "EnvVarSource": f"{_CONTAINER}.env[].valueFrom",
    "EnvFromSource": f"{_CONTAINER}.envFrom[]",
    "Probe": f"{_CONTAINER}.readinessProbe",
    "Lifecycle": f"{_CONTAINER}.lifecycle",
    "LifecycleHandler": f"{_CONTAINER}.lifecycle.preStop",
    "ContainerPort": f"{_CONTAINER}.ports[]",
    "ResourceRequirements": f"{_CONTAINER}.resources",
    "Volume": "Pod.spec.volumes[]",
    "Toleration": "Pod.spec.tolerations[]",
    "TopologySpreadConstraint": "Pod.spec.topologySpreadConstraints[]",
    "Affinity": "Pod.spec.affinity",
    "ServiceSpec": "Service.spec",
    "ServicePort": "Service.spec.ports[]",
    "PersistentVolumeSpec": "PersistentVolume.spec",
    "PersistentVolumeClaimSpec": "PersistentVolumeClaim.spec",
    "IngressBackend": "Ingress.spec.defaultBackend",
    "NetworkPolicySpec": "NetworkPolicy.spec",
    "NetworkPolicyPeer": "NetworkPolicy.spec.ingress[].from[]",
    "ObjectMeta": "ConfigMap.metadata",
}
"""The usual path of a value of a type."""
_STEP = lazy_regex(r"\.([\w-]+)|\[\d*\]")


def part_violations(root: yaml.Node, path: str, known: BuiltinSchemas) -> list[Violation]:
    """The violations that lints of whole manifests find in a part at a path. Never raises."""
    kind, _, below = USUAL_PATHS.get(path, path).partition(".")
    versions = known.versions_of(kind)
    if not versions or not below:
        return []
    steps = [match[1] for match in _STEP.finditer(f".{below}")]
    for step in reversed(steps):
        root = _mapping(root, {step: root}) if step else _list(root)
    inner = {"apiVersion": _text(root, versions[0]), "kind": _text(root, kind)}
    assert isinstance(root, yaml.MappingNode), "a path begins with a field"
    whole = _mapping(root, inner)
    whole.value += root.value
    wrapped = manifest(whole, partial=True)
    if wrapped is None:
        return []
    return [violation for violation in lint(wrapped) if violation.rule.in_parts]


def usual_kind(path: str) -> str:
    """The kind that a part usually belongs to: `Pod` for `Container`, the first name of a path."""
    return USUAL_PATHS.get(path, path).partition(".")[0].rpartition("/")[2]


def _mapping(at: yaml.Node, fields: Mapping[str, yaml.Node]) -> yaml.MappingNode:
    value = [(_text(at, name), node) for name, node in fields.items()]
    return yaml.MappingNode(f"{TAG}map", value, at.start_mark, at.end_mark)


def _list(node: yaml.Node) -> yaml.SequenceNode:
    """A list of one item; a list stays as it is."""
    if isinstance(node, yaml.SequenceNode):
        return node
    return yaml.SequenceNode(f"{TAG}seq", [node], node.start_mark, node.end_mark)


def _text(at: yaml.Node, text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(STRING, text, at.start_mark, at.start_mark)
