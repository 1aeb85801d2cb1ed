"""Advice: containers that may do whatever root may on their node."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.containers import name_of, security_context
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_true

PRIVILEGED_CONTAINER = snippet_rule(
    "privileged-container",
    "warning",
    "security",
    """
    A container is privileged.

    It has the rights of root on its node: an attacker who takes over the container controls the node and
    everything on it.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: network
    spec:
      containers:
        - name: setup
          image: busybox:1.37
          securityContext:
            privileged: true
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: network
    spec:
      containers:
        - name: setup
          image: busybox:1.37
          securityContext:
            capabilities:
              add: [NET_ADMIN]
    ```

    Give it only the capabilities that it needs. Programs that configure nodes, such as network plugins, do
    need to be privileged.
    """,
    position=1,
    off=True,
)


@advice(PODS)
def privileged_container(manifest: Manifest) -> Iterator[Violation]:
    """Containers with `privileged: true`."""
    for container in manifest.containers:
        context = security_context(manifest, container)
        if is_true(given(context, "privileged")):
            message = f"{name_of(container)} is privileged"
            key = context["privileged"][0]
            yield at_node(PRIVILEGED_CONTAINER, key, message, "Give it the capabilities that it needs.")
