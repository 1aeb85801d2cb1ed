"""Advice: containers that run as root, or may."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.containers import at_container, name_of, security_context
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Container, Manifest, Pod
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_false, number

RUN_AS_ROOT = snippet_rule(
    "run-as-root",
    "warning",
    "security",
    """
    A container can run as root.

    Unless the pod or the container sets a user, the image decides, and most images run as root. A
    vulnerability of the kernel or the container runtime is then much more dangerous.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: user
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
      name: user
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
      containers:
        - name: web
          image: nginxinc/nginx-unprivileged:1.27
    ```

    With `runAsNonRoot` the kubelet does not start a container as root; `runAsUser` sets another user. One of
    them is enough, on the pod or the container.
    """,
    position=2,
    off=True,
)

_HELP = "Write `runAsNonRoot: true` in its securityContext, or a `runAsUser:` above 0."


@advice(PODS)
def run_as_root(manifest: Manifest) -> Iterator[Violation]:
    """Containers whose user is root, or is left to the image."""
    for pod in manifest.pods:
        for container in pod.containers:
            yield from _user(manifest, pod, container)


def _user(manifest: Manifest, pod: Pod, container: Container) -> Iterator[Violation]:
    """What a container's securityContext has goes before what its pod's has."""
    own = security_context(manifest, container)
    of_pod = manifest.pairs(given(pod.fields, "securityContext"))
    user = given(own, "runAsUser") or given(of_pod, "runAsUser")
    not_root = given(own, "runAsNonRoot") or given(of_pod, "runAsNonRoot")
    message = f"{name_of(container)} can run as root"
    if user is not None and number(user) == 0:
        yield at_node(RUN_AS_ROOT, user, f"{name_of(container)} runs as root", _HELP)
    elif is_false(not_root) and user is None and not_root is not None:
        yield at_node(RUN_AS_ROOT, not_root, message, _HELP)
    elif user is None and not_root is None and not manifest.partial:
        yield at_container(RUN_AS_ROOT, container, message, _HELP)
