"""Advice: containers of workloads that nobody asks whether they are ready; probes that ask the same."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.containers import at_container, name_of
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import plain

MISSING_PROBE = snippet_rule(
    "missing-probe",
    "warning",
    "security",
    """
    A container of a Deployment, StatefulSet or DaemonSet has no readiness probe.

    A Service sends requests to it as soon as it starts, and a rollout continues even if the new version does
    not answer.

    Bad:

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      selector:
        matchLabels: {app: web}
      template:
        metadata:
          labels: {app: web}
        spec:
          containers:
            - name: web
              image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      selector:
        matchLabels: {app: web}
      template:
        metadata:
          labels: {app: web}
        spec:
          containers:
            - name: web
              image: nginx:1.27
              readinessProbe:
                httpGet: {path: /, port: 80}
    ```

    A container that no Service sends requests to needs none: ignore the finding.
    """,
    position=12,
    off=True,
)
IDENTICAL_PROBES = snippet_rule(
    "identical-probes",
    "warning",
    "security",
    """
    A container has the same probe for liveness and readiness.

    When it is overloaded and stops answering, it is restarted when it should only get no more requests, and
    the load moves to the others.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - name: web
          image: nginx:1.27
          readinessProbe:
            httpGet: {path: /, port: 80}
          livenessProbe:
            httpGet: {path: /, port: 80}
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - name: web
          image: nginx:1.27
          readinessProbe:
            httpGet: {path: /, port: 80}
          livenessProbe:
            tcpSocket: {port: 80}
            failureThreshold: 6
    ```

    Make the liveness probe check less, or raise its `failureThreshold`.
    """,
    position=13,
    off=True,
)
_WORKLOADS = ("apps/Deployment", "apps/StatefulSet", "apps/DaemonSet")


@advice(*_WORKLOADS)
def missing_probe(manifest: Manifest) -> Iterator[Violation]:
    """Containers without a readiness probe; init containers end before there are requests."""
    if manifest.partial:
        return
    for container in manifest.containers:
        if container.kind == "containers" and given(container.fields, "readinessProbe") is None:
            message = f"{name_of(container)} has no readinessProbe"
            help_ = "Add one, so that a Service sends requests only to pods that answer."
            yield at_container(MISSING_PROBE, container, message, help_)


@advice(*_WORKLOADS, "Pod")
def identical_probes(manifest: Manifest) -> Iterator[Violation]:
    """Liveness probes that are the same as the readiness probe of their container."""
    for container in manifest.containers:
        live, ready = (given(container.fields, name) for name in ("livenessProbe", "readinessProbe"))
        if live is not None and ready is not None and plain(live) == plain(ready):
            message = f"{name_of(container)} has the same livenessProbe and readinessProbe"
            help_ = "Let the livenessProbe ask for less, or fail later: a busy container is restarted."
            yield at_node(IDENTICAL_PROBES, container.fields["livenessProbe"][0], message, help_)
