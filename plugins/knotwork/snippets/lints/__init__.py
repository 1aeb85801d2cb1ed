"""What the fields of manifests mean together: checks that the API server makes, and some that it does not.

A check is a generator over one `Manifest`; the tables below say which kinds it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from knotwork.snippets.lints.advice import pod_advice, rule_advice
from knotwork.snippets.lints.autoscaling import autoscaler
from knotwork.snippets.lints.contexts import contexts
from knotwork.snippets.lints.definitions import definition
from knotwork.snippets.lints.files import files
from knotwork.snippets.lints.images import images
from knotwork.snippets.lints.ingress import backends, old_backends, paths, settled
from knotwork.snippets.lints.jobs import job, restart_policy
from knotwork.snippets.lints.labels import labels
from knotwork.snippets.lints.mounts import mounts
from knotwork.snippets.lints.names import names
from knotwork.snippets.lints.networks import aliases, policy
from knotwork.snippets.lints.one_of import one_of_backend, one_of_pod, one_of_volume
from knotwork.snippets.lints.permissions import binding, role
from knotwork.snippets.lints.pod_names import pod_names
from knotwork.snippets.lints.ports import ports
from knotwork.snippets.lints.probes import probes
from knotwork.snippets.lints.references import undefined_references
from knotwork.snippets.lints.resources import claims, quotas, resources, size_limits
from knotwork.snippets.lints.schedules import schedule
from knotwork.snippets.lints.scheduling import rights, scheduling
from knotwork.snippets.lints.secrets import config_map, secret
from knotwork.snippets.lints.selections import selections
from knotwork.snippets.lints.selectors import controller_selector, selectors
from knotwork.snippets.lints.services import services
from knotwork.snippets.lints.storage import claim_spec, volume_spec
from knotwork.snippets.lints.workloads import budget, counts, rollout
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation

__all__ = ["advise", "lint", "lint_note", "settled"]

Check = Callable[[Manifest], Iterable[Violation]]

_OF_ALL: tuple[Check, ...] = (names, labels)
_OF_PODS: tuple[Check, ...] = (
    *(pod_names, images, one_of_pod, restart_policy, mounts, files, ports, probes),
    *(resources, size_limits, scheduling, rights, contexts, aliases, counts),
)
_OF_KINDS: Mapping[tuple[str, str], tuple[Check, ...]] = {
    ("", "Service"): (services,),
    ("", "Secret"): (secret,),
    ("", "ConfigMap"): (config_map,),
    ("", "PersistentVolume"): (one_of_volume, volume_spec, claims),
    ("", "PersistentVolumeClaim"): (claim_spec, claims),
    ("", "ResourceQuota"): (quotas,),
    ("", "LimitRange"): (quotas,),
    ("", "ReplicationController"): (controller_selector,),
    ("apps", "Deployment"): (selectors, rollout),
    ("apps", "DaemonSet"): (selectors, rollout),
    ("apps", "ReplicaSet"): (selectors,),
    ("apps", "StatefulSet"): (selectors, claims),
    ("batch", "Job"): (job,),
    ("batch", "CronJob"): (schedule, job),
    ("policy", "PodDisruptionBudget"): (budget,),
    ("autoscaling", "HorizontalPodAutoscaler"): (counts, autoscaler),
    ("networking.k8s.io", "Ingress"): (old_backends, one_of_backend, backends, paths),
    ("networking.k8s.io", "NetworkPolicy"): (policy,),
    ("rbac.authorization.k8s.io", "Role"): (role,),
    ("rbac.authorization.k8s.io", "ClusterRole"): (role,),
    ("rbac.authorization.k8s.io", "RoleBinding"): (binding,),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): (binding,),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): (definition,),
}


_WITH_SPEC = frozenset(
    (
        *(("", kind) for kind in ("Pod", "Service", "PersistentVolume", "PersistentVolumeClaim")),
        *(("apps", kind) for kind in ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet")),
        *(("batch", kind) for kind in ("Job", "CronJob")),
        *(("networking.k8s.io", kind) for kind in ("Ingress", "NetworkPolicy")),
        ("autoscaling", "HorizontalPodAutoscaler"),
        ("policy", "PodDisruptionBudget"),
    )
)


def lint(manifest: Manifest) -> list[Violation]:
    """What is wrong with one manifest whose schema is Kubernetes' own, beyond its schema. Never raises.

    Of one that is partial it is never said that something is missing.
    """
    kind = manifest.group, manifest.kind
    if not manifest.partial and kind in _WITH_SPEC and _is_outline(manifest):
        manifest = Manifest(manifest.root, manifest.fields, manifest.api_version, manifest.kind, partial=True)
    checks = _OF_ALL + (_OF_PODS if manifest.pods else ()) + _OF_KINDS.get(kind, ())
    # what an alias repeats is said once
    return list(dict.fromkeys(found for check in checks for found in check(manifest)))


def lint_note(manifests: Sequence[tuple[int, Manifest]]) -> list[tuple[int, Violation]]:
    """What the manifests of one note say wrongly about each other. Never raises.

    Each manifest comes with the index of the snippet it is in, each violation with that of the snippet it
    stands in.
    """
    if len(manifests) < 2:
        return []
    return [*undefined_references(manifests), *selections(manifests)]


def advise(manifest: Manifest) -> list[Violation]:
    """Advice about the security of one manifest. Never raises."""
    of_rules = manifest.kind in ("Role", "ClusterRole")
    return [*pod_advice(manifest), *(rule_advice(manifest) if of_rules else ())]


def _is_outline(manifest: Manifest) -> bool:
    """Whether it leaves out what it is about, as a patch does; the schema says so, and that is enough."""
    return "spec" not in manifest.fields or (manifest.group == "apps" and "selector" not in manifest.spec)
