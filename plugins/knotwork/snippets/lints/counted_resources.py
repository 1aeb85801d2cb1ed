"""What a ResourceQuota names with `/`: the API server refuses some, and takes others that nothing counts."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.nearest import nearest_names
from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.suggestions import any_of, perhaps, written_instead
from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.labels import key_fault
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.rbac_resources import resources_of_groups, singulars
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.placeholders import is_literal

_DEVICES = ("nvidia.com", "amd.com", "intel.com", "gpu.intel.com", "habana.ai")
"""The domains of devices that nothing but pods use."""
_OF_STORAGE = ".storageclass.storage.k8s.io"
_OF_CLASSES = {
    _OF_STORAGE: ("requests.storage", "persistentvolumeclaims"),
    ".deviceclass.resource.k8s.io": ("devices",),
}
"""What is counted of a class, by the end of its domain."""
_COUNT = "count/"
_TWICE = "That is a key of this quota already: remove one of the two."
_HELP = "Write `count/RESOURCE.GROUP`, or `count/RESOURCE` for the core group."


@lint("ResourceQuota", fields=("hard",))
def counted(manifest: Manifest) -> Iterator[Violation]:
    """Keys of a quota that are no names of resources, or are not counted."""
    keys = manifest.pairs(given(manifest.spec, "hard"))
    taken = set(keys)
    for name, (key, _) in keys.items():
        if "/" not in name or not is_literal(name):
            continue
        if fault := key_fault(name):
            yield at_node(INVALID_VALUE, key, invalid(key, fault), _help(name))
            continue
        violations = (
            _of_no_resource(key, name.removeprefix(_COUNT))
            if name.startswith(_COUNT)
            else (*_of_classes(key, name), *_of_devices(key, name))
        )
        for violation in violations:
            better = violation.repair.changes[0][2].strip("'\"") if violation.repair else name
            is_there = better != name and better in taken
            yield replace(violation, repair=None, help=_TWICE) if is_there else violation
            taken.add(better)


def _help(name: str) -> str:
    if ".type.kubernetes.io/" in name or "type=" in name:
        return "Quotas do not count objects by their type: write `count/secrets`, which counts all of them."
    return f"{_HELP} A version is not part of it."


def _of_no_resource(key: yaml.Node, counted: str) -> Iterator[Violation]:
    resource, _, group = counted.partition(".")
    of_groups = resources_of_groups()
    known = of_groups.get(group)
    if (known is None and "." in group) or (known is not None and resource in known):
        return  # a custom resource's group has a dot
    groups = [other for other, names in of_groups.items() if resource in names]
    # the core group has no name; `v1` is its version
    best = f"{resource}.{groups[0]}".rstrip(".") if len(groups) == 1 and resource else ""
    if not best and known:
        plural = next((name for name in sorted(known) if singulars().get(name) == resource.lower()), None)
        near = plural or next(iter(nearest_names(resource.lower(), tuple(sorted(known)))), None)
        best = f"{near}.{group}".rstrip(".") if near else ""
    hint = perhaps(_COUNT + best if best else None)
    violation = warning(key, invalid(key, f"no such resource, so that nothing is counted{hint}"), _HELP)
    yield replace(violation, repair=written_instead(key, _COUNT + best) if best else None)


def _of_classes(key: yaml.Node, name: str) -> Iterator[Violation]:
    """What a quota counts for each class of volumes and of devices."""
    domain, _, own = name.partition("/")
    claimed = _OF_CLASSES[_OF_STORAGE]
    is_turned = domain in claimed
    if is_turned:
        domain, own = own, domain
    names = next((names for end, names in _OF_CLASSES.items() if domain.endswith(end)), ())
    if own in claimed and (is_turned or not names):
        of_class = domain.partition(".storageclass")[0]
        better = f"{of_class}{_OF_STORAGE}/{own}" if not of_class.startswith("storageclass") else None
        message = invalid(key, f"nothing is counted by this name{perhaps(better)}")
        violation = warning(key, message, f"Of a class of storage it is `CLASS{_OF_STORAGE}/{own}`.")
        yield replace(violation, repair=written_instead(key, better) if better else None)
    elif names and own not in names:
        near = next(iter(nearest_names(own, names)), None)
        message = invalid(key, f"nothing is counted by this name{perhaps(near and f'{domain}/{near}')}")
        violation = warning(key, message, f"Write {any_of(names)} after the `/`.")
        yield replace(violation, repair=written_instead(key, f"{domain}/{near}") if near else None)


def _of_devices(key: yaml.Node, name: str) -> Iterator[Violation]:
    """The devices of containers: a quota counts what they request, since no more than that is allowed."""
    bare = name.removeprefix("limits.")
    if bare == name and name.partition("/")[0] not in _DEVICES:
        return
    hint = perhaps(f"requests.{bare}")
    message = invalid(key, f"only requests of extended resources are counted{hint}")
    violation = warning(key, message, "Their limits are equal to their requests.")
    yield replace(violation, repair=written_instead(key, f"requests.{bare}"))
