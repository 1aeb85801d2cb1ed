"""Services that select no pod of the note, though they were made for one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import quoted
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import note_lint
from knotwork.snippets.lints.service_pods import Pairs, PodsOfManifest, services_and_pods
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, as_info, at_node

UNMATCHED_SERVICE = snippet_rule(
    "unmatched-service",
    "warning",
    "references",
    """
    A Service selects no pod of the note, though it seems to be meant for one of them.

    The API server accepts it: pods may come later. But the Service has no endpoints, and every connection to
    it fails. Only pods in the same note are compared, and only those with the Service's name, or with labels
    that differ from its selector by a typo.

    Bad:

    ````markdown
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: blog
      labels:
        app: blog
    spec:
      containers:
        - name: blog
          image: nginx:1.27
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: blog
    spec:
      selector:
        app: weblog
      ports:
        - port: 80
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: blog
      labels:
        app: blog
    spec:
      containers:
        - name: blog
          image: nginx:1.27
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: blog
    spec:
      selector:
        app: blog
      ports:
        - port: 80
    ```

    Give the pods the labels that the Service selects, or change the selector; the pods of a Deployment have
    the labels of its template. `check --fix` changes the selector only with `--unsafe-fixes`.
    """,
    position=2,
)


@note_lint(UNMATCHED_SERVICE)
def unmatched_service(manifests: Sequence[tuple[int, Manifest]]) -> Iterator[tuple[int, Violation]]:
    """Services of the note whose selector misses the pods that they seem to be made for."""
    pairs = Pairs(manifests)
    for index, service, selector, pods in services_and_pods(manifests):
        close = pods.close(service.name, selector)
        if len(close) == 1:
            labels = close[0].labels
            name, value = next((name, value) for name, value in selector.items() if labels.get(name) != value)
            node = service.pairs(given(service.spec, "selector"))[name][1]
            violation = _unmatched(name, value, node, close[0])
            certain = pairs.is_one(service, close[0])
            yield index, violation if certain else as_info(violation)


def _unmatched(name: str, value: str, node: yaml.Node, pods: PodsOfManifest) -> Violation:
    owner = f"{pods.manifest.kind} {quoted(pods.manifest.name or '')}"
    there = pods.labels.get(name)
    shown = ", ".join(f"{key}: {label}" for key, label in list(pods.written.items())[:4]) or "no labels"
    message = (
        f"the Service selects no pod of this note: the pods of {owner} have {shown}, not {name}: {value}"
    )
    violation = at_node(UNMATCHED_SERVICE, node, message, "Write labels that the pods have.")
    return replace(violation, repair=written_instead(node, there) if there else None)
