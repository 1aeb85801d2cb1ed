"""Advice: volumes that are folders of the node."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.fields import given, volumes
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node

HOST_PATH = snippet_rule(
    "host-path",
    "warning",
    "security",
    """
    A volume is a directory of the node.

    The data stays on that node, and with some paths (`/`, `/etc`, the container runtime's socket) the
    container controls the node.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: folder
    spec:
      containers:
        - name: web
          image: nginx:1.27
      volumes:
        - name: data
          hostPath:
            path: /srv/data
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: folder
    spec:
      containers:
        - name: web
          image: nginx:1.27
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
    ```

    Use a claim for data to keep, `emptyDir` for data that may go with the pod. On a test cluster with one
    node it is harmless.
    """,
    position=5,
    off=True,
)


@advice(PODS)
def host_path(manifest: Manifest) -> Iterator[Violation]:
    """Volumes with `hostPath`."""
    for pod in manifest.pods:
        for _, volume in volumes(manifest, pod):
            if given(volume, "hostPath") is not None:
                message = "the volume mounts files of the node (hostPath)"
                help_ = "Use a volume that is made for the pod."
                yield at_node(HOST_PATH, volume["hostPath"][0], message, help_)
