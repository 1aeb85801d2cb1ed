"""When a Job has failed and when it has succeeded: its policies, and what they go with."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, quoted
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, number, text

_MOST_INDEXED = 100_000


@lint(
    "batch/Job",
    "batch/CronJob",
    fields=("podFailurePolicy", "successPolicy", "maxFailedIndexes", "parallelism"),
)
def job_policies(manifest: Manifest) -> Iterator[Violation]:
    """The policies of a Job, or of those of a CronJob."""
    path = ("spec", "jobTemplate", "spec") if manifest.kind == "CronJob" else ("spec",)
    fields = manifest.pairs(manifest.get(*path))
    policy = manifest.pairs(given(fields, "podFailurePolicy"))
    for index, node in enumerate(items(given(policy, "rules"))):
        yield from _rule(manifest, fields, node, f"podFailurePolicy.rules[{index}]")
    replacement = given(fields, "podReplacementPolicy")
    if policy and replacement is not None and text(replacement) == "TerminatingOrFailed":
        message = "podReplacementPolicy is Failed where there is a podFailurePolicy"
        yield at_node(INVALID_VALUE, replacement, message, "Write `Failed`, or remove it.")
    indexed = text(given(fields, "completionMode")) == "Indexed"
    if given(fields, "successPolicy") is not None and not indexed and not manifest.partial:
        message = "a successPolicy is for Jobs whose pods are numbered"
        yield at_node(INVALID_VALUE, fields["successPolicy"][0], message, "Write `completionMode: Indexed`.")
    if indexed:
        yield from _of_indexed(manifest, fields)


def _rule(manifest: Manifest, fields: Fields, node: yaml.Node, where: str) -> Iterator[Violation]:
    rule = manifest.pairs(node)
    codes, conditions = given(rule, "onExitCodes"), given(rule, "onPodConditions")
    if codes is not None and conditions is not None:
        message = f"{where} has both onExitCodes and onPodConditions"
        yield at_node(ONE_OF, rule["onPodConditions"][0], message, "Make two rules of it.")
    elif rule.keys() == {"action"} and not manifest.partial:
        message = f"{where} says not when"
        yield at_node(ONE_OF, node, message, "Write onExitCodes or onPodConditions.")
    action = given(rule, "action")
    if action is not None and text(action) == "FailIndex" and "backoffLimitPerIndex" not in fields:
        message = "the action FailIndex goes with backoffLimitPerIndex"
        yield at_node(INVALID_VALUE, action, message, "Add `backoffLimitPerIndex:`, or write `FailJob`.")
    exits = manifest.pairs(codes)
    if text(given(exits, "operator")) == "In":
        for value in items(given(exits, "values")):
            if number(value) == 0:
                message = "the exit code 0 is no failure"
                yield at_node(INVALID_VALUE, value, message, "Remove it: the operator In has others only.")
    name = given(exits, "containerName")
    written = literal(name)
    names = {text(given(container.fields, "name")) for container in manifest.containers}
    if name is not None and written and names and written not in names and not manifest.partial:
        message = f"no container of the pod is called {quoted(written)}"
        yield at_node(INVALID_VALUE, name, message, "Name one of the template's containers.")


def _of_indexed(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    completions = number(given(fields, "completions"))
    node = given(fields, "maxFailedIndexes")
    failed = number(node)
    if node is not None and "backoffLimitPerIndex" not in fields and not manifest.partial:
        message = "maxFailedIndexes goes with backoffLimitPerIndex"
        yield at_node(INVALID_VALUE, fields["maxFailedIndexes"][0], message, "Add `backoffLimitPerIndex:`.")
    elif node is not None and failed is not None and completions is not None and failed > completions:
        message = f"maxFailedIndexes {failed} is more than completions {completions}"
        yield at_node(INVALID_VALUE, node, message, "Lower it.")
    pods = given(fields, "parallelism")
    count = number(pods)
    if pods is not None and count is not None and count > _MOST_INDEXED:
        message = f"parallelism {count} of an Indexed Job is more than {_MOST_INDEXED}"
        yield at_node(INVALID_VALUE, pods, message, "Lower it.")
