"""Advice: pods that share the network, processes or memory of their node."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_true

HOST_NAMESPACE = snippet_rule(
    "host-namespace",
    "warning",
    "security",
    """
    A pod uses the network, the processes or the shared memory of its node.

    It can read all traffic of the node, see and signal its processes, or read their shared memory. It is no
    longer isolated from other pods.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: exposed
    spec:
      hostNetwork: true
      containers:
        - name: web
          image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: exposed
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - containerPort: 80
    ```

    Use a Service to reach pods. Agents that monitor a node do need this; say so in the note.
    """,
    position=4,
    off=True,
)

_SHARED = {"hostNetwork": "network", "hostPID": "processes", "hostIPC": "shared memory"}


@advice(PODS)
def host_namespace(manifest: Manifest) -> Iterator[Violation]:
    """Pods with `hostNetwork`, `hostPID` or `hostIPC`."""
    for pod in manifest.pods:
        for name, what in _SHARED.items():
            if is_true(given(pod.fields, name)):
                message = f"the pod shares the node's {what}"
                help_ = f"Remove `{name}: true` unless it is needed."
                yield at_node(HOST_NAMESPACE, pod.fields[name][0], message, help_)
