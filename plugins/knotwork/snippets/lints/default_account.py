"""`default-service-account`: a pod with the token of its namespace's default account."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, advice
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import text

DEFAULT_SERVICE_ACCOUNT = snippet_rule(
    "default-service-account",
    "warning",
    "security",
    """
    A pod has the token of the default ServiceAccount of its namespace.

    Unless it says otherwise, every pod gets that token as a file. The rights of the account are those of all
    such pods: what one of them needs, the others have, too.

    Bad:

    ```yaml {k8s="invalid:default-service-account"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
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
      name: web
    spec:
      automountServiceAccountToken: false
      containers:
        - name: web
          image: nginx:1.27
    ```

    A pod that calls the API server has an account of its own: `serviceAccountName`. Where the ServiceAccount
    itself says `automountServiceAccountToken: false`, ignore the finding.
    """,
    position=16,
    off=True,
)


@advice(PODS)
def default_account(manifest: Manifest) -> Iterator[Violation]:
    """Pods that name no account, and do not refuse its token."""
    if manifest.partial:
        return
    for pod in manifest.pods:
        named = [given(pod.fields, name) for name in ("serviceAccountName", "serviceAccount")]
        own = any(node is not None and text(node) not in ("", "default") for node in named)
        if own or "automountServiceAccountToken" in pod.fields or not pod.fields:
            continue
        key = next(iter(pod.fields.values()))[0]
        message = "the pod has the token of the default ServiceAccount"
        help_ = "Add `automountServiceAccountToken: false`, or name an account: `serviceAccountName`."
        yield replace(at_node(DEFAULT_SERVICE_ACCOUNT, key, message, help_), path=pod.path)
