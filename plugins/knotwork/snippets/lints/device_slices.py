"""What drivers publish of their devices: where these are, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import named_once
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.value_forms import DEVICE_FIELD
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import is_false, is_true, items, text

_SLICE = "resource.k8s.io/ResourceSlice"
_NODES = ("nodeName", "nodeSelector", "allNodes")


@lint(_SLICE, fields=("devices",))
def devices(manifest: Manifest) -> Iterator[Violation]:
    """The devices of a pool have different names, and each says where it is if the pool does not."""
    one_by_one = is_true(given(manifest.spec, "perDeviceNodeSelection"))
    listed = list(nodes_at(manifest, "spec.devices[]"))
    yield from named_once(given(manifest.pairs(device), "name") for device, _ in listed)
    for node, where in listed:
        device = manifest.pairs(node)
        device = manifest.pairs(given(device, "basic")) or device  # v1beta1
        there = [name for name in device if name in _NODES and given(device, name) is not None]
        if not one_by_one:
            if there and not manifest.partial:
                message = forbidden("can only be set if `perDeviceNodeSelection` is set to true")
                help_ = "Remove it, or write `perDeviceNodeSelection: true` under `spec:`."
                yield at_node(INVALID_VALUE, device[there[0]][0], message, help_)
        elif len(there) > 1:
            message = forbidden("exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required")
            yield at_node(ONE_OF, device[there[1]][0], message, "Keep one of them.")
        elif not there and device and not manifest.partial:
            message = f"{where}: {REQUIRED}: exactly one of `nodeName`, `nodeSelector`, or `allNodes`"
            start = node.start_mark.index
            yield Violation(MISSING_FIELD, start, start + 1, message, "Say where it is.", path="")
        yield from _named(device, manifest)
        yield from _bound(device)
        if not is_true(given(device, "allowMultipleAllocations")) and not manifest.partial:
            for capacity in manifest.pairs(given(device, "capacity")).values():
                yield from _shared(manifest.pairs(capacity[1]))


def _named(device: Fields, manifest: Manifest) -> Iterator[Violation]:
    """Attributes and capacities have names of programs, perhaps with the domain of a driver."""
    form = DEVICE_FIELD.form
    for group in ("attributes", "capacity"):
        for name, (key, _) in manifest.pairs(given(device, group)).items():
            if form is not None and is_literal(name) and not form.pattern.fullmatch(name):
                yield at_node(INVALID_VALUE, key, invalid(key, f"must be {form.what}"), form.help)


def _shared(capacity: Fields) -> Iterator[Violation]:
    """How much of a capacity is taken is a matter of devices that are shared."""
    if given(capacity, "requestPolicy") is not None:
        message = forbidden("allowMultipleAllocations must be true")
        help_ = "Add `allowMultipleAllocations: true` to the device, or remove it."
        yield at_node(INVALID_VALUE, capacity["requestPolicy"][0], message, help_)


def _bound(device: Fields) -> Iterator[Violation]:
    """Conditions for binding come with those for its failure."""
    for one, other in (
        ("bindingConditions", "bindingFailureConditions"),
        ("bindingFailureConditions", "bindingConditions"),
    ):
        if items(given(device, one)) and other not in device:
            message = f"{REQUIRED}: {other} are required to use {one}"
            yield at_node(MISSING_FIELD, device[one][0], message, f"Add `{other}:`.")


@lint(_SLICE, fields=("allNodes", "perDeviceNodeSelection", "nodeSelector", "skipNodeOperations"))
def nodes(manifest: Manifest) -> Iterator[Violation]:
    """A choice of nodes is made or left out, and has one term."""
    for path in ("spec.allNodes", "spec.perDeviceNodeSelection", "spec.devices[].allNodes"):
        for node, _ in nodes_at(manifest, path):
            if is_false(node):
                message = invalid(node, "must be either unset or set to true")
                yield at_node(INVALID_VALUE, node, message, "Remove it.")
    for node, _ in nodes_at(manifest, "spec.nodeSelector.nodeSelectorTerms"):
        if len(items(node)) > 1:
            message = invalid(node, "must have exactly one node selector term")
            yield at_node(INVALID_VALUE, items(node)[1], message, "Keep one of them.")
    for node, _ in nodes_at(manifest, "spec.skipNodeOperations"):
        yield from _skipped(node)


def _skipped(node: yaml.Node) -> Iterator[Violation]:
    skipped = {text(item): item for item in items(node)}
    prepared = skipped.get("NodePrepareResources")
    if prepared is not None and skipped.keys().isdisjoint(("NodeUnprepareResources", "*")):
        message = "NodePrepareResources cannot be skipped unless NodeUnprepareResources is also skipped"
        yield at_node(INVALID_VALUE, prepared, invalid(prepared, message), "Add the other.")
