"""Advice: containers that can write to the file system of their image."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.containers import at_container, name_of, security_context
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import is_true

WRITABLE_ROOT = snippet_rule(
    "writable-root",
    "warning",
    "security",
    """
    A container can write to the file system of its image.

    An attacker can change the program or add another. And written files are lost when the container restarts.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: writes
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
      name: writes
    spec:
      containers:
        - name: web
          image: nginx:1.27
          securityContext:
            readOnlyRootFilesystem: true
    ```

    Mount an `emptyDir` where the program must write, such as `/tmp`.
    """,
    position=7,
    off=True,
)


@advice(PODS)
def writable_root(manifest: Manifest) -> Iterator[Violation]:
    """Containers without `readOnlyRootFilesystem: true`; of a privileged one there is worse to report."""
    if manifest.partial:
        return
    for container in manifest.containers:
        context = security_context(manifest, container)
        if not any(is_true(given(context, name)) for name in ("privileged", "readOnlyRootFilesystem")):
            message = f"{name_of(container)} can write to its root file system"
            help_ = "Write `readOnlyRootFilesystem: true` in its securityContext."
            yield at_container(WRITABLE_ROOT, container, message, help_)
