"""Ports that are called by a name which no container gives to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import quoted
from knotwork.snippets.fields.suggestions import did_you_mean, meant, written_instead
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint, note_lint
from knotwork.snippets.lints.one_of import PROBES
from knotwork.snippets.lints.ports import called_ports, port_names
from knotwork.snippets.lints.service_pods import Pairs, PodsOfManifest, services_and_pods
from knotwork.snippets.manifest import Container, Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, as_info, at_node
from knotwork.snippets.yaml.values import literal_name, text

UNDEFINED_PORT = snippet_rule(
    "undefined-port",
    "warning",
    "references",
    """
    A probe, a hook or a Service names a port that the container does not have.

    The API server does not check this. The probe always fails: the pod is never ready, or restarts again and
    again. A Service of the same note reaches no pod.

    Bad:

    ```yaml {k8s="invalid:undefined-port"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: ports
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - name: http
              containerPort: 80
          readinessProbe:
            httpGet:
              port: web
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: ports
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - name: http
              containerPort: 80
          readinessProbe:
            httpGet:
              port: http
    ```

    Give the port that name under the container's `ports`, or write its number, which needs no entry there.
    """,
    position=4,
)


@lint(PODS, fields=(*PROBES, "lifecycle"))
def undefined_port(manifest: Manifest) -> Iterator[Violation]:
    """Ports that the probes and hooks of a container call by name."""
    if manifest.partial:
        return
    for container in manifest.containers:
        for node in called_ports(manifest, container):
            yield from _undefined(manifest, container, node)


@note_lint(UNDEFINED_PORT)
def undefined_target_port(manifests: Sequence[tuple[int, Manifest]]) -> Iterator[tuple[int, Violation]]:
    """Ports that a Service of the note calls by name in the pods it selects."""
    pairs = Pairs(manifests)
    for index, service, selector, pods in services_and_pods(manifests):
        selected = pods.selected(selector)
        certain = any(pairs.is_one(service, of_manifest) for of_manifest in selected)
        for violation in _undefined_targets(service, selected):
            yield index, violation if certain else as_info(violation)


def _undefined(manifest: Manifest, container: Container, node: yaml.Node) -> Iterator[Violation]:
    written = literal_name(node)
    names = port_names(manifest, container)
    if not written or written in names or written.isdigit():
        return
    if any(name != "ports" and name.lower().startswith("port") for name in container.fields):
        return  # the schema check reports a misspelt `ports`
    best = meant(written, names)
    hint = did_you_mean(written, names)
    message = f"Not found: {quoted(written)}: the container has no port with this name{hint}"
    violation = at_node(UNDEFINED_PORT, node, message, "Name a port of this container, or write its number.")
    yield replace(violation, repair=written_instead(node, best) if best else None)


def _undefined_targets(service: Manifest, pods: list[PodsOfManifest]) -> Iterator[Violation]:
    """Ports that are called by a name which no pod has."""
    if not pods or any(of_manifest.manifest.partial for of_manifest in pods):
        return
    names = dict.fromkeys(
        name
        for of_manifest in pods
        for container in of_manifest.pod.containers
        for name in port_names(of_manifest.manifest, container)
    )
    for port in service.maps(given(service.spec, "ports")):
        node = given(port, "targetPort")
        written = text(node)
        if node is None or not literal_name(node) or written is None or written.isdigit() or written in names:
            continue
        hint = did_you_mean(written, names)
        owner = f"{pods[0].manifest.kind} {quoted(pods[0].manifest.name or '')}"
        message = f"Not found: {quoted(written)}: no container of {owner} has a port with this name{hint}"
        violation = at_node(
            UNDEFINED_PORT,
            node,
            message,
            "Name the port under the container's `ports:`, or write its number.",
        )
        best = meant(written, names)
        yield replace(violation, repair=written_instead(node, best) if best else None)
