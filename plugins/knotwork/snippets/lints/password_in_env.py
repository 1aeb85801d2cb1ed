"""Advice: passwords that stand in manifests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.lints.containers import name_of
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import text

PASSWORD_IN_ENV = snippet_rule(
    "password-in-env",
    "warning",
    "security",
    """
    A manifest contains a password or a token as plain text.

    Everyone who can read the manifest, or the Pod in the cluster, can read it; so can everyone who reads the
    note. A Secret has its own rights.

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
          env:
            - name: DB_PASSWORD
              value: hunter2
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
          env:
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef: {name: database, key: password}
    ```

    Put it in a Secret. A placeholder such as `<password>` is not reported.
    """,
    position=14,
    off=True,
)
_NAME = lazy_regex(
    r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|TOKEN|SECRET|API_?KEY|SECRET_?KEY|PRIVATE_?KEY)$", re.I
)


@advice(PODS)
def password_in_env(manifest: Manifest) -> Iterator[Violation]:
    """Variables with the name of a password and a value in the manifest."""
    for container in manifest.containers:
        for variable in manifest.maps(given(container.fields, "env")):
            name, node = text(given(variable, "name")), given(variable, "value")
            value = text(node)
            if node is not None and value and name and _NAME.search(name) and is_literal(value):
                message = f"{name_of(container)} has the value of {name[:60]} in its manifest"
                yield at_node(PASSWORD_IN_ENV, node, message, "Put it in a Secret: `secretKeyRef`.")
