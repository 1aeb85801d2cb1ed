"""Probes and hooks: how often they run, how long they wait, and the commands they run."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import checked_least, given, missing
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.one_of import PROBES
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import number

_LEAST = {
    "initialDelaySeconds": 0,
    "periodSeconds": 1,
    "timeoutSeconds": 1,
    "successThreshold": 1,
    "failureThreshold": 1,
}
_HOOKS = ("postStart", "preStop")


@lint(PODS, fields=(*PROBES, "lifecycle"))
def probes(manifest: Manifest) -> Iterator[Violation]:
    """The probes and hooks of containers."""
    for pod in manifest.pods:
        for container in pod.containers:
            where = f"{pod.path}.{container.where}"
            for name in (probe for probe in PROBES if probe in container.fields):
                fields = manifest.pairs(given(container.fields, name))
                yield from _numbers(name, fields)
                yield from _grace_period(name, fields)
                yield from _command(manifest, fields, f"{where}.{name}")
            hooks = manifest.pairs(given(container.fields, "lifecycle"))
            for name in _HOOKS:
                yield from _command(manifest, manifest.pairs(given(hooks, name)), f"{where}.lifecycle.{name}")


def _numbers(name: str, fields: Fields) -> Iterator[Violation]:
    for field, least in _LEAST.items():
        if number(given(fields, field)) != 0 or field == "initialDelaySeconds":  # 0 is the default
            yield from checked_least(given(fields, field), least)
    node = given(fields, "successThreshold")
    value = number(node)
    if node is not None and value is not None and value > 1 and name != "readinessProbe":
        yield at_node(
            INVALID_VALUE, node, invalid(node, f"must be 1 for a {name}"), "Only a readinessProbe has more."
        )


def _grace_period(name: str, fields: Fields) -> Iterator[Violation]:
    node = given(fields, "terminationGracePeriodSeconds")
    if node is not None and name == "readinessProbe":
        message = forbidden("must not be set for readinessProbes")
        help_ = "Remove it: a container that is not ready is not stopped."
        yield at_node(INVALID_VALUE, fields["terminationGracePeriodSeconds"][0], message, help_)
    else:
        yield from checked_least(node, 1)


def _command(manifest: Manifest, handler: Fields, where: str) -> Iterator[Violation]:
    """What an `exec` runs."""
    node = given(handler, "exec")
    fields = manifest.pairs(node)
    command = given(fields, "command")
    if node is None or manifest.partial:
        return
    if isinstance(node, yaml.MappingNode) and not fields:
        yield missing(node, "command", f"{where}.exec", "Write what it runs: `command: [cat, /ready]`.")
    elif isinstance(command, yaml.SequenceNode) and not command.value:
        yield at_node(MISSING_FIELD, command, REQUIRED, "Write what it runs.")
