"""How advice speaks of a container, and where."""

from __future__ import annotations

from msgspec.structs import replace

from knotwork.snippets.lints.fields import given
from knotwork.snippets.manifest import Container, Manifest
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import text


def name_of(container: Container) -> str:
    """A container, by its name if it has one: `container "web"`."""
    name = text(given(container.fields, "name"))
    return f'container "{name[:60]}"' if name else "the container"


def at_container(rule: SnippetRule, container: Container, message: str, help_: str) -> Violation:
    """A violation at the container's name, or where the container begins."""
    path = container.path
    name = given(container.fields, "name")
    if name is not None:
        return replace(at_node(rule, name, message, help_), path=path)
    start = container.node.start_mark.index
    return Violation(rule, start, start + 1, message, help_, path=path)


def resources(manifest: Manifest, container: Container) -> Fields:
    """The fields of what a container requests, and of its limits."""
    return manifest.pairs(given(container.fields, "resources"))


def security_context(manifest: Manifest, container: Container) -> Fields:
    """The fields of a container's securityContext."""
    return manifest.pairs(given(container.fields, "securityContext"))
