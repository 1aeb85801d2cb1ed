"""CustomResourceDefinitions: their names, and their versions."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import duplicate_value, forbidden, invalid, quoted
from knotwork.snippets.fields.duplicate_items import DUPLICATE_ITEM
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.built_in_kinds import without_definition
from knotwork.snippets.lints.fields import given, missing, place
from knotwork.snippets.lints.forms import DNS_1035, INVALID_NAME, KIND, checked_name
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_false, is_true, items, literal, text

_VERSION = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion"
NOT_ONE_STORED = "must have exactly one version marked as storage version"
_SCALE = {
    "specReplicasPath": ".spec.",
    "statusReplicasPath": ".status.",
    "labelSelectorPath": ".",
}
"""The JSON paths of a scale, and what each starts with."""


@lint("apiextensions.k8s.io/CustomResourceDefinition")
def definition(manifest: Manifest) -> Iterator[Violation]:
    """What is wrong with a CustomResourceDefinition."""
    yield from _name(manifest)
    yield from _names(manifest)
    yield from _conversion(manifest)
    kept = given(manifest.spec, "preserveUnknownFields")
    if kept is not None and is_true(kept) and not manifest.partial:
        help_ = "Remove it, and write `x-kubernetes-preserve-unknown-fields: true` in the schema."
        yield at_node(INVALID_VALUE, kept, invalid(kept, "must be false"), help_)
    group = given(manifest.spec, "group")
    written = literal(group)
    if group is not None and written and "." not in written:
        yield at_node(
            INVALID_NAME,
            group,
            invalid(group, "should be a domain with at least one dot"),
            without_definition(manifest) or "Write a domain: `example.com`.",
        )
    versions = items(given(manifest.spec, "versions"))
    yield from _storage(manifest, versions)
    yield from _versions(manifest, versions)
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
    if plural and not DNS_1035.fits(plural):
        return  # that is what is to be corrected
    if node is not None and written and plural and group and written != f"{plural}.{group}":
        message = invalid(node, f'must be spec.names.plural+"."+spec.group: "{plural}.{group}"')
        violation = at_node(
            INVALID_NAME, node, message, "The name is made of spec.names.plural, a dot and spec.group."
        )
        yield replace(violation, repair=written_instead(node, f"{plural}.{group}"))


def _names(manifest: Manifest) -> Iterator[Violation]:
    names = manifest.pairs(given(manifest.spec, "names"))
    for name in ("plural", "singular"):
        if name == "plural" or text(given(names, name)) != "":  # which stands for the default
            yield from checked_name(given(names, name), DNS_1035)
    for name in ("shortNames", "categories"):
        for node in items(given(names, name)):
            yield from checked_name(node, DNS_1035, read=literal)
    for name in ("kind", "listKind"):
        if name == "listKind" and text(given(names, name)) == "":
            continue
        yield from checked_name(given(names, name), KIND, suggest=False, read=literal)
    kind, list_kind = literal(given(names, "kind")), given(names, "listKind")
    if list_kind is not None and kind is not None and literal(list_kind) == kind:
        message = invalid(list_kind, "kind and listKind may not be the same")
        yield at_node(INVALID_VALUE, list_kind, message, f"Write `{kind}List`.")


def _conversion(manifest: Manifest) -> Iterator[Violation]:
    """A webhook that converts versions is there exactly when the strategy is Webhook."""
    node = given(manifest.spec, "conversion")
    fields = manifest.pairs(node)
    strategy = literal(given(fields, "strategy"))
    webhook = given(fields, "webhook")
    if strategy == "None" and webhook is not None:
        message = forbidden("should not be set when strategy is not set to Webhook")
        yield at_node(
            INVALID_VALUE, fields["webhook"][0], message, "Remove it, or write `strategy: Webhook`."
        )
    elif strategy == "Webhook" and node is not None and not manifest.partial:
        if webhook is None:
            help_ = "Name the webhook that converts objects: `clientConfig`, `conversionReviewVersions`."
            yield missing(node, "webhook", "spec.conversion", help_)
        elif given(manifest.pairs(webhook), "clientConfig") is None and not manifest.partial:
            yield missing(webhook, "clientConfig", "spec.conversion.webhook", "Name its service or its URL.")


def _versions(manifest: Manifest, versions: list[yaml.Node]) -> Iterator[Violation]:
    first: dict[str, yaml.Node] = {}
    for node in versions:
        fields = manifest.pairs(node)
        name = given(fields, "name")
        yield from checked_name(name, DNS_1035, read=literal)
        written = literal(name)
        if name is not None and written and written in first:
            violation = at_node(DUPLICATE_ITEM, name, duplicate_value(quoted(written)))
            yield replace(violation, related=(place(first[written], "the other is here"),))
        elif name is not None and written:
            first[written] = name
        if given(fields, "deprecationWarning") is not None and not is_true(given(fields, "deprecated")):
            message = invalid(fields["deprecationWarning"][0], "can only be set for deprecated versions")
            yield at_node(INVALID_VALUE, fields["deprecationWarning"][0], message, "Add `deprecated: true`.")
        scale = manifest.pairs(given(manifest.pairs(given(fields, "subresources")), "scale"))
        for field, start in _SCALE.items():
            yield from _json_path(given(scale, field), start)
        for column in items(given(fields, "additionalPrinterColumns")):
            yield from _json_path(given(manifest.pairs(column), "jsonPath"), ".")


def _json_path(node: yaml.Node | None, start: str) -> Iterator[Violation]:
    written = literal(node)
    # the path of a selector may be empty
    if (
        node is not None
        and written is not None
        and (written or start != ".")
        and not written.startswith(start)
    ):
        message = invalid(node, f"must be a json path, starting with `{start}`")
        better = written_instead(node, f".{written}") if f".{written}".startswith(start) else None
        yield replace(at_node(INVALID_VALUE, node, message), repair=better)


def _storage(manifest: Manifest, versions: list[yaml.Node]) -> Iterator[Violation]:
    """Exactly one version is the one that is stored."""
    versions_fields: list[Fields] = [manifest.pairs(node) for node in versions]
    stored = [given(fields, "storage") for fields in versions_fields if is_true(given(fields, "storage"))]
    if len(stored) > 1 and stored[0] is not None and stored[1] is not None:
        violation = at_node(
            ONE_OF,
            stored[1],
            NOT_ONE_STORED,
            "Write `storage: false` in all but one.",
        )
        yield replace(violation, related=(place(stored[0], "the other is here"),))
    elif (
        versions_fields
        and all("storage" not in fields or is_false(given(fields, "storage")) for fields in versions_fields)
        and not manifest.partial
    ):
        last = versions_fields[-1]
        node = given(last, "storage") or versions[-1]
        yield at_node(ONE_OF, node, NOT_ONE_STORED, "Write `storage: true` in one of them.")
