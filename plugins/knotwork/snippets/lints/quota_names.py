"""What a name in a ResourceQuota is meant to be, which the API server does not know.

requests.storage.class.fast    fast.storageclass.storage.k8s.io/requests.storage
jobs.batch                     count/jobs.batch
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.commands.kubectl_table import type_names
from knotwork.snippets.lints.rbac_resources import resources_of_groups, singulars
from knotwork.snippets.schema.project_kinds import versions_in_projects

COUNTS = "A quota is of cpu, memory, pods and the like, or of `count/` and a resource."
_OF_CLASS = (
    "Of a class it is `CLASS.storageclass.storage.k8s.io/requests.storage`, or `/persistentvolumeclaims`."
)
_DOMAIN = ".storageclass.storage.k8s.io"
_CLASS = r"(?P<class>[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)"
_CLAIMED = lazy_regex(
    rf"(?P<what>requests\.storage|persistentvolumeclaims)[./-](?:(?:storage)?class(?:es)?[./-])?{_CLASS}"
    rf"|(?:(?P<first>[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)[./])?storage-?class(?:\.storage\.k8s\.io)?"
    rf"(?:[./](?P<last>[-a-z0-9]+))?"
)
"""The storage or the claims of a class, written in another order."""
_OF_PODS = ("requests.", "limits.")
_OF_PROJECTS = ("VolumeSnapshot", "Certificate", "ServiceMonitor", "ExternalSecret")
_OF_CLUSTER = frozenset(
    """apiservices clusterrolebindings clusterroles customresourcedefinitions deviceclasses ingressclasses
    namespaces nodes persistentvolumes priorityclasses runtimeclasses storageclasses""".split()
)
"""Resources that are in no namespace, so that no quota counts them."""


def quota_name(name: str) -> tuple[str, str]:
    """What a name that no quota can have may stand for, or "", and what to do about it."""
    claimed = _CLAIMED.fullmatch(name)
    if claimed is not None:
        own = claimed["class"]
        is_name = own is not None and own not in ("class", "storageclass")
        return (f"{own}{_DOMAIN}/{claimed['what']}" if is_name else ""), _OF_CLASS
    if name.startswith(_OF_PODS):
        return "", COUNTS
    return next(_counted(name), ""), COUNTS


def _counted(name: str) -> Iterator[str]:
    """The keys that count the objects of a resource: one that a single group has."""
    resource, _, group = name.lower().partition(".")
    plural = next((many for many, one in singulars().items() if one == resource), resource)
    if plural in _OF_CLUSTER:
        return
    groups = [other for other, names in resources_of_groups().items() if plural in names]
    groups += [_of_projects()[plural]] if plural in _of_projects() else []
    is_custom = not groups and plural.endswith("s") and "." in group and group not in resources_of_groups()
    if group in groups or is_custom:
        yield f"count/{plural}.{group}" if group else f"count/{plural}"
    elif len(groups) == 1 and _may_be(group, groups[0]):
        yield f"count/{plural}.{groups[0]}" if groups[0] else f"count/{plural}"


def _may_be(written: str, group: str) -> bool:
    """Whether a group, or nothing, may have been written for another one: `storage.k8s.io`."""
    return (
        not written or group.endswith(f".{written}") or written.partition(".")[0] == group.partition(".")[0]
    )


@cache
def _of_projects() -> dict[str, str]:
    """The groups of resources that quotas count in many clusters."""
    return {type_names(kind)[1]: versions_in_projects(kind)[0][0].partition("/")[0] for kind in _OF_PROJECTS}
