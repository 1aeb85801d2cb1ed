"""The fences that are YAML: those that name it, and those that look like a manifest."""

from __future__ import annotations

import re

from knotwork.model.equivalences import Equivalence
from knotwork.model.note import Fence
from knotwork.snippets.rule import snippet_rule

UNMARKED_MANIFEST = snippet_rule(
    "unmarked-manifest",
    "info",
    "yaml",
    """
    A block holds a manifest and is not marked as YAML.

    It is checked like one that is. But it has no syntax highlighting, neither here nor in Obsidian.

    Bad:

    ````markdown
    ```
    apiVersion: v1
    kind: Namespace
    metadata:
      name: unmarked
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: marked
    ```

    `check --fix` adds `yaml` to the opening fence. If it only looks like a manifest, give another language
    (`console`) or `{k8s=skip}`.
    """,
    position=10,
    safe_by=(Equivalence.LANGUAGE,),
)

_YAML = frozenset(("yaml", "yml", "kyaml", "k8s", "kubernetes"))
_NO_LANGUAGE = frozenset(("", "text", "txt", "plain", "plaintext"))
_API_VERSION = re.compile(r"^[ \t]*apiVersion:[ \t]*[\"']?[\w./-]+[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_KIND = re.compile(r"^[ \t]*kind:[ \t]*[\"']?[A-Z]\w+[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)


def is_yaml(fence: Fence) -> bool:
    """Whether a fence is validated as YAML."""
    return fence.language in _YAML or bool({"k8s", "schema"} & fence.options.keys()) or is_unmarked(fence)


def is_unmarked(fence: Fence) -> bool:
    """Whether a fence without a language begins with the lines of a manifest."""
    if fence.language not in _NO_LANGUAGE or {"k8s", "schema"} & fence.options.keys():
        return False
    lines = [
        line for line in fence.text[:4000].split("\n") if line.strip() and not line.lstrip().startswith("#")
    ]
    top = "\n".join(lines[:1] if lines[:1] != ["---"] else lines[1:2])
    begins = bool(_API_VERSION.match(top) or _KIND.match(top))
    return begins and bool(_API_VERSION.search(fence.text) and _KIND.search(fence.text))
