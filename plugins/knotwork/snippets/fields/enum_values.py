"""Values that Kubernetes takes one of: the check of a field by the table of its schema."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.suggestions import any_of, meant, only_by, perhaps, written_instead
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import STRING
from knotwork.snippets.yaml.placeholders import is_literal

UNKNOWN_VALUE = snippet_rule(
    "unknown-value",
    "error",
    "fields",
    """
    A field takes one of some words, and this is none of them.

    The API server refuses the manifest and lists the words. Their case counts.

    Bad:

    ```yaml {k8s="invalid:unknown-value"}
    apiVersion: v1
    kind: Service
    metadata:
      name: values
    spec:
      type: nodeport
      ports:
        - port: 80
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: values
    spec:
      type: NodePort
      ports:
        - port: 80
    ```

    `check --fix` corrects letter case, dashes and plural; any other word is a suggestion.
    """,
    position=9,
)

_SHORT = {
    "RWO": "ReadWriteOnce",
    "ROX": "ReadOnlyMany",
    "RWX": "ReadWriteMany",
    "RWOP": "ReadWriteOncePod",
}
"""How kubectl's tables abbreviate access modes."""


def unlisted_values(values: tuple[str, ...], name: str, node: yaml.Node) -> Iterator[Violation]:
    """The texts at a field, one or a list of them, that are none of the values."""
    for each in node.value if isinstance(node, yaml.SequenceNode) else (node,):
        if not isinstance(each, yaml.ScalarNode) or each.tag != STRING:
            continue
        written = each.value
        if written in values or not written or not is_literal(written):
            continue
        if name == "type" and "/" in written:  # of a LimitRange: a resource with a domain
            continue
        if name == "medium" and written.startswith("HugePages-"):  # any size of page
            continue
        best = _SHORT.get(written) if _SHORT.get(written) in values else meant(written, values)
        hint = perhaps(best)
        yield Violation(
            UNKNOWN_VALUE,
            each.start_mark.index,
            each.end_mark.index,
            f'unknown value "{written}" of {name}{hint}',
            f"Write {any_of(values)}.",
            repair=written_instead(each, best, only_by(written, best, values)) if best else None,
        )
