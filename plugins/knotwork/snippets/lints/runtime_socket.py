"""`container-runtime-socket`: a pod with the socket of its node's container runtime."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.fields import given, volumes
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import text

CONTAINER_RUNTIME_SOCKET = snippet_rule(
    "container-runtime-socket",
    "warning",
    "security",
    """
    A volume is the socket of the node's container runtime, such as `docker.sock`.

    Anyone who can write to the socket can start a privileged container, and controls the node. The API server
    does not see these containers.

    Bad:

    ```yaml {k8s="invalid:container-runtime-socket"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: builder
    spec:
      containers:
        - name: builder
          image: docker:27-cli
          volumeMounts:
            - name: socket
              mountPath: /var/run/docker.sock
      volumes:
        - name: socket
          hostPath:
            path: /var/run/docker.sock
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: builder
    spec:
      containers:
        - name: builder
          image: moby/buildkit:v0.17.0-rootless
    ```

    To build images, use a program that needs no runtime, such as BuildKit without root or kaniko.
    """,
    position=6,
    off=True,
)

_SOCKETS = frozenset(("docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "podman.sock"))


@advice(PODS)
def runtime_socket(manifest: Manifest) -> Iterator[Violation]:
    """Volumes with `hostPath` that are the socket of a container runtime."""
    for pod in manifest.pods:
        for _, volume in volumes(manifest, pod):
            node = given(manifest.pairs(given(volume, "hostPath")), "path")
            path = text(node)
            if node is not None and path and path.rpartition("/")[2] in _SOCKETS:
                message = f"the pod has the container runtime's socket, {path}: it controls the node"
                yield at_node(CONTAINER_RUNTIME_SOCKET, node, message, "Remove the volume.")
