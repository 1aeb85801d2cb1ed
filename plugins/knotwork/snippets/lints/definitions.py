"""CustomResourceDefinitions: their names, and their versions."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.fields import given, missing, place, quoted
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_false, is_true, items, literal

_VERSION = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion"


@lint("apiextensions.k8s.io/CustomResourceDefinition")
def definition(manifest: Manifest) -> Iterator[Violation]:
    """What is wrong with a CustomResourceDefinition."""
    yield from _name(manifest)
    group = given(manifest.spec, "group")
    written = literal(group)
    if group is not None and written and "." not in written:
        yield at_node(
            INVALID_NAME, group, f"group {quoted(written)} has no dot", "Write a domain: `example.com`."
        )
    versions = items(given(manifest.spec, "versions"))
    yield from _storage(manifest, versions)
    if not manifest.partial:
        for index, node in enumerate(versions):
            fields = manifest.pairs(node)
            if fields and "schema" not in fields and fields.keys() <= known_fields(_VERSION):
                yield missing(
                    node, "schema", f"spec.versions[{index}]", "Add `schema: {openAPIV3Schema: …}`."
                )


def _name(manifest: Manifest) -> Iterator[Violation]:
    names = manifest.pairs(given(manifest.spec, "names"))
    plural, group = literal(given(names, "plural")), literal(given(manifest.spec, "group"))
    node = given(manifest.metadata, "name")
    written = literal(node)
    if node is not None and written and plural and group and written != f"{plural}.{group}":
        message = f'name {quoted(written)} must be "{plural}.{group}"'
        violation = at_node(
            INVALID_NAME, node, message, "The name is made of spec.names.plural, a dot and spec.group."
        )
        yield replace(violation, repair=written_instead(node, f"{plural}.{group}"))


def _storage(manifest: Manifest, versions: list[yaml.Node]) -> Iterator[Violation]:
    """Exactly one version is the one that is stored."""
    versions_fields: list[Fields] = [manifest.pairs(node) for node in versions]
    stored = [given(fields, "storage") for fields in versions_fields if is_true(given(fields, "storage"))]
    if len(stored) > 1 and stored[0] is not None and stored[1] is not None:
        violation = at_node(
            ONE_OF, stored[1], "two versions are stored", "Write `storage: false` in all but one."
        )
        yield replace(violation, related=(place(stored[0], "the other is here"),))
    elif (
        versions_fields
        and all(is_false(given(fields, "storage")) for fields in versions_fields)
        and not manifest.partial
    ):
        message = "no version is stored"
        yield at_node(
            ONE_OF, versions_fields[-1]["storage"][1], message, "Write `storage: true` in one of them."
        )
