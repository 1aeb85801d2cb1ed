"""Advice: roles with rights that lead to all others."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, text

RISKY_RBAC = snippet_rule(
    "risky-rbac",
    "warning",
    "security",
    """
    A role grants a permission that leads to further permissions.

    With `escalate`, `bind` or `impersonate` its subjects can get every permission; with all Secrets they get
    the tokens of others; with `create` on `pods/exec` they run commands in every pod.

    Bad:

    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: reader
    rules:
      - apiGroups: [""]
        resources: [secrets]
        verbs: [list]
    ```

    Good:

    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: reader
    rules:
      - apiGroups: [""]
        resources: [secrets]
        resourceNames: [web-tls]
        verbs: [get]
    ```

    Name the objects with `resourceNames`, or grant less. `kubectl auth can-i --list` shows the permissions of
    an account.
    """,
    position=15,
    off=True,
)
_TO_OTHERS = frozenset(("escalate", "bind", "impersonate"))
_READ = frozenset(("get", "list", "watch"))
_RUN = frozenset(("pods/exec", "pods/attach", "nodes/proxy", "serviceaccounts/token"))


@advice("rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole")
def risky_rbac(manifest: Manifest) -> Iterator[Violation]:
    """Rules that grant rights by which one gets others; those of named objects are meant."""
    for rule in manifest.maps(manifest.value("rules")):
        if items(given(rule, "resourceNames")):
            continue
        verbs = {text(node) for node in items(given(rule, "verbs"))}
        for node in items(given(rule, "verbs")):
            if text(node) in _TO_OTHERS:
                message = f"the rule allows {text(node)}, which leads to every right"
                yield at_node(RISKY_RBAC, node, message, "Grant the rights that are needed instead.")
        for node in items(given(rule, "resources")):
            resource = text(node)
            if resource == "secrets" and verbs & _READ:
                message = "the rule allows reading all Secrets"
                yield at_node(RISKY_RBAC, node, message, "Name those that are needed: `resourceNames`.")
            elif resource in _RUN and "create" in verbs:
                message = f"the rule allows creating {resource}, for every object"
                yield at_node(RISKY_RBAC, node, message, "Grant it only to people who debug.")
