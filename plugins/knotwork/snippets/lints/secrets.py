"""The keys of Secrets and ConfigMaps, and what certain Secrets must have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, duplicate_value, quoted
from knotwork.snippets.fields.duplicate_items import DUPLICATE_ITEM
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.lints.fields import given, place
from knotwork.snippets.lints.forms import DATA_KEY, INVALID_NAME, fault
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import literal, text

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}


_TOKEN, _ACCOUNT = "kubernetes.io/service-account-token", "kubernetes.io/service-account.name"


@lint("Secret")
def secret(manifest: Manifest) -> Iterator[Violation]:
    """A Secret's data."""
    yield from _keys(manifest, "data", "stringData")
    yield from _needed(manifest)
    if text(manifest.value("type")) == _TOKEN and not manifest.partial:
        annotations = given(manifest.metadata, "annotations")
        named = manifest.pairs(annotations)
        if manifest.metadata and (_ACCOUNT not in named or text(given(named, _ACCOUNT)) == ""):
            message = f"metadata.annotations[{_ACCOUNT}]: {REQUIRED}"
            help_ = f"Name the account in it: a Secret of type {_TOKEN} needs it."
            yield replace(at_node(MISSING_FIELD, manifest.fields["type"][1], message, help_), path="")


@lint("ConfigMap")
def config_map(manifest: Manifest) -> Iterator[Violation]:
    """A ConfigMap's data."""
    yield from _keys(manifest, "data", "binaryData")
    plain, binary = (manifest.pairs(manifest.value(name)) for name in ("data", "binaryData"))
    for name in binary:
        if name in plain:
            violation = at_node(
                DUPLICATE_ITEM,
                binary[name][0],
                duplicate_value(f"{quoted(name)} is in `data`, too"),
                "Keep one of them.",
            )
            yield replace(violation, related=(place(plain[name][0], "the other is here"),))


def _keys(manifest: Manifest, *fields: str) -> Iterator[Violation]:
    for field in fields:
        for name, (key, _) in manifest.pairs(manifest.value(field)).items():
            wrong = fault(name, DATA_KEY) if is_literal(name) else None
            if wrong:
                yield at_node(INVALID_NAME, key, f"Invalid value: {quoted(name)}: {wrong}", DATA_KEY.shape)


def _needed(manifest: Manifest) -> Iterator[Violation]:
    kind = literal(manifest.value("type"))
    if manifest.partial or kind is None or not _is_readable(manifest):
        return
    there = {**manifest.pairs(manifest.value("data")), **manifest.pairs(manifest.value("stringData"))}
    absent = [name for name in _NEEDED.get(kind, ()) if name not in there]
    if absent:
        message = f"{REQUIRED}: a Secret of type {kind} must have {any_of(absent, 'and')}"
        yield at_node(
            MISSING_FIELD, manifest.fields["type"][1], message, "Add it under `data:` or `stringData:`."
        )
    key = given(there, "ssh-privatekey")
    if kind == "kubernetes.io/ssh-auth" and key is not None and text(key) == "":
        yield at_node(MISSING_FIELD, key, f"{REQUIRED}: must not be empty", "Write the key.")
    if kind == "kubernetes.io/basic-auth" and not {"username", "password"} & there.keys():
        message = f"{REQUIRED}: a Secret of type {kind} must have a username or a password"
        yield at_node(
            MISSING_FIELD, manifest.fields["type"][1], message, "Add one of them under `stringData:`."
        )


def _is_readable(manifest: Manifest) -> bool:
    """Whether all its keys are known: nothing is misspelt or a placeholder."""
    known = known_fields("io.k8s.api.core.v1.Secret")
    mappings = [manifest.value(name) for name in ("data", "stringData") if name in manifest.fields]
    names = [name for node in mappings for name in manifest.pairs(node)]
    shaped = all(isinstance(node, yaml.MappingNode) or text(node) == "" for node in mappings)
    return manifest.fields.keys() <= known and shaped and all(is_literal(name) for name in names)
