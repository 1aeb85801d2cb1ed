"""What a namespace may use: ResourceQuotas and LimitRanges."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import duplicate_value, forbidden, invalid, quoted
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import INVALID_QUANTITY, amount, amount_of
from knotwork.snippets.lints.fields import given, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, text

_EXCLUSIVE_SCOPES = (("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating"))
_COUNTED_PODS = frozenset(("pods", "count/pods"))
_WHOLE = frozenset(
    "pods services replicationcontrollers resourcequotas secrets configmaps persistentvolumeclaims "
    "services.nodeports services.loadbalancers".split()
)
"""The objects that are counted in whole numbers."""
_ONE = amount("1") or 1


@lint("ResourceQuota")
def scopes(manifest: Manifest) -> Iterator[Violation]:
    """The scopes of a ResourceQuota do not exclude each other, and fit what is counted."""
    listed = {text(node): node for node in items(given(manifest.spec, "scopes"))}
    for one, other in _EXCLUSIVE_SCOPES:
        if one in listed and other in listed:
            message = invalid(listed[other], f"conflicting scopes {one} and {other}")
            yield at_node(INVALID_VALUE, listed[other], message, "Keep one of them.")
    if "BestEffort" in listed:
        for name, (key, _) in manifest.pairs(given(manifest.spec, "hard")).items():
            if name not in _COUNTED_PODS:
                message = invalid(key, "unsupported scope applied to resource: BestEffort counts pods only")
                yield at_node(INVALID_VALUE, key, message, "Remove it, or the scope.")
    for name, (_, value) in manifest.pairs(given(manifest.spec, "hard")).items():
        if name in _WHOLE and amount_of(value) not in (None, 0) and not _is_whole(value):
            yield at_node(
                INVALID_QUANTITY, value, invalid(value, "must be an integer"), "Write a whole number."
            )


@lint("LimitRange")
def limits(manifest: Manifest) -> Iterator[Violation]:
    """What a LimitRange has for each type."""
    first: dict[str, yaml.Node] = {}
    for index, node in enumerate(items(given(manifest.spec, "limits"))):
        fields = manifest.pairs(node)
        kind = text(given(fields, "type"))
        named = given(fields, "type")
        if named is None or kind is None:
            continue
        if first.setdefault(kind, named) is not named:
            yield duplicate(named, duplicate_value(quoted(kind)), first[kind], "Make one of them.")
        for name, (_, value) in manifest.pairs(given(fields, "maxLimitRequestRatio")).items():
            ratio = amount_of(value)
            if ratio is not None and ratio < _ONE:
                message = invalid(value, f"ratio {value.value} is less than 1")
                yield at_node(INVALID_VALUE, value, message, f"A limit of {name} is at least its request.")
        if kind == "Pod":
            for name in ("default", "defaultRequest"):
                if given(fields, name) is not None:
                    message = forbidden("may not be specified when `type` is 'Pod'")
                    yield at_node(
                        INVALID_VALUE,
                        fields[name][0],
                        message,
                        "Remove it: only the type Container has defaults.",
                    )
        elif kind == "PersistentVolumeClaim" and not manifest.partial and fields.keys() == {"type"}:
            yield missing(named, "min", f"spec.limits[{index}]", "Write the least, or `max:`.")


def _is_whole(node: yaml.Node) -> bool:
    return (amount_of(node) or 0) % _ONE == 0
