"""Tags that Kubernetes does not know, such as `!Ref` and `!!python/object`."""

from __future__ import annotations

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


def foreign_tags(root: yaml.Node, text: str) -> Iterator[Violation]:
    """A violation for every node with such a tag; `text` is the text that the nodes have offsets in."""
    for node in nodes(root):
        start = node.start_mark.index
        if not node.tag.startswith(TAG) or ":python/" in node.tag:
            end = start + len(text[start : start + 200].split(maxsplit=1)[0])
            message = f"Kubernetes does not know the tag `{text[start:end]}`, and reads the value without it"
            yield Violation(YAML_TAG, start, end, message, "Remove it: nothing is ever created from a tag.")
