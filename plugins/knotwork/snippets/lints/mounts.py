"""Where containers mount volumes."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import literal, text


@lint(PODS, fields=("volumeMounts",))
def mounts(manifest: Manifest) -> Iterator[Violation]:
    """The paths at which containers mount volumes."""
    for container in manifest.containers:
        for mount in manifest.maps(given(container.fields, "volumeMounts")):
            yield from _mount_path(mount)
            yield from _sub_path(mount)


def _mount_path(fields: Fields) -> Iterator[Violation]:
    node = given(fields, "mountPath")
    if node is not None and text(node) == "":
        yield at_node(MISSING_FIELD, node, REQUIRED, "Write where the volume is to be, such as `/data`.")


def _sub_path(fields: Fields) -> Iterator[Violation]:
    node = given(fields, "subPath")
    written = literal(node)
    if node is None or not written:
        return
    if written.startswith("/"):
        yield at_node(
            INVALID_VALUE,
            node,
            invalid(node, "must be a relative path"),
            "It is a path within the volume.",
        )
    elif ".." in written.split("/"):
        yield at_node(INVALID_VALUE, node, invalid(node, "must not contain `..`"), "Write it without `..`.")
    if given(fields, "subPathExpr") is not None:
        yield at_node(
            ONE_OF,
            fields["subPathExpr"][0],
            forbidden("`subPath` and `subPathExpr` are mutually exclusive"),
            "Keep one of them.",
        )
