"""What Secrets and ConfigMaps hold: keys, base64, and what certain Secrets must have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import yaml

from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.fields.walk import DUPLICATE_ITEM, MISSING_FIELD
from knotwork.snippets.lints.fields import place, quoted
from knotwork.snippets.lints.forms import DATA_KEY, INVALID_NAME, fault
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import literal, text

INVALID_BASE64 = snippet_rule(
    "invalid-base64",
    "error",
    "manifests",
    """
    A value below `data` of a Secret is not base64.

    The API server cannot decode the manifest. What you write as it is belongs below `stringData`, and the API
    server encodes it.

    Bad:

    ```yaml {k8s="invalid:invalid-base64"}
    apiVersion: v1
    kind: Secret
    metadata:
      name: login
    data:
      password: hunter2!
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Secret
    metadata:
      name: login
    stringData:
      password: hunter2!
    ```

    Or encode it: `printf %s 'hunter2!' | base64`. A value to be filled in, such as `<password>`, is not
    judged. The `binaryData` of a ConfigMap is base64 as well.
    """,
    position=4,
)


_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_UNPADDED = re.compile(r"[A-Za-z0-9+/]{12,}")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
_TO_BE_FILLED_IN = re.compile(r"[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+|(?is:.*(?:base-?64|encoded|replace).*)")
"""What stands in examples in the place of base64: `BASE64_CERT`, `base64 encoded key`."""
_ENCODE = "Write the text under `stringData:`, or encode it: `printf %s TEXT | base64`."


@lint("Secret")
def secret(manifest: Manifest) -> Iterator[Violation]:
    """A Secret's data."""
    yield from _keys(manifest, "data", "stringData")
    yield from _encoded(manifest, "data")
    yield from _needed(manifest)


@lint("ConfigMap")
def config_map(manifest: Manifest) -> Iterator[Violation]:
    """A ConfigMap's data."""
    yield from _keys(manifest, "data", "binaryData")
    yield from _encoded(manifest, "binaryData")
    plain, binary = (manifest.pairs(manifest.value(name)) for name in ("data", "binaryData"))
    for name in binary:
        if name in plain:
            found = at_node(
                DUPLICATE_ITEM, binary[name][0], f"{quoted(name)} is in data too", "Keep one of them."
            )
            yield replace(found, related=(place(plain[name][0], "the other is here"),))


def _keys(manifest: Manifest, *fields: str) -> Iterator[Violation]:
    for field in fields:
        for name, (key, _) in manifest.pairs(manifest.value(field)).items():
            wrong = fault(name, DATA_KEY) if is_literal(name) else None
            if wrong:
                yield at_node(INVALID_NAME, key, f"the key {quoted(name)} {wrong}", DATA_KEY.shape)


def _encoded(manifest: Manifest, field: str) -> Iterator[Violation]:
    for name, (_, value) in manifest.pairs(manifest.value(field)).items():
        written = literal(value)
        if written is None:
            continue
        packed = written.replace("\n", "").replace("\r", "")
        if not _BASE64.fullmatch(packed) and not _TO_BE_FILLED_IN.fullmatch(written):
            cut = _UNPADDED.fullmatch(packed) is not None and len(packed) % 4 > 1
            message = f"{field}.{quoted(name)[1:-1]} is not base64" + (": its `=` is missing" if cut else "")
            help_ = _ENCODE if field == "data" else "Encode it: `base64 < FILE`."
            yield at_node(INVALID_BASE64, value, message, help_)


def _needed(manifest: Manifest) -> Iterator[Violation]:
    kind = literal(manifest.value("type"))
    if manifest.partial or kind is None or not _is_readable(manifest):
        return
    there = {**manifest.pairs(manifest.value("data")), **manifest.pairs(manifest.value("stringData"))}
    absent = [name for name in _NEEDED.get(kind, ()) if name not in there]
    if absent:
        message = f"a Secret of type {kind} has no {any_of(absent, 'and')}"
        yield at_node(
            MISSING_FIELD, manifest.fields["type"][1], message, "Add it under `data:` or `stringData:`."
        )
    if kind == "kubernetes.io/basic-auth" and not {"username", "password"} & there.keys():
        message = f"a Secret of type {kind} has no username and no password"
        yield at_node(
            MISSING_FIELD, manifest.fields["type"][1], message, "Add one of them under `stringData:`."
        )


def _is_readable(manifest: Manifest) -> bool:
    """Whether what it holds can be told: nothing is misspelt or to be filled in."""
    known = {"apiVersion", "kind", "metadata", "type", "data", "stringData", "immutable"}
    mappings = [manifest.value(name) for name in ("data", "stringData") if name in manifest.fields]
    names = [name for node in mappings for name in manifest.pairs(node)]
    shaped = all(isinstance(node, yaml.MappingNode) or text(node) == "" for node in mappings)
    return manifest.fields.keys() <= known and shaped and all(is_literal(name) for name in names)
