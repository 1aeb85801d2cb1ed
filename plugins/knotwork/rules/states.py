"""Rules about what a note says of its YAML: `{k8s=…}`, `# k8s: …`, `k8s:` in the front matter."""

from __future__ import annotations

from knotwork.rules.rule import Rule
from knotwork.rules.rule import snippet_rule as _rule

RULES: tuple[Rule, ...] = (
    _rule(
        "states",
        "unknown-state",
        """
    What a note says about a block is no state that exists, or leads nowhere.

    A misspelt state is as good as none: the block is judged as if nothing had been said, and you believe that
    it is skipped or pinned. So it is an error.

    Bad:

    ````markdown
    ```yaml {k8s=skp}
    web: {size: small}
    ```
    ````

    Good:

    ````markdown
    ```yaml {k8s=skip}
    web: {size: small}
    ```
    ````

    The states are `auto`, `full`, `partial`, `patch`, `template`, `syntax`, `skip`, `invalid` and
    `invalid:CODES`; a path such as `Pod.spec.containers[]` and a type such as `Probe` say which part of a
    manifest it is. Beside it may stand `k8s-version="1.29"`. The rule also finds paths that no manifest has,
    JSON Schemas that cannot be used, and comments about no block.
    """,
    ),
    _rule(
        "states",
        "unexpected-pass",
        """
    A block was to show a mistake, and does not have it.

    It says `{k8s=invalid}` or `{k8s="invalid:CODES"}`: you show readers what Kubernetes refuses. If it does
    not, the mistake was fixed by accident, is another one, or is none in the version of Kubernetes you write
    for.

    Bad:

    ````markdown
    ```yaml {k8s="invalid:unknown-field"}
    apiVersion: v1
    kind: Namespace
    metadata:
      labels:
        team: web
      name: passes
    ```
    ````

    Good:

    ````markdown
    ```yaml {k8s="invalid:unknown-field"}
    apiVersion: v1
    kind: Namespace
    metadata:
      label:
        team: web
      name: fails
    ```
    ````

    Put the mistake back, name the code that is found now, or take the state away.
    """,
    ),
)
