"""What a namespace may use: ResourceQuotas and LimitRanges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import yaml

from knotwork.snippets.fields.api_errors import duplicate_value, forbidden, invalid, quoted
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import INVALID_QUANTITY, amount, amount_of
from knotwork.snippets.lints.fields import given, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.lints.resources import unknown_resource
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import items, text

_EXCLUSIVE_SCOPES = (("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating"))
_WHOLE = frozenset(
    "pods services replicationcontrollers resourcequotas secrets configmaps persistentvolumeclaims "
    "services.nodeports services.loadbalancers".split()
)
"""The objects that are counted in whole numbers."""
_COMPUTED = frozenset("pods cpu memory limits.cpu limits.memory requests.cpu requests.memory".split())
"""What pods use."""
_CLAIMED = frozenset(("persistentvolumeclaims", "requests.storage"))
_COUNTED_BY: Mapping[str | None, frozenset[str]] = {
    "BestEffort": frozenset(("pods",)),
    "VolumeAttributesClass": _CLAIMED,
    **dict.fromkeys(
        ("Terminating", "NotTerminating", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity"),
        _COMPUTED,
    ),
}
"""What the standard resources are that a quota may have with a scope.

Source: IsResourceQuotaScopeValidForResource in pkg/apis/core/helper of Kubernetes.
"""
_EPHEMERAL = frozenset(f"{of}ephemeral-storage" for of in ("", "limits.", "requests."))
_STANDARD = _COMPUTED | _CLAIMED | _WHOLE | _EPHEMERAL
_ONE = amount("1") or 1
_OF_CONTAINERS = ("cpu", "memory", "ephemeral-storage")


_ONLY_PRESENT = frozenset(
    ("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "CrossNamespacePodAffinity")
)
"""The scopes that a pod has or has not."""
_OTHERS = ("In", "NotIn", "DoesNotExist")


@lint("ResourceQuota", fields=("scopeSelector",))
def scope_selectors(manifest: Manifest) -> Iterator[Violation]:
    """The same for scopes with operators; most have no values to compare."""
    selector = manifest.pairs(given(manifest.spec, "scopeSelector"))
    names: dict[str | None, yaml.Node | None] = {}
    for expression in manifest.maps(given(selector, "matchExpressions")):
        name, operator = given(expression, "scopeName"), given(expression, "operator")
        names[text(name)] = name
        if text(name) in _ONLY_PRESENT and operator is not None and text(operator) in _OTHERS:
            message = invalid(operator, f"must be 'Exists' when scope is {text(name)}")
            yield at_node(INVALID_VALUE, operator, message, "Write `operator: Exists`, without values.")
        elif text(operator) in ("Exists", "DoesNotExist") and items(given(expression, "values")):
            message = "Invalid value: must be no value when `operator` is 'Exists' or 'DoesNotExist'"
            yield at_node(INVALID_VALUE, expression["values"][1], message, "Remove the values.")
    yield from _uncounted(manifest, names)
    for one, other in _EXCLUSIVE_SCOPES:
        node = names.get(other)
        if one in names and node is not None:
            message = invalid(node, f"conflicting scopes {one} and {other}")
            yield at_node(INVALID_VALUE, node, message, "Keep one of them.")


def _uncounted(manifest: Manifest, scopes: Iterable[str | None]) -> Iterator[Violation]:
    """What a quota limits and a scope does not count; the server looks at standard resources only."""
    for scope in scopes:
        counted = _COUNTED_BY.get(scope)
        for name, (key, _) in manifest.pairs(given(manifest.spec, "hard")).items():
            if counted is not None and name in _STANDARD and name not in counted:
                message = invalid(key, f"unsupported scope applied to resource: not counted by {scope}")
                yield at_node(INVALID_VALUE, key, message, "Put it in a quota of its own, without the scope.")


@lint("ResourceQuota")
def scopes(manifest: Manifest) -> Iterator[Violation]:
    """The scopes of a ResourceQuota do not exclude each other, and fit what is counted."""
    listed = {text(node): node for node in items(given(manifest.spec, "scopes"))}
    for one, other in _EXCLUSIVE_SCOPES:
        if one in listed and other in listed:
            message = invalid(listed[other], f"conflicting scopes {one} and {other}")
            yield at_node(INVALID_VALUE, listed[other], message, "Keep one of them.")
    yield from _uncounted(manifest, listed)
    for name, (_, value) in manifest.pairs(given(manifest.spec, "hard")).items():
        if (
            (name in _WHOLE or _is_counted(name))
            and amount_of(value) not in (None, 0)
            and not _is_whole(value)
        ):
            yield at_node(
                INVALID_QUANTITY, value, invalid(value, "must be an integer"), "Write a whole number."
            )


def _is_counted(name: str) -> bool:
    """Whether it is a number of objects or of devices: `count/jobs.batch`."""
    return "/" in name and "kubernetes.io/" not in name and not name.startswith("requests.")


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
        if kind in ("Pod", "Container"):
            yield from _names_of_resources(manifest, fields)
        yield from _ratios(manifest, fields)
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
        elif kind == "PersistentVolumeClaim" and not manifest.partial and _lacks_storage(manifest, fields):
            yield missing(named, "min", f"spec.limits[{index}]", "Write the least, or `max:`, of `storage:`.")


def _lacks_storage(manifest: Manifest, fields: Fields) -> bool:
    """Whether claims have no bound; an unknown field may be one."""
    if not fields.keys() <= known_fields("io.k8s.api.core.v1.LimitRangeItem"):
        return False
    bounds = [given(fields, name) for name in ("min", "max")]
    known = all(bound is None or isinstance(bound, yaml.MappingNode) for bound in bounds)
    names = {name for bound in bounds for name in manifest.pairs(bound)}
    return known and all(is_literal(name) and name != "storage" for name in names)


def _names_of_resources(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    for bound in ("max", "min", "default", "defaultRequest"):
        for name, (key, _) in manifest.pairs(given(fields, bound)).items():
            if "/" not in name and name not in _OF_CONTAINERS and not name.startswith("hugepages-"):
                yield from unknown_resource(key, name)


def _ratios(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    """A ratio that no request and limit within the bounds can have."""
    least, most = (manifest.pairs(given(fields, name)) for name in ("min", "max"))
    for name, (_, value) in manifest.pairs(given(fields, "maxLimitRequestRatio")).items():
        ratio, low, high = (amount_of(node) for node in (value, given(least, name), given(most, name)))
        if ratio is not None and low and high is not None and ratio * low > high * _ONE:
            message = invalid(value, "ratio is greater than max/min")
            yield at_node(INVALID_VALUE, value, message, f"Lower it: max.{name} is less than that of min.")


def _is_whole(node: yaml.Node) -> bool:
    return (amount_of(node) or 0) % _ONE == 0
