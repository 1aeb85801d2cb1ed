"""Advice: containers without requests."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.lints.containers import at_container, name_of, resources
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation

MISSING_REQUESTS = snippet_rule(
    "missing-requests",
    "warning",
    "security",
    """
    A container has no requests for CPU or memory.

    The scheduler counts it as nothing, and may put too many such pods on one node. A pod without any requests
    and limits is also the first to be evicted when a node runs out of memory.

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
          resources:
            requests: {cpu: 100m, memory: 128Mi}
    ```

    Measure what the program needs, with `kubectl top pod`. A limit counts as a request where none is given.
    """,
    position=11,
    off=True,
)


@advice(PODS)
def missing_requests(manifest: Manifest) -> Iterator[Violation]:
    """Containers that request no CPU or memory; an ephemeral container cannot."""
    if manifest.partial:
        return
    for container in manifest.containers:
        amounts = resources(manifest, container)
        there = {
            *manifest.pairs(given(amounts, "requests")),
            *manifest.pairs(given(amounts, "limits")),
        }
        lacking = [name for name in ("cpu", "memory") if name not in there]
        if lacking and container.kind != "ephemeralContainers":
            message = f"{name_of(container)} has no requests for {any_of(lacking, 'and')}"
            help_ = "Add `resources: {requests: {cpu: …, memory: …}}`."
            yield at_container(MISSING_REQUESTS, container, message, help_)
