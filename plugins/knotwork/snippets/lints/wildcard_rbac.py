"""Advice: roles that allow everything."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, text

WILDCARD_RBAC = snippet_rule(
    "wildcard-rbac",
    "warning",
    "security",
    """
    A role has `*` among its verbs, resources or API groups.

    It also applies to resources that are added later, and often allows reading every Secret or granting more
    rights.

    Bad:

    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: reader
    rules:
      - apiGroups: [""]
        resources: ["*"]
        verbs: [get, list]
    ```

    Good:

    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: reader
    rules:
      - apiGroups: [""]
        resources: [pods, services]
        verbs: [get, list]
    ```

    List only what is needed; `kubectl auth can-i --list` shows the rights of an account.
    """,
    position=8,
    off=True,
)


@advice("rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole")
def wildcard_rbac(manifest: Manifest) -> Iterator[Violation]:
    """Rules of a role with `*` among their API groups, resources or verbs."""
    for rule in manifest.maps(manifest.value("rules")):
        for field in ("apiGroups", "resources", "verbs"):
            for node in items(given(rule, field)):
                if text(node) == "*":
                    message = f"the rule allows all {field}"
                    yield at_node(WILDCARD_RBAC, node, message, f"List the {field} that are needed.")
