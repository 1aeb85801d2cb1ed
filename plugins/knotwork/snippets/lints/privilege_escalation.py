"""Advice: containers whose processes may get more rights."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.containers import at_container, name_of, security_context
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_true

PRIVILEGE_ESCALATION = snippet_rule(
    "privilege-escalation",
    "warning",
    "security",
    """
    The processes of a container can gain more privileges than they start with.

    A `setuid` program in the image, such as `sudo`, can turn an ordinary user into root. Kubernetes allows
    this by default.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: escalates
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
      name: escalates
    spec:
      containers:
        - name: web
          image: nginx:1.27
          securityContext:
            allowPrivilegeEscalation: false
    ```

    Few programs need it. Set it on each container: there is no such field for the pod.
    """,
    position=6,
    off=True,
)


@advice(PODS)
def privilege_escalation(manifest: Manifest) -> Iterator[Violation]:
    """Containers without `allowPrivilegeEscalation: false`; a privileged one cannot have it."""
    for container in manifest.containers:
        context = security_context(manifest, container)
        if is_true(given(context, "privileged")):
            continue
        allowed = given(context, "allowPrivilegeEscalation")
        message = (
            f"{name_of(container)} can gain more privileges than it starts with (allowPrivilegeEscalation)"
        )
        help_ = "Write `allowPrivilegeEscalation: false` in its securityContext."
        if is_true(allowed):
            key = context["allowPrivilegeEscalation"][0]
            yield at_node(PRIVILEGE_ESCALATION, key, message, help_)
        elif allowed is None and not manifest.partial:
            yield at_container(PRIVILEGE_ESCALATION, container, message, help_)
