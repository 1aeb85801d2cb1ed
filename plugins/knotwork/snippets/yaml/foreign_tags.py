"""Tags that Kubernetes does not know, such as `!Ref` and `!!python/object`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import TAG, nodes

YAML_TAG = snippet_rule(
    "yaml-tag",
    "warning",
    "yaml",
    """
    A value in a manifest has a tag that Kubernetes does not know, such as `!Ref`.

    Kubernetes ignores the tag and reads the value. Only another program can do what the tag asks for;
    knotwork never creates objects from tags.

    Bad:

    ```yaml {k8s="invalid:yaml-tag"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: database
    data:
      host: !Ref DatabaseHost
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: database
    data:
      host: db.example.com
    ```

    Tags in YAML that is not for Kubernetes are not reported.
    """,
    position=5,
)

_NEGATION = re.compile(r"![A-Za-z_][\w.]*\(|!\(|![a-z]\w*\.[a-z]")
"""What is no tag but the beginning of an expression: `!has(object.spec)`, `!('a' in groups)`."""
_QUOTE = "Put the value in quotes, if `!` is part of it: it begins a tag in YAML."
_REMOVE = "Remove it: nothing is ever created from a tag."


def foreign_tags(root: yaml.Node, text: str) -> Iterator[Violation]:
    """A violation for every node with such a tag; `text` is the text that the nodes have offsets in."""
    for node in nodes(root):
        start = node.start_mark.index
        if not node.tag.startswith(TAG) or ":python/" in node.tag:
            end = start + len(text[start : start + 200].split(maxsplit=1)[0])
            message = f"Kubernetes does not know the tag `{text[start:end]}`, and reads the value without it"
            is_negation = _NEGATION.match(text, start) is not None
            yield Violation(YAML_TAG, start, end, message, _QUOTE if is_negation else _REMOVE)
