"""Limits for YAML: a note must not make a build slow, or crash it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from knotwork.model.yaml_extent import Extent, expanded_size, extents
from knotwork.snippets.rule import snippet_rule

YAML_LIMIT = snippet_rule(
    "yaml-limit",
    "error",
    "yaml",
    """
    A block is too large, too deep, or repeats too much to be read.

    The limits are a million characters, 50,000 values, 100 levels and 5,000 aliases; expanded, aliases may
    stand for a million values and never for themselves. Real manifests stay far below: the API server accepts
    requests up to about 3 MB, and kubectl also rejects excessive aliases.

    Bad:

    ```yaml {k8s="invalid:yaml-limit"}
    labels: &labels
      app: web
      others: *labels
    ```

    Good:

    ```yaml
    labels:
      app: web
    ```

    Show the part you write about and link the whole as an attachment. A block with `{k8s=skip}` is not
    checked.
    """,
    position=3,
)


MAX_CHARACTERS, MAX_DEPTH, MAX_NODES, MAX_ALIASES, MAX_EXPANDED = 1_000_000, 100, 50_000, 5_000, 1_000_000
MAX_DOCUMENTS = 1_000
"""The most documents of one block."""

_DEEP = re.compile(r"\n[ \t?:-]{41}")
_SHALLOW = 20
"""So many brackets, and 40 columns of indentation with a level in each, are within 100 levels."""
_SMALL = MAX_NODES
"""Every node takes at least a character, so that a shorter text is within the limit."""


class LimitExceeded(Exception):
    """A text exceeds a limit: the offset, the message, and the help."""

    def __init__(
        self, at: int, message: str, help_: str = "Split the block, or mark it `{k8s=skip}`."
    ) -> None:
        super().__init__(message)
        self.at, self.message, self.help = at, message, help_


def check_limits(text: str, parser: Any) -> None:
    """Raise TooMuch before a composer recurses: at some hundred thousand levels libyaml ends the process."""
    if len(text) > MAX_CHARACTERS:
        raise LimitExceeded(0, f"a YAML block of {len(text):,} characters is not read")
    small = len(text) < _SMALL and text.count("&") + text.count("*") <= MAX_ALIASES
    shallow = text.count("[") + text.count("{") <= _SHALLOW and not _DEEP.search(f"\n{text}")
    if small and shallow:
        return
    for extent in _extents(text, parser):
        if extent.depth > MAX_DEPTH:
            raise LimitExceeded(extent.at, f"YAML nested deeper than {MAX_DEPTH} levels is not read")
        if extent.aliases > MAX_ALIASES:
            raise LimitExceeded(extent.at, f"YAML with more than {MAX_ALIASES:,} aliases is not read")
        if extent.nodes > MAX_NODES:
            raise LimitExceeded(extent.at, f"YAML with more than {MAX_NODES:,} nodes is not read")


def _extents(text: str, parser: Any) -> Iterator[Extent]:
    try:
        yield from extents(text, parser)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" not in str(error.problem):
            raise
        at = 0 if error.problem_mark is None else error.problem_mark.index
        raise LimitExceeded(at, f"YAML nested deeper than {MAX_DEPTH} levels is not read") from error


def check_alias_limits(root: yaml.Node) -> None:
    """Raise TooMuch when aliases, written out, are endless or too many."""
    expanded_size(root, MAX_EXPANDED, _exceeded)


def _exceeded(at: int, endless: bool) -> LimitExceeded:
    message = f"these YAML aliases stand for more than {MAX_EXPANDED:,} nodes"
    if endless:
        message = "this YAML alias is inside the list or mapping that it repeats"
    return LimitExceeded(at, message, "Write out what is meant.")
