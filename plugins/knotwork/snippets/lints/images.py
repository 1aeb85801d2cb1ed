"""The images of containers: that there is one, and that it can be pulled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.fields import given, is_nulled, missing
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Container, Manifest, Pod
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal_name, once

_SPACE = re.compile(r"\s")
_TAG = re.compile(r"[\w][\w.-]{0,127}", re.ASCII)
_REPOSITORY = re.compile(r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*")
_TYPOGRAPHIC = re.compile("[“”„‟«»‘’‚‛]")
_UPPER_CASE = "repository name must be lowercase"
_OR = re.compile(r" (?:or|\||/) ")
_STANDS_FOR_ONE = re.compile(
    r"(?:[a-z]+/)*(?:my|your|our|some|the|an?|another|example)[-_]?Image\d*(?::[\w.-]+)?|[Ii]mage[-_]?Name"
)
"""A name that says that it stands for that of an image."""
_ESCAPED = lazy_regex(r"\\([_.*-])")
"""A mark that Markdown would read, escaped as it is in a text."""
_SHAPE = "An image is `registry/repository:tag`, and its repository in lower case."
_CONTAINERS = ("io.k8s.api.core.v1.Container", "io.k8s.api.core.v1.EphemeralContainer")


@lint(PODS)
def images(manifest: Manifest) -> Iterator[Violation]:
    """The image of each container."""
    for pod in manifest.pods:
        listed = given(pod.fields, "containers")
        if isinstance(listed, yaml.SequenceNode) and not listed.value and not manifest.partial:
            yield at_node(MISSING_FIELD, listed, REQUIRED, "Every pod has one, or more.")
        for container in pod.containers:
            # the schema check reports a misspelt `image`
            if (
                ("image" not in container.fields or is_nulled(container.fields, "image"))
                and not manifest.partial
                and container.fields.keys() <= known_fields(*_CONTAINERS)
            ):
                yield _missing(container)
        for node in image_nodes(pod):
            if manifest.kind != "Pod" and node.value and not str(node.value).strip():
                continue  # OpenShift fills it in: for its sake the API server takes it in templates
            violation = _image(node)
            if violation is not None:
                yield violation


def image_nodes(pod: Pod) -> list[yaml.Node]:
    """Where the images of a pod's containers are named."""
    return once([given(container.fields, "image") for container in pod.containers])


def _missing(container: Container) -> Violation:
    return missing(container.node, "image", container.path, "Every container runs an image: add `image:`.")


def _image(node: yaml.Node) -> Violation | None:
    written = literal_name(node)
    if written is None:
        return None
    if not written:
        return at_node(MISSING_FIELD, node, REQUIRED, "Every container runs an image: name it.")
    if quotes := _TYPOGRAPHIC.findall(written):
        message = invalid(node, f"{quotes[0]} becomes a part of the image")
        violation = at_node(INVALID_VALUE, node, message, "Quotes are `\"` or `'`; an image needs none.")
        better = _TYPOGRAPHIC.sub("", written).strip()
        usable = better and image_fault(better) is None
        return replace(violation, repair=written_instead(node, better) if usable else None)
    wrong = image_fault(written)
    if wrong:
        violation = at_node(INVALID_VALUE, node, invalid(node, wrong), _SHAPE)
        plain = _ESCAPED.sub(r"\1", written)
        if plain != written and image_fault(plain) is None:
            repair = written_instead(node, plain)
            return replace(
                violation, help="Markdown escapes `_` so; in a block it is written alone.", repair=repair
            )
        choices = _OR.split(written)
        if len(choices) > 1 and not any(map(image_fault, choices)):
            return replace(violation, help="Choose one of them.", severity="info")
        if wrong != _UPPER_CASE:
            return violation
        # the API server takes it; the node cannot pull it
        return replace(violation, severity="info" if _STANDS_FOR_ONE.fullmatch(written) else "warning")
    return None


@lru_cache(maxsize=1024)
def image_fault(written: str) -> str | None:
    """What is wrong with the reference of an image."""
    if written.startswith("ko://"):  # ko builds the image from this Go package before it is applied
        return None
    if _SPACE.search(written):
        return "must not contain a space"
    name, at, _ = written.partition("@")
    first, slash, rest = name.partition("/")
    # what looks like a host is one, and may have upper-case letters and a port
    if slash and (first != first.lower() or "." in first or ":" in first or first == "localhost"):
        name = rest
    repository, colon, tag = name.partition(":")
    if repository != repository.lower() and _REPOSITORY.fullmatch(repository.lower()):
        return _UPPER_CASE
    if not _REPOSITORY.fullmatch(repository):
        return "invalid reference format"
    if colon and not tag and not at:
        return "invalid reference format: the tag after `:` is missing"
    return "invalid reference format" if tag and not _TAG.fullmatch(tag) else None
