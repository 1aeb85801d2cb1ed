"""The kernel's parameters that a pod sets."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import duplicate_value, invalid, quoted
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_true, literal

_OF_NODE = {"net.": "hostNetwork", "kernel.shm": "hostIPC", "kernel.msg": "hostIPC", "fs.mqueue.": "hostIPC"}
"""The namespace that each is of; `kernel.sem` is of hostIPC as well."""


@lint(PODS, fields=("sysctls",))
def sysctls(manifest: Manifest) -> Iterator[Violation]:
    """Each is set once, and none that would change the node."""
    for pod in manifest.pods:
        first: dict[str, yaml.Node] = {}
        context = manifest.pairs(given(pod.fields, "securityContext"))
        for sysctl in manifest.maps(given(context, "sysctls")):
            node = given(sysctl, "name")
            written = (literal(node) or "").replace("/", ".")
            if node is None or not written:
                continue
            if first.setdefault(written, node) is not node:
                twice = duplicate(
                    node, duplicate_value(quoted(written)), first[written], "Remove one of them."
                )
                # the API server compares the names as they are written: `net/core` is another one for it
                yield (
                    twice if literal(first[written]) == literal(node) else replace(twice, severity="warning")
                )
            for start, field in _OF_NODE.items():
                if written.startswith(start) and is_true(given(pod.fields, field)):
                    message = invalid(node, f"may not be specified when '{field}' is true")
                    yield at_node(INVALID_VALUE, node, message, "Remove it: it would change the node.")
