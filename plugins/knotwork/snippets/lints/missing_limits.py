"""Advice: containers without a limit of memory."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.containers import at_container, name_of, resources
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation

MISSING_LIMITS = snippet_rule(
    "missing-limits",
    "warning",
    "security",
    """
    A container has no memory limit.

    It can use all memory of its node. The kernel then kills processes, also those of other pods.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: hungry
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
      name: hungry
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            limits:
              memory: 128Mi
    ```

    Only a container that exceeds its limit is killed and restarted. A LimitRange can set default limits in a
    namespace; the rule does not know about it.
    """,
    position=3,
    off=True,
)


@advice(PODS)
def missing_limits(manifest: Manifest) -> Iterator[Violation]:
    """Containers without `limits.memory`; an ephemeral container cannot have any."""
    if manifest.partial:
        return
    for container in manifest.containers:
        amounts = resources(manifest, container)
        limits = manifest.pairs(given(amounts, "limits"))
        if "memory" not in limits and container.kind != "ephemeralContainers":
            message = f"{name_of(container)} has no memory limit"
            help_ = "Add `resources: {limits: {memory: …}}`."
            yield at_container(MISSING_LIMITS, container, message, help_)
