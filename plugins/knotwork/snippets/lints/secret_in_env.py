"""Advice: Secrets in environment variables."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.containers import name_of
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.lints.references import secret_variables
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node

SECRET_IN_ENV = snippet_rule(
    "secret-in-env",
    "warning",
    "security",
    """
    A container gets a secret in an environment variable.

    Environment variables appear in dumps, in logs, and in every process that the container starts; and they
    keep the old value when the Secret changes.

    Bad:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: secretive
    spec:
      containers:
        - name: web
          image: nginx:1.27
          env:
            - name: PASSWORD
              valueFrom:
                secretKeyRef:
                  name: login
                  key: password
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: secretive
    spec:
      containers:
        - name: web
          image: nginx:1.27
          volumeMounts:
            - name: login
              mountPath: /run/secrets/login
              readOnly: true
      volumes:
        - name: login
          secret:
            secretName: login
    ```

    Only the programs that need it read a file, and the file is updated with the Secret. If a program accepts
    only a variable, ignore the finding.
    """,
    position=9,
    off=True,
)


@advice(PODS)
def secret_in_env(manifest: Manifest) -> Iterator[Violation]:
    """Variables of containers that are taken from Secrets."""
    for container in manifest.containers:
        for key in secret_variables(manifest, container):
            message = f"{name_of(container)} has a Secret in its environment"
            help_ = "Mount it as a volume: variables end up in logs and child processes."
            yield at_node(SECRET_IN_ENV, key, message, help_)
