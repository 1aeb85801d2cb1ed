"""Disruption budgets and network policies whose selector misses the pods of the note by a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import quoted
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import note_lint
from knotwork.snippets.lints.service_pods import selectors_and_pods
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node

UNMATCHED_POLICY = snippet_rule(
    "unmatched-policy",
    "info",
    "references",
    """
    A PodDisruptionBudget or NetworkPolicy selects no pod of the note, and may be meant for one of them.

    The API server accepts it: pods may come later. But such a budget protects nothing, and such a policy lets
    everything through. Only pods in the same note are compared, and only those with labels that differ from
    the selector by a typo.

    Bad:

    ````markdown
    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop
    spec:
      selector:
        matchLabels:
          app: checkout
      template:
        metadata:
          labels:
            app: checkout
        spec:
          containers:
            - name: shop
              image: nginx:1.27
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: shop
    spec:
      minAvailable: 1
      selector:
        matchLabels:
          app: chekout
    ```
    ````

    Good:

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop-kept
    spec:
      selector:
        matchLabels:
          app: checkout
      template:
        metadata:
          labels:
            app: checkout
        spec:
          containers:
            - name: shop
              image: nginx:1.27
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: shop-kept
    spec:
      minAvailable: 1
      selector:
        matchLabels:
          app: checkout
    ```

    Write labels that the pods have. `check --fix` changes the selector only with `--unsafe-fixes`.
    """,
    position=3,
)
_SELECTORS = {
    ("policy", "PodDisruptionBudget"): "selector",
    ("networking.k8s.io", "NetworkPolicy"): "podSelector",
}


@note_lint(UNMATCHED_POLICY)
def unmatched_policies(manifests: Sequence[tuple[int, Manifest]]) -> Iterator[tuple[int, Violation]]:
    """Budgets and policies of the note whose selector nearly matches the pods of one of its workloads."""
    if not any((manifest.group, manifest.kind) in _SELECTORS for _, manifest in manifests):
        return
    for index, policy, selector, pods in selectors_and_pods(manifests, _match_labels):
        close = pods.close(None, selector)
        if len(close) != 1:
            continue
        there = close[0].labels
        name, value = next((name, value) for name, value in selector.items() if there.get(name) != value)
        node = policy.pairs(_match_labels(policy))[name][1]
        owner = f"{close[0].manifest.kind} {quoted(close[0].manifest.name or '')}"
        shown = ", ".join(f"{key}: {label}" for key, label in list(there.items())[:4])
        message = f"{quoted(value)} selects no pod of this note: those of {owner} have {shown}"
        violation = at_node(UNMATCHED_POLICY, node, message, "If it is meant for them, write their labels.")
        best = there.get(name)
        yield index, replace(violation, repair=written_instead(node, best) if best else None)


def _match_labels(policy: Manifest) -> yaml.Node | None:
    """The labels that a budget or a policy selects pods by, when it selects by these alone."""
    field = _SELECTORS.get((policy.group, policy.kind))
    selector = policy.pairs(given(policy.spec, field)) if field else {}
    return given(selector, "matchLabels") if selector.keys() == {"matchLabels"} else None
