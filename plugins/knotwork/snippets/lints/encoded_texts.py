"""What is in texts that are base64, such as the credentials of registries."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal, text

_REGISTRIES = {
    "kubernetes.io/dockerconfigjson": ".dockerconfigjson",
    "kubernetes.io/dockercfg": ".dockercfg",
}
_LONGEST = 100_000


@lint("Secret", fields=_REGISTRIES.values())
def registries(manifest: Manifest) -> Iterator[Violation]:
    """Credentials of registries are a JSON object.

    Words in base64 may stand for them; what is no base64 is not looked at.
    """
    name = _REGISTRIES.get(text(manifest.value("type")) or "")
    if name is None:
        return
    help_ = "`kubectl create secret docker-registry` makes it."
    plain = given(manifest.pairs(manifest.value("stringData")), name)
    written = literal(plain)
    if plain is not None and written is not None and not _is_object(written) and _begins(written):
        yield _no_json(plain, help_)
    node = given(manifest.pairs(manifest.value("data")), name)
    inside = unpacked(literal(node))
    if node is None or inside is None:
        return
    if _is_object(unpacked(inside) or ""):
        yield _no_json(node, "It is base64 of base64: encode it once.")
    elif not _is_object(inside):
        wrong = _no_json(node, help_)
        if not _begins(inside):
            message = f"{wrong.message}; it is taken for a placeholder"
            wrong = replace(wrong, message=message, severity="info")
        yield wrong


def _no_json(node: yaml.Node, help_: str) -> Violation:
    return at_node(INVALID_VALUE, node, "Invalid value: must be a JSON object", help_)


def _begins(written: str) -> bool:
    """Whether it is meant to be JSON."""
    return written.lstrip()[:1] in ("{", "[", '"')


def _is_object(written: str) -> bool:
    try:
        return isinstance(json.loads(written), dict)
    except (ValueError, RecursionError):
        return False


def unpacked(written: str | None) -> str | None:
    """The text in base64; None when it is none, or is too long."""
    if not written or len(written) > _LONGEST:
        return None
    try:
        return base64.b64decode("".join(written.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
