"""Jobs: how many pods they make, and which are theirs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid, unsupported
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, is_output, may_be_there, place
from knotwork.snippets.lints.forms import INVALID_NAME, LABEL, SUBDOMAIN, fault
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import is_false, is_true, literal, literal_name, number, text

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
    # of a Job that has neither, both are 1
    both = manifest.kind == "Job" and "parallelism" not in fields
    left_out = "completions" not in fields and not both and not manifest.partial
    if mode is not None and text(mode) == "Indexed" and left_out:
        message = f"{'.'.join(path)}.completions: {REQUIRED}: when completion mode is Indexed"
        yield replace(at_node(MISSING_FIELD, mode, message, "Say how many pods it has."), path="")
    if not manifest.partial and ("completionMode" not in fields or text(mode) == "NonIndexed"):
        for name in ("backoffLimitPerIndex", "maxFailedIndexes"):
            if given(fields, name) is not None:
                message = forbidden("may only be set when `completionMode` is 'Indexed'")
                help_ = "Write `completionMode: Indexed`, or remove it."
                yield at_node(INVALID_VALUE, fields[name][0], message, help_)
    yield from _selector(manifest, fields)
    yield from _manual(manifest, fields)
    if mode is not None and text(mode) == "Indexed" and manifest.kind == "Job":
        yield from _host_names(manifest, number(given(fields, "completions")))
    yield from _failure_policy(manifest, fields)


def _selector(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    """A Job's selector is generated, unless it says `manualSelector: true`."""
    selector = given(fields, "selector")
    manual = given(fields, "manualSelector")
    if selector is None or (manual is not None and not is_false(manual)):
        return
    labels = manifest.pairs(given(manifest.pairs(selector), "matchLabels"))
    if manifest.partial or not any(map(is_literal, labels)):
        return
    if labels.keys() <= _GENERATED and is_output(manifest):
        return
    message = forbidden("`selector` is generated unless `manualSelector` is true")
    help_ = "Remove it, or write `manualSelector: true` beside it."
    if manifest.kind == "CronJob":
        help_ = "Remove it."
    elif labels.keys() <= _GENERATED:
        help_ = "It is from a Job of a cluster: remove it, and these labels of the template."
    yield at_node(INVALID_VALUE, fields["selector"][0], message, help_)


def _manual(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    """Who chooses the pods by hand has a selector; the Jobs of a CronJob do not."""
    manual = given(fields, "manualSelector")
    if manual is None or not is_true(manual):
        return
    if manifest.kind == "CronJob":
        message = unsupported("true", ("false",))
        yield at_node(
            INVALID_VALUE, manual, message, "Remove it: each Job of a CronJob has its own selector."
        )
    elif "selector" not in fields and not manifest.partial and not may_be_there("selector", fields):
        message = f"spec.selector: {REQUIRED}"
        key = fields["manualSelector"][0]
        yield replace(at_node(MISSING_FIELD, key, message, "Add the selector, or remove this."), path="")


@lint("batch/Job", fields=_GENERATED)
def generated_labels(manifest: Manifest) -> Iterator[Violation]:
    """The labels that a Job gives its pods are its own, not those of one that was read from a cluster."""
    if is_true(given(manifest.spec, "manualSelector")) or given(manifest.spec, "selector") is not None:
        return
    if is_output(manifest):
        return
    job_name = literal_name(given(manifest.metadata, "name"))
    for pod in manifest.pods:
        for name, (key, value) in manifest.pairs(pod.labels).items():
            written = literal(value)
            if name not in _GENERATED or written is None or (name.endswith("job-name") and not job_name):
                continue
            if name.endswith("controller-uid") or written != job_name:
                own = "the uid that it gets" if name.endswith("controller-uid") else f"'{job_name}'"
                message = invalid(value, f"must be {own}")
                yield at_node(INVALID_VALUE, key, message, "Remove it: the Job sets this label.")


def _host_names(manifest: Manifest, completions: int | None) -> Iterator[Violation]:
    """The pods of an Indexed Job have its name and their index as host names."""
    node = given(manifest.metadata, "name")
    written = literal_name(node)
    if node is None or not written or not completions or fault(written, SUBDOMAIN) is not None:
        return
    longest = f"{written}-{completions - 1}"
    if fault(longest, LABEL) is not None:
        message = invalid(node, f"will not able to create pod with invalid DNS label: {longest[:80]}")
        yield at_node(INVALID_NAME, node, message, "Use at most 63 letters, digits and `-`, with the index.")


def _failure_policy(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    for pod in manifest.pods:
        node = given(pod.fields, "restartPolicy")
        if given(fields, "podFailurePolicy") is not None and node is not None and text(node) == "OnFailure":
            message = invalid(node, 'only "Never" is supported when podFailurePolicy is specified')
            violation = at_node(INVALID_VALUE, node, message, "Write `restartPolicy: Never`.")
            yield replace(violation, related=(place(fields["podFailurePolicy"][0], "the podFailurePolicy"),))
