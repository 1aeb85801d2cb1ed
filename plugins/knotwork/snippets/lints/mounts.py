"""Where containers mount volumes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.manifest import Container, Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import literal, text

_VARIABLE = lazy_regex(r"(?<!\$)\$\(([^\s()]{1,253})\)")
"""A variable as the kubelet replaces it; `$$(` is none."""
_EXPR = "Write `subPathExpr`, which replaces the variables of the container."
_REPLACED_IN = "Variables are replaced in `command`, `args`, `env` and `subPathExpr`; write the path."


@lint(PODS, fields=("volumeMounts", "workingDir"))
def mounts(manifest: Manifest) -> Iterator[Violation]:
    """The paths at which containers mount volumes."""
    for container in manifest.containers:
        yield from _variables(container.fields, "workingDir", manifest, container)
        for mount in manifest.maps(given(container.fields, "volumeMounts")):
            yield from _mount_path(mount)
            yield from _sub_path(mount)
            for name in ("mountPath", "subPath"):
                yield from _variables(mount, name, manifest, container)


def _variables(fields: Fields, name: str, manifest: Manifest, container: Container) -> Iterator[Violation]:
    """A path with a variable of the container, which only commands, values and `subPathExpr` replace."""
    if name == "subPath" and given(fields, "subPathExpr") is not None:
        return  # that one of them is too many is another finding
    node = given(fields, name)
    used = _VARIABLE.findall(text(node) or "") if node is not None else ()
    if not used:
        return
    known = {text(given(variable, "name")) for variable in manifest.maps(given(container.fields, "env"))}
    replaced = next((variable for variable in used if variable in known), None)
    if replaced is not None:
        message = f"$({replaced}) is not replaced here, and the folder is called so"
        help_ = _EXPR if name == "subPath" else _REPLACED_IN
        if name == "subPath" and node is not None and (text(node) or "").startswith("/"):
            help_ = f"{_EXPR} It is a path within the volume: begin it without `/`."
        yield replace(at_node(INVALID_VALUE, fields[name][0], message, help_), severity="warning")


def _mount_path(fields: Fields) -> Iterator[Violation]:
    node = given(fields, "mountPath")
    if node is not None and text(node) == "":
        yield at_node(MISSING_FIELD, node, REQUIRED, "Write where the volume is to be, such as `/data`.")


def _sub_path(fields: Fields) -> Iterator[Violation]:
    node = given(fields, "subPath")
    written = literal(node)
    if node is None or not text(node):
        return
    if written and written.startswith("/"):
        yield at_node(
            INVALID_VALUE,
            node,
            invalid(node, "must be a relative path"),
            "It is a path within the volume.",
        )
    elif ".." in (text(node) or "").split("/"):
        yield at_node(INVALID_VALUE, node, invalid(node, "must not contain `..`"), "Write it without `..`.")
    if given(fields, "subPathExpr") is not None:
        yield at_node(
            ONE_OF,
            fields["subPathExpr"][0],
            forbidden("`subPath` and `subPathExpr` are mutually exclusive"),
            "Keep one of them.",
        )
