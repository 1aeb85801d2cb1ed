"""Groups of Kubernetes itself: who defines a kind in one says who has approved it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.built_in_kinds import without_definition
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal

_ANNOTATION = "api-approved.kubernetes.io"
_OWN = lazy_regex(r"(?:.+\.)?(?:k8s|kubernetes)\.io")
_APPROVAL = lazy_regex(r"unapproved.*|[A-Za-z][A-Za-z0-9+.-]*://[^/\s]+.*")


@lint("apiextensions.k8s.io/CustomResourceDefinition")
def approval(manifest: Manifest) -> Iterator[Violation]:
    """The annotation of a definition in a group of `k8s.io` or `kubernetes.io`."""
    group = given(manifest.spec, "group")
    written = literal(group)
    if group is None or not written or not _OWN.fullmatch(written):
        return
    metadata = manifest.metadata
    annotations = manifest.pairs(given(metadata, "annotations"))
    must = f'protected groups must have approval annotation "{_ANNOTATION}"'
    own = f"Use a domain of your own, or write `{_ANNOTATION}: unapproved, for a test`."
    help_ = without_definition(manifest) or own
    if _ANNOTATION in annotations:
        value = annotations[_ANNOTATION][1]
        reason = literal(value)
        if reason is not None and not _APPROVAL.fullmatch(reason):
            message = invalid(value, f'{must} with either a URL or a reason starting with "unapproved"')
            yield at_node(INVALID_VALUE, value, message, help_)
    elif not manifest.partial and (annotations or given(metadata, "annotations") is None):
        message = f"metadata.annotations[{_ANNOTATION}]: {REQUIRED}: {must}"
        yield replace(at_node(MISSING_FIELD, group, message, help_), path="")
