"""The YAML of front matter: read within limits, and what keeps it from being read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from knotwork.model.yaml_extent import expanded_size, extents, not_allowed
from knotwork.syntax.yaml_problems import plain_problem

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES, MAX_DEPTH, MAX_ALIASES, MAX_NODES = 1_000_000, 100, 100, 50_000


class Unreadable(Exception):
    """The front matter cannot be read; carries the offset, the message and the help."""

    def __init__(self, at: int, message: str, help_: str | None = None) -> None:
        super().__init__(message)
        self.at, self.message, self.help = at, message, help_


def yaml_node(text: str, loader: Any) -> Any:
    """The YAML node of a text that a loader was made for, within bounds; raises Unreadable."""
    if len(text) > MAX_BYTES:
        raise Unreadable(0, f"the front matter is larger than {MAX_BYTES:,} bytes")
    control = not_allowed(text)
    if control:
        raise Unreadable(control.start(), f"YAML does not allow the character U+{ord(control[0]):04X}")
    with readable(text):
        _bounded(text)
        node = loader.get_single_node()
        if node is not None:
            expanded_size(node, MAX_NODES, _too_far)
            if isinstance(node, yaml.MappingNode):
                _merge(node, loader)
        return node


def _merge(node: Any, loader: Any) -> None:
    """Put the properties that `<<` merges in before those that are written."""
    own = list(node.value)
    loader.flatten_mapping(node)
    written = {str(key.value) for key, _ in own}
    here = set(map(id, own))
    node.value = [pair for pair in node.value if id(pair) in here or str(pair[0].value) not in written]


@contextmanager
def readable(text: str) -> Iterator[None]:
    """Raises Unreadable for whatever PyYAML raises."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = mark.index if mark is not None else 0
        if text[at : at + 1] == "\t":
            raise Unreadable(at, "a tab cannot indent YAML", "Use spaces.") from None
        raise invalid_yaml(text, at, error.problem or "not YAML") from None
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Unreadable(0, f"the front matter cannot be read: {error}") from None


def invalid_yaml(text: str, at: int, problem: str) -> Unreadable:
    """The error that a text is no YAML, by the parser's own problem."""
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    plain, help_ = plain_problem(problem, line)
    return Unreadable(at, f"the front matter is not valid YAML: {plain}", help_)


def _bounded(text: str) -> None:
    """Raise before libyaml's composer recurses."""
    for extent in extents(text, Loader):
        if extent.depth > MAX_DEPTH:
            raise Unreadable(extent.at, f"YAML nested deeper than {MAX_DEPTH} levels")
        if extent.aliases > MAX_ALIASES or extent.nodes > MAX_NODES:
            raise Unreadable(extent.at, "too many YAML aliases or nodes")


def _too_far(at: int, endless: bool) -> Unreadable:
    if endless:
        return Unreadable(at, "a YAML alias refers to the list or mapping it is in")
    return Unreadable(at, "YAML aliases that expand to too many nodes")
