"""What a pod asks for as a whole: no less than its containers together, and what can be asked for so."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import forbidden, invalid, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import amount_of
from knotwork.snippets.lints.containers import resources
from knotwork.snippets.lints.fields import given, place
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.requests_over_limits import REQUESTS_OVER_LIMITS
from knotwork.snippets.manifest import Container, Manifest, Pod
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal

_WHOLE_POD = ("cpu", "memory")


@lint(PODS, fields=("resources",))
def pod_resources(manifest: Manifest) -> Iterator[Violation]:
    """The resources of the pod itself."""
    for pod in manifest.pods:
        fields = manifest.pairs(given(pod.fields, "resources"))
        if not fields:
            continue  # as in most: they stand in the containers
        if given(fields, "claims") is not None:
            message = forbidden("claims cannot be set for Resources at pod-level")
            yield at_node(INVALID_VALUE, fields["claims"][0], message, "Write them in a container's.")
        for kind in ("requests", "limits"):
            for name, (key, _) in manifest.pairs(given(fields, kind)).items():
                if name == "ephemeral-storage" or ("/" in name and is_literal(name)):
                    message = unsupported(name, (*_WHOLE_POD, "hugepages-<size>"))
                    yield at_node(UNKNOWN_VALUE, key, message, "Write it in a container's `resources`.")
        for name in _WHOLE_POD:
            yield from _requested(manifest, pod, fields, name)
            yield from _limited(manifest, pod, fields, name)


def _requested(manifest: Manifest, pod: Pod, fields: Fields, name: str) -> Iterator[Violation]:
    node = _amount(manifest, fields, "requests", name)
    most = amount_of(node)
    running = [container for container in pod.containers if container.kind == "containers"]
    requested = [amount_of(_request(manifest, container, name)) for container in running]
    together = sum(filter(None, requested))
    if node is not None and most is not None and together > most:
        message = invalid(node, "must be greater than or equal to aggregate container requests")
        yield at_node(REQUESTS_OVER_LIMITS, node, message, "Raise it: its containers request more together.")


def _limited(manifest: Manifest, pod: Pod, fields: Fields, name: str) -> Iterator[Violation]:
    bound = _amount(manifest, fields, "limits", name)
    most = amount_of(bound)
    running = [container for container in pod.containers if container.kind == "containers"]
    requested = [amount_of(_amount(manifest, resources(manifest, one), "requests", name)) for one in running]
    together = sum(filter(None, requested))
    if bound is not None and most is not None and together > most and not given(fields, "requests"):
        message = invalid(bound, "must be at least what the containers request together")
        yield at_node(REQUESTS_OVER_LIMITS, bound, message, "Raise it, or lower the requests.")
    for container in pod.containers:
        node = _amount(manifest, resources(manifest, container), "limits", name)
        limit = amount_of(node)
        if node is None or bound is None or limit is None or most is None or limit <= most:
            continue
        if container.kind == "containers":
            message = invalid(node, "must be less than or equal to pod limits")
            violation = at_node(REQUESTS_OVER_LIMITS, node, message, "Lower it, or raise the pod's.")
            yield replace(violation, related=(place(bound, "the pod's limit"),))


def _request(manifest: Manifest, container: Container, name: str) -> yaml.Node | None:
    """The request of a container, which is its limit where it has none."""
    fields = resources(manifest, container)
    return _amount(manifest, fields, "requests", name) or _amount(manifest, fields, "limits", name)


def _amount(manifest: Manifest, fields: Fields, kind: str, name: str) -> yaml.Node | None:
    return given(manifest.pairs(given(fields, kind)), name)
