"""What containers and files can have of their pod: its fields, and the amounts of its containers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED, invalid, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.places import nodes_below
from knotwork.snippets.manifest import Manifest, Pod
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import literal, text

_QUALIFIED = re.compile(
    r"(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
)
_WHOLE_MAPS = ("metadata.labels", "metadata.annotations")
"""What a file can have, and a variable cannot."""
_OF_FILES = ("metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid")
_FILES = ("volumes[].downwardAPI.items[]", "volumes[].projected.sources[].downwardAPI.items[]")
_BYTES = ("1", *(f"1{unit}" for unit in ("k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")))
_IN_BYTES = ("memory", "ephemeral-storage", "hugepages-")


_SUBSCRIPT = re.compile(r"([\w.]+)\['(.*)'\]")


@lint(PODS, fields=("fieldPath",))
def subscripts(manifest: Manifest) -> Iterator[Violation]:
    """One label or annotation, by its key."""
    for pod in manifest.pods:
        for node in _field_paths(manifest, pod):
            match = _SUBSCRIPT.fullmatch(literal(node) or "")
            if match is None:
                continue
            if match[1] not in _WHOLE_MAPS:
                message = invalid(node, f"{match[1]} does not support subscript")
                yield at_node(INVALID_VALUE, node, message, "Only labels and annotations have keys.")
            elif not _QUALIFIED.fullmatch(match[2] if match[1] == "metadata.labels" else match[2].lower()):
                message = invalid(node, "must be the key of a label or an annotation")
                yield at_node(INVALID_VALUE, node, message, "Such as `metadata.labels['app']`.")


def _field_paths(manifest: Manifest, pod: Pod) -> Iterator[yaml.Node]:
    for container in pod.containers:
        for node, _ in nodes_below(manifest, container.node, "env[].valueFrom.fieldRef.fieldPath"):
            yield node
    for place in _FILES:
        for node, _ in nodes_below(manifest, pod.node, f"{place}.fieldRef.fieldPath"):
            yield node


@lint(PODS, fields=("fieldPath", "resourceFieldRef"))
def variables(manifest: Manifest) -> Iterator[Violation]:
    """What variables have of their pod."""
    for container in manifest.containers:
        for node, _ in nodes_below(manifest, container.node, "env[].valueFrom"):
            source = manifest.pairs(node)
            path = given(manifest.pairs(given(source, "fieldRef")), "fieldPath")
            written = text(path)
            if path is not None and written in _WHOLE_MAPS:
                message = unsupported(written, (), ": a variable needs one key of it")
                help_ = f"Name one: `{written}['app']`; a volume with `downwardAPI` can have all."
                yield at_node(UNKNOWN_VALUE, path, message, help_)
            yield from _divisor(manifest.pairs(given(source, "resourceFieldRef")))


@lint(PODS, fields=("downwardAPI",))
def files_about_pods(manifest: Manifest) -> Iterator[Violation]:
    """What files have of their pod: less than variables, since a volume has them as long as the pod runs."""
    for pod in manifest.pods:
        for place in _FILES:
            for node, _ in nodes_below(manifest, pod.node, place):
                item = manifest.pairs(node)
                path = given(manifest.pairs(given(item, "fieldRef")), "fieldPath")
                written = literal(path)
                if path is not None and written and written.startswith(("spec.", "status.")):
                    message = unsupported(written, _OF_FILES)
                    yield at_node(UNKNOWN_VALUE, path, message, "Only variables can have it: `valueFrom`.")
                amount = given(item, "resourceFieldRef")
                fields = manifest.pairs(amount)
                yield from _divisor(fields)
                if amount is not None and not manifest.partial:
                    yield from _container(fields)


def _container(fields: Fields) -> Iterator[Violation]:
    if "resource" in fields and fields.keys() <= {"resource", "divisor"}:
        message = f"{REQUIRED}: containerName"
        yield at_node(MISSING_FIELD, fields["resource"][0], message, "A file is of no container: name one.")


def _divisor(fields: Fields) -> Iterator[Violation]:
    """The unit in which an amount is given."""
    node, resource = given(fields, "divisor"), literal(given(fields, "resource")) or ""
    amount = resource.partition(".")[2]
    known = ("1m", "1") if amount == "cpu" else _BYTES if amount.startswith(_IN_BYTES) else ()
    if (
        isinstance(node, yaml.ScalarNode)
        and known
        and node.value not in ("0", *known)
        and is_literal(node.value)
    ):
        message = invalid(node, f"only divisor's values {', '.join(known)} are supported with the resource")
        yield at_node(INVALID_VALUE, node, message, "Write one of them.")
