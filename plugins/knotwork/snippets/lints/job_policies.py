"""When a Job has failed and when it has succeeded: its policies, and what they go with."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid, unsupported
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, number, text

_MOST_INDEXED = 100_000
_INDEX = re.compile(r"[0-9]{1,9}")


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
    for node in items(given(policy, "rules")):
        yield from _rule(manifest, fields, node)
    replacement = given(fields, "podReplacementPolicy")
    if policy and replacement is not None and text(replacement) == "TerminatingOrFailed":
        message = unsupported("TerminatingOrFailed", ("Failed",))
        yield at_node(INVALID_VALUE, replacement, message, "Write `Failed`, or remove it.")
    indexed = text(given(fields, "completionMode")) == "Indexed"
    if given(fields, "successPolicy") is not None and not indexed and not manifest.partial:
        message = forbidden("requires indexed completion mode")
        yield at_node(INVALID_VALUE, fields["successPolicy"][0], message, "Write `completionMode: Indexed`.")
    if indexed:
        yield from _of_indexed(manifest, fields)
        completions = number(given(fields, "completions"))
        for node in items(given(manifest.pairs(given(fields, "successPolicy")), "rules")):
            yield from _success(manifest, node, completions)


def _rule(manifest: Manifest, fields: Fields, node: yaml.Node) -> Iterator[Violation]:
    rule = manifest.pairs(node)
    codes, conditions = given(rule, "onExitCodes"), given(rule, "onPodConditions")
    if codes is not None and conditions is not None:
        message = forbidden("specifying both onExitCodes and onPodConditions is not supported")
        yield at_node(ONE_OF, rule["onPodConditions"][0], message, "Make two rules of it.")
    elif rule.keys() == {"action"} and not manifest.partial:
        message = f"{REQUIRED}: specifying one of onExitCodes and onPodConditions is required"
        yield at_node(ONE_OF, node, message, "Write onExitCodes or onPodConditions.")
    action = given(rule, "action")
    if action is not None and text(action) == "FailIndex" and "backoffLimitPerIndex" not in fields:
        message = invalid(action, "requires the backoffLimitPerIndex to be set")
        yield at_node(INVALID_VALUE, action, message, "Add `backoffLimitPerIndex:`, or write `FailJob`.")
    exits = manifest.pairs(codes)
    if text(given(exits, "operator")) == "In":
        for value in items(given(exits, "values")):
            if number(value) == 0:
                message = invalid(value, "must not be 0 for the In operator")
                yield at_node(INVALID_VALUE, value, message, "Remove it: the operator In has others only.")
    codes_in_order = [number(value) for value in items(given(exits, "values"))]
    known = [value for value in codes_in_order if value is not None]
    if known != sorted(known):
        key = exits["values"][1]
        yield at_node(INVALID_VALUE, key, "Invalid value: must be ordered", "Write the lowest first.")
    name = given(exits, "containerName")
    written = literal(name)
    names = {text(given(container.fields, "name")) for container in manifest.containers}
    if name is not None and written and names and written not in names and not manifest.partial:
        message = invalid(name, "must be one of the container names in the pod template")
        yield at_node(INVALID_VALUE, name, message, "Name one of the template's containers.")


def _success(manifest: Manifest, node: yaml.Node, completions: int | None) -> Iterator[Violation]:
    """A rule says which indexes have to succeed, or how many."""
    rule = manifest.pairs(node)
    indexes, count = given(rule, "succeededIndexes"), given(rule, "succeededCount")
    if isinstance(node, yaml.MappingNode) and not rule and not manifest.partial:
        message = f"{REQUIRED}: at least one of succeededCount or succeededIndexes must be specified"
        yield at_node(ONE_OF, node, message, "Write one of them.")
    wrong = list(_indexes(indexes, completions))
    yield from wrong
    least = number(count)
    most = completions if indexes is None or wrong else _number_of(literal(indexes))
    if count is not None and least is not None and most is not None and least > most:
        what = "completions" if most == completions else "the number of indexes in succeededIndexes"
        message = invalid(count, f"must be less than or equal to {most} ({what})")
        yield at_node(INVALID_VALUE, count, message, "Lower it.")


def _number_of(indexes: str | None) -> int | None:
    """How many indexes `0,2-4` are."""
    if not indexes:
        return None
    ends = [part.split("-") for part in indexes.split(",")]
    return sum(int(part[-1]) - int(part[0]) + 1 for part in ends)


def _indexes(node: yaml.Node | None, completions: int | None) -> Iterator[Violation]:
    """Indexes and ranges of them, in order, as `0,2-4`."""
    written = literal(node)
    if node is None or not written:
        return
    last = -1
    for part in written.split(","):
        ends = part.split("-")
        if len(ends) > 2 or not all(_INDEX.fullmatch(end) for end in ends):
            message = invalid(node, "cannot convert string to integer for index")
        elif int(ends[0]) <= last or int(ends[-1]) < int(ends[0]):
            message = invalid(node, "non-increasing order, previous index first")
        elif completions is not None and int(ends[-1]) >= completions:
            message = invalid(node, f"too large index: {ends[-1]}: the last is {completions - 1}")
        else:
            last = int(ends[-1])
            continue
        yield at_node(INVALID_VALUE, node, message, "Write indexes and ranges of them in order: `0,2-4`.")
        return


def _of_indexed(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    completions = number(given(fields, "completions"))
    node = given(fields, "maxFailedIndexes")
    failed = number(node)
    if node is not None and "backoffLimitPerIndex" not in fields and not manifest.partial:
        message = "when maxFailedIndexes is specified, backoffLimitPerIndex must be specified, too"
        yield at_node(INVALID_VALUE, fields["maxFailedIndexes"][0], message, "Add `backoffLimitPerIndex:`.")
    elif node is not None and failed is not None and completions is not None and failed > completions:
        message = invalid(node, f"must be less than or equal to `completions` {completions}")
        yield at_node(INVALID_VALUE, node, message, "Lower it.")
    pods = given(fields, "parallelism")
    count = number(pods)
    if pods is not None and count is not None and count > _MOST_INDEXED:
        message = invalid(
            pods, f"must be less than or equal to {_MOST_INDEXED} when `completionMode` is 'Indexed'"
        )
        yield at_node(INVALID_VALUE, pods, message, "Lower it.")
