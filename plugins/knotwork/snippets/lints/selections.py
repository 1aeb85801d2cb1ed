"""Services and the pods of the same note: a selector that misses them, and ports that they do not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import yaml

from knotwork.snippets.lints.fields import given, quoted
from knotwork.snippets.lints.ports import port_names
from knotwork.snippets.lints.slips import is_slip
from knotwork.snippets.manifest import Manifest, Pod, final, named, text
from knotwork.snippets.suggestions import did_you_mean, meant, written_instead
from knotwork.snippets.violation import Violation, at_node


@dataclass(frozen=True, slots=True)
class _Pods:
    """The pods that one manifest makes, as far as a Service sees them."""

    manifest: Manifest
    pod: Pod
    labels: dict[str, str]


def selections(manifests: Sequence[tuple[int, Manifest]]) -> Iterator[tuple[int, Violation]]:
    """What is wrong with how the Services of a note select its pods."""
    spaces: dict[str, list[_Pods] | None] = {}
    for _, each in manifests:
        for pod in each.pods:
            labels = _labels(each, pod)
            there = spaces.setdefault(each.namespace, [])
            if labels is None:
                spaces[each.namespace] = None  # it may be these pods that are meant
            elif there is not None:
                there.append(_Pods(each, pod, labels))
    for index, each in manifests:
        pods = spaces.get(each.namespace)
        if each.kind == "Service" and each.group == "" and pods:
            for found in _service(each, pods):
                yield index, found


def _labels(manifest: Manifest, pod: Pod) -> dict[str, str] | None:
    """The labels of pods; None when they cannot all be told."""
    if pod.labels is None:
        return None if manifest.partial else {}
    found = {name: final(value) for name, (_, value) in manifest.pairs(pod.labels).items()}
    known = {name: value for name, value in found.items() if value is not None}
    return known if len(known) == len(found) else None


def _service(service: Manifest, pods: list[_Pods]) -> Iterator[Violation]:
    fields = service.pairs(given(service.spec, "selector"))
    wanted = {name: final(value) for name, (_, value) in fields.items()}
    selector = {name: value for name, value in wanted.items() if value is not None}
    if not selector or len(selector) != len(wanted):
        return
    hit = [each for each in pods if selector.items() <= each.labels.items()]
    if hit:
        yield from _targets(service, hit)
        return
    close = [each for each in pods if _is_meant(service, selector, each)]
    if len(close) == 1:
        name, value = next((n, v) for n, v in selector.items() if close[0].labels.get(n) != v)
        yield _unmatched(service, name, value, fields[name][1], close[0])


def _is_meant(service: Manifest, selector: dict[str, str], pods: _Pods) -> bool:
    """Whether a Service that does not select some pods seems to be made for them."""
    labels = pods.labels
    if service.name and service.name == pods.manifest.name:
        return True
    apart = [name for name, value in selector.items() if labels.get(name) != value]
    if len(apart) != 1:
        return False
    name = apart[0]
    near = name in labels and is_slip(selector[name], labels[name])
    other_key = name not in labels and selector[name] in labels.values()
    return near or other_key or (name not in labels and any(is_slip(name, each) for each in labels))


def _unmatched(service: Manifest, name: str, value: str, node: yaml.Node, pods: _Pods) -> Violation:
    owner = f"{pods.manifest.kind} {quoted(pods.manifest.name or '')}"
    there = pods.labels.get(name)
    shown = ", ".join(f"{key}: {each}" for key, each in list(pods.labels.items())[:4]) or "no labels"
    message = f"the Service selects no pod of this note: those of {owner} have {shown}, not {name}: {value}"
    found = at_node("unmatched-service", node, message, "Write labels that the pods have.")
    return replace(found, repair=written_instead(node, there, safe=False) if there else None)


def _targets(service: Manifest, pods: list[_Pods]) -> Iterator[Violation]:
    """Ports that are called by a name which no pod has."""
    if any(each.manifest.partial for each in pods):
        return
    names = [name for each in pods for c in each.pod.containers for name in port_names(each.manifest, c)]
    for port in service.maps(given(service.spec, "ports")):
        node = given(port, "targetPort")
        written = text(node)
        if node is None or not named(node) or written is None or written.isdigit() or written in names:
            continue
        owner = f"{pods[0].manifest.kind} {quoted(pods[0].manifest.name or '')}"
        message = f"no container of {owner} has a port called {quoted(written)}{did_you_mean(written, names)}"
        found = at_node(
            "undefined-port",
            node,
            message,
            "Name the port under the container's `ports:`, or write its number.",
        )
        best = meant(written, names)
        yield replace(found, repair=written_instead(node, best, safe=False) if best else None)
