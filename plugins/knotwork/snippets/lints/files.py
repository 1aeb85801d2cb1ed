"""Files of volumes in pods: their modes, paths and sources."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.fields import given, may_be_there, missing, place
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import literal, number, text

_MOST = 0o777
_SOURCES = ("configMap", "secret", "downwardAPI")


@lint(PODS, fields=("volumes",))
def files(manifest: Manifest) -> Iterator[Violation]:
    """The files of a pod's volumes."""
    # the controller puts its claims in place of volumes with their names
    templates = manifest.maps(given(manifest.spec, "volumeClaimTemplates"))
    made = (manifest.pairs(given(template, "metadata")) for template in templates)
    replaced = {text(given(metadata, "name")) for metadata in made}
    for pod in manifest.pods:
        for volume in manifest.maps(given(pod.fields, "volumes")):
            projected = manifest.pairs(given(volume, "projected"))
            yield from _mode(given(projected, "defaultMode"))
            for holder in (volume, *manifest.maps(given(projected, "sources"))):
                for name in _SOURCES:
                    yield from _source(manifest, manifest.pairs(given(holder, name)))
            yield from _places(manifest, projected)
            yield from _image(manifest, volume)
            yield from _of_the_host(manifest.pairs(given(volume, "hostPath")))
            claim = given(manifest.pairs(given(volume, "persistentVolumeClaim")), "claimName")
            if claim is not None and text(claim) == "" and text(given(volume, "name")) not in replaced:
                yield at_node(MISSING_FIELD, claim, REQUIRED, "Name a PersistentVolumeClaim.")


def _source(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    yield from _mode(given(fields, "defaultMode"))
    for item in manifest.maps(given(fields, "items")):
        yield from _mode(given(item, "mode"))
        yield from _path(given(item, "path"))


def _places(manifest: Manifest, projected: Fields) -> Iterator[Violation]:
    """The sources of a projected volume put their files side by side; the path of a token is not compared."""
    first: dict[str, yaml.Node] = {}
    for source in manifest.maps(given(projected, "sources")):
        nodes: list[yaml.Node | None] = []
        for name in _SOURCES:
            listed = manifest.maps(given(manifest.pairs(given(source, name)), "items"))
            nodes += [given(item, "path") for item in listed]
        for node in nodes:
            written = literal(node)
            if node is not None and written and first.setdefault(written, node) is not node:
                message = invalid(node, "conflicting duplicate paths")
                violation = at_node(INVALID_VALUE, node, message, "Give it another path.")
                yield replace(violation, related=(place(first[written], "the first is here"),))


def _image(manifest: Manifest, volume: Fields) -> Iterator[Violation]:
    """A pod names the image of its volume; a template may leave it to others."""
    image = given(volume, "image")
    if manifest.kind != "Pod" or image is None or manifest.partial:
        return
    fields = manifest.pairs(image)
    if (
        isinstance(image, yaml.MappingNode)
        and "reference" not in fields
        and not may_be_there("reference", fields)
    ):
        yield missing(image, "reference", "image", "Name the image: `reference: quay.io/app/model:1.0`.")


def _mode(node: yaml.Node | None) -> Iterator[Violation]:
    """Modes are written in octal, and JSON has no octal numbers: 644 is 01204."""
    value = number(node)
    if node is None or value is None or 0 <= value <= _MOST:
        return
    octal = f"0{value}" if node.value == str(value) and _is_octal(value) else None
    hint = f": did you mean {octal}?" if octal else ""
    message = invalid(node, f"must be a number between 0 and 0777 (octal), both inclusive{hint}")
    violation = at_node(INVALID_VALUE, node, message, "Modes are octal: they begin with 0.")
    yield replace(violation, repair=written_instead(node, octal) if octal else None)


def _is_octal(value: int) -> bool:
    return value <= 777 and not set(str(value)) & {"8", "9"}


def _path(node: yaml.Node | None) -> Iterator[Violation]:
    """Where a file is put in its volume."""
    written = literal(node)
    if node is None or written is None:
        return
    if written.startswith("/"):
        message, help_ = "must be a relative path", "It is a path within the volume."
    elif ".." in written.split("/"):
        message, help_ = "must not contain `..`", "Write it without `..`."
    elif written.startswith(".."):
        message, help_ = "must not start with `..`", "Such names are for Kubernetes' own files."
    else:
        return
    yield at_node(INVALID_VALUE, node, invalid(node, message), help_)


@lint("PersistentVolume", fields=("hostPath",))
def paths_of_volumes(manifest: Manifest) -> Iterator[Violation]:
    """The path of a volume of the cluster on its host."""
    yield from _of_the_host(manifest.pairs(given(manifest.spec, "hostPath")))


def _of_the_host(fields: Fields) -> Iterator[Violation]:
    node = given(fields, "path")
    written = literal(node)
    if node is not None and written is not None and ".." in written.split("/"):
        message = invalid(node, "must not contain `..`")
        yield at_node(INVALID_VALUE, node, message, "Write the path without `..`.")
