"""The nodes at a place that may be there several times, such as in every item of a list."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.manifest import Manifest
from knotwork.snippets.yaml.values import items


def nodes_at(manifest: Manifest, path: str) -> Iterator[tuple[yaml.Node, str]]:
    """The nodes at a path from the document, each with its own path for people.

    In `spec.requests[].selectors`, `[]` stands for every item; in `attributes{}`, `{}` for every value.
    """
    return nodes_below(manifest, manifest.root, path)


def nodes_below(manifest: Manifest, node: yaml.Node | None, path: str) -> Iterator[tuple[yaml.Node, str]]:
    """The same from a node; the paths for people begin at that node."""
    reached: list[tuple[yaml.Node | None, str]] = [(node, "")]
    for step in path.split("."):
        name = step.rstrip("[]{}")
        reached = [
            (fields[name][1], f"{where}.{name}" if where else name)
            for node, where in reached
            if name in (fields := manifest.pairs(node))
        ]
        if step.endswith("[]"):
            reached = [
                (item, f"{where}[{index}]")
                for node, where in reached
                for index, item in enumerate(items(node))
            ]
        elif step.endswith("{}"):
            reached = [
                (value, f"{where}[{key}]")
                for node, where in reached
                for key, (_, value) in manifest.pairs(node).items()
            ]
    yield from ((node, where) for node, where in reached if node is not None)
