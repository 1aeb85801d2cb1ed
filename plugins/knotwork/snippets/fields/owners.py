"""Which other kinds have a field that a kind does not have: `replicas` of a Deployment in a Pod."""

from __future__ import annotations

from functools import cache

from knotwork.snippets.fields.other_levels import Surroundings, is_of_many_things, top_of
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.schema.bundled import bundled_kinds, every_field
from knotwork.snippets.yaml.values import literal, value_at

_KINDS = (
    ("apps/v1", "Deployment"),
    ("apps/v1", "StatefulSet"),
    ("apps/v1", "DaemonSet"),
    ("batch/v1", "Job"),
    ("batch/v1", "CronJob"),
    ("v1", "Pod"),
    ("v1", "Service"),
    ("v1", "ConfigMap"),
    ("v1", "Secret"),
    ("v1", "PersistentVolume"),
    ("v1", "PersistentVolumeClaim"),
    ("v1", "ServiceAccount"),
    ("autoscaling/v1", "HorizontalPodAutoscaler"),
    ("autoscaling/v2", "HorizontalPodAutoscaler"),
    ("networking.k8s.io/v1", "Ingress"),
    ("networking.k8s.io/v1", "NetworkPolicy"),
    ("policy/v1", "PodDisruptionBudget"),
    ("rbac.authorization.k8s.io/v1", "ClusterRole"),
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"),
    ("storage.k8s.io/v1", "StorageClass"),
)
"""The kinds that most manifests have, those first that are likelier to be meant."""
_MOST = 3
"""What more kinds have says nothing about the one that is meant."""


def owners(name: str, here: Surroundings) -> str:
    """A sentence about the kinds that have a field of a manifest, or of its spec; empty without one."""
    in_spec = here.path == (None, "spec")
    top = top_of(here).node
    own = literal(value_at(top, "apiVersion")) or "", literal(value_at(top, "kind")) or ""
    if not (in_spec or here.path is None) or own not in bundled_kinds() or is_of_many_things(name):
        return ""
    kinds = [kind for kind in _KINDS if kind != own and name in _fields(*kind, in_spec=in_spec)]
    if not 0 < len(kinds) <= _MOST:
        return ""
    names = [f"{version} {kind}" if kind == own[1] else kind for version, kind in kinds]
    article = "" if names[0][0].islower() else "An " if names[0][0] in "AEIOU" else "A "
    return f"{article}{any_of(names)} has `{name}`."


@cache
def _fields(api_version: str, kind: str, *, in_spec: bool) -> frozenset[str]:
    """The names of the fields of a kind, or of its spec."""
    top, _ = bundled_kinds()[api_version, kind]
    fields = every_field(top)
    return (
        frozenset(every_field(fields["spec"]) if fields.get("spec") else ()) if in_spec else frozenset(fields)
    )
