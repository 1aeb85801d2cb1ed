"""Jobs: how many pods they make, and which are theirs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, place
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import is_false, text

_GENERATED = frozenset(
    prefix + name for prefix in ("", "batch.kubernetes.io/") for name in ("controller-uid", "job-name")
)
"""The labels by which a Job finds its pods."""


@lint("batch/Job", "batch/CronJob")
def job(manifest: Manifest) -> Iterator[Violation]:
    """What a Job, or a CronJob of its Jobs, says of how often it runs and of its pods."""
    path = ("spec", "jobTemplate", "spec") if manifest.kind == "CronJob" else ("spec",)
    fields = manifest.pairs(manifest.get(*path))
    mode = given(fields, "completionMode")
    if mode is not None and text(mode) == "Indexed" and "completions" not in fields and not manifest.partial:
        message = f"{'.'.join(path)}.completions: {REQUIRED}"
        yield replace(at_node(MISSING_FIELD, mode, message, "An Indexed Job has it."), path="")
    if not manifest.partial and ("completionMode" not in fields or text(mode) == "NonIndexed"):
        for name in ("backoffLimitPerIndex", "maxFailedIndexes"):
            if given(fields, name) is not None:
                message = forbidden("may only be set when `completionMode` is 'Indexed'")
                help_ = "Write `completionMode: Indexed`, or remove it."
                yield at_node(INVALID_VALUE, fields[name][0], message, help_)
    yield from _selector(manifest, fields)
    yield from _failure_policy(manifest, fields)


def _selector(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    """A Job's selector is generated, unless it says `manualSelector: true`."""
    selector = given(fields, "selector")
    manual = given(fields, "manualSelector")
    if selector is None or (manual is not None and not is_false(manual)):
        return
    labels = manifest.pairs(given(manifest.pairs(selector), "matchLabels"))
    if manifest.partial or not any(is_literal(name) and name not in _GENERATED for name in labels):
        return
    message = forbidden("`selector` is generated unless `manualSelector` is true")
    help_ = "Remove it, or write `manualSelector: true` beside it."
    if manifest.kind == "CronJob":
        help_ = "Remove it."
    yield at_node(INVALID_VALUE, fields["selector"][0], message, help_)


def _failure_policy(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    for pod in manifest.pods:
        node = given(pod.fields, "restartPolicy")
        if given(fields, "podFailurePolicy") is not None and node is not None and text(node) == "OnFailure":
            message = invalid(node, 'only "Never" is supported when podFailurePolicy is specified')
            violation = at_node(INVALID_VALUE, node, message, "Write `restartPolicy: Never`.")
            yield replace(violation, related=(place(fields["podFailurePolicy"][0], "the podFailurePolicy"),))
