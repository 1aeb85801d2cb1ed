"""APIs: which are there, which are not any more or not yet, and manifests that do not say theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from knotwork.nearest import nearest_texts
from knotwork.snippets.heads import at_field, names, text_of, value_at
from knotwork.snippets.lifecycle import life
from knotwork.snippets.nodes import NULL, key_of
from knotwork.snippets.schemas import Schemas
from knotwork.snippets.suggestions import did_you_mean, meant, written_instead
from knotwork.snippets.violation import Repair, Violation, at_node, is_error
from knotwork.snippets.walk import violations

_OUTLINE = frozenset(("apiVersion", "kind", "metadata", "spec", "status", "data"))


def removed(root: yaml.Node, api_version: str, kind: str, known: Schemas) -> Violation:
    """The violation for an API that another minor serves; with a repair when its successor is known."""
    there = life(api_version, kind)
    name = f"{api_version} {kind}"
    message = f"{name} is not in Kubernetes {known.minor}"
    if there is not None and there.introduced and _minor(there.introduced) > _minor(known.minor):
        message = f"{name} comes with Kubernetes {there.introduced}; this is checked for {known.minor}"
        return at_field(
            root, "apiVersion", "removed-api", message, f'Say so: `{{k8s-version="{there.introduced}"}}`.'
        )
    if there is not None and there.removed:
        message = f"{name} was removed in Kubernetes {there.removed}"
    replacement = there.replacement if there is not None else None
    versions = known.versions_of(kind)
    if not replacement and versions:
        replacement = f"{versions[0]} {kind}"
    found = at_field(
        root, "apiVersion", "removed-api", message, f"Use {replacement}." if replacement else None
    )
    new, _, new_kind = (replacement or "").partition(" ")
    return _with_api_version(root, found, new, known) if new_kind == kind else found


def unknown_kind(root: yaml.Node, api_version: str, kind: str, known: Schemas) -> Violation:
    """The violation for a kind that no minor ever served in that version."""
    versions = known.versions_of(kind)
    if versions:
        message = f"{api_version} has no kind {kind}"
        found = at_field(root, "apiVersion", "unknown-kind", message, f"It is in {' and '.join(versions)}.")
        return _with_api_version(root, found, versions[0], known) if len(versions) == 1 else found
    here = sorted(each for version, each in known.kinds() if version == api_version)
    if here:
        kinds = here if nearest_texts(kind, here) else sorted({each for _, each in known.kinds()})
        return _misspelt(root, "kind", f"{api_version} has no kind {kind}", kinds)
    groups = sorted(
        {version for version, each in known.kinds() if each == kind} or {v for v, _ in known.kinds()}
    )
    return _misspelt(root, "apiVersion", f"Kubernetes {known.minor} has no API {api_version}", groups)


def deprecated(root: yaml.Node, api_version: str, kind: str, known: Schemas) -> Iterator[Violation]:
    """The violation for an API that is served, and will not be for long."""
    there = life(api_version, kind)
    if there is None or not there.deprecated or _minor(there.deprecated) > _minor(known.minor):
        return
    end = f" and removed in {there.removed}" if there.removed else ""
    message = f"{api_version} {kind} is deprecated since Kubernetes {there.deprecated}{end}"
    help_ = f"Use {there.replacement}." if there.replacement else None
    yield at_field(root, "apiVersion", "deprecated-api", message, help_)


def claims_to_be_one(root: yaml.Node, known: Schemas) -> bool:
    """Whether a document has the outline of a manifest, though apiVersion or kind is missing or empty."""
    keys = {key_of(key): value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    if "apiVersion" in keys and "kind" in keys:
        empty = any(keys[name].tag == NULL for name in ("apiVersion", "kind"))
        return empty and ("metadata" in keys or "spec" in keys)
    if keys.keys() <= _OUTLINE and "kind" in keys and keys["kind"].tag == NULL:
        return True
    kind = text_of(keys.get("kind"))
    return bool(kind and "metadata" in keys and known.versions_of(kind))


def anonymous(root: yaml.Node, known: Schemas) -> Iterator[Violation]:
    """What is wrong with a manifest that does not say what it is."""
    if not isinstance(root, yaml.MappingNode):
        yield at_node("wrong-type", root, "a manifest is a mapping, with apiVersion and kind")
        return
    api_version, kind, _, _ = names(root)
    versions = known.versions_of(kind) if kind else ()
    if not api_version:
        help_ = (
            f"Write `apiVersion: {versions[0]}`." if versions else "Every manifest has apiVersion and kind."
        )
        yield at_field(
            root,
            "apiVersion" if value_at(root, "apiVersion") else "kind",
            "missing-field",
            "apiVersion is missing",
            help_,
        )
    if not kind:
        yield at_field(
            root,
            "kind" if value_at(root, "kind") else "apiVersion",
            "missing-field",
            "kind is missing",
            "Every manifest has apiVersion and kind.",
        )


def _misspelt(root: yaml.Node, name: str, message: str, known: list[str]) -> Violation:
    """A kind or an apiVersion that nobody has, and the one that may have been meant."""
    node = value_at(root, name)
    assert isinstance(node, yaml.ScalarNode), "it was read from there"
    found = at_field(root, name, "unknown-kind", message + did_you_mean(node.value, known))
    best = meant(node.value, known)
    return replace(found, repair=written_instead(node, best, safe=False)) if best else found


def _with_api_version(root: yaml.Node, found: Violation, new: str, known: Schemas) -> Violation:
    """The violation with a repair that writes another apiVersion: safe when all else fits that one."""
    node = value_at(root, "apiVersion")
    _, kind, _, _ = names(root)
    schema = known.kind(new, kind or "")
    if node is None or schema is None:
        return found
    left = [each for each in violations(root, schema) if is_error(each) and "apiVersion" not in each.message]
    change = (node.start_mark.index, node.end_mark.index, new)
    return replace(found, repair=Repair(f"Write `apiVersion: {new}`", not left, (change,)))


def _minor(version: str) -> int:
    return int(version.partition(".")[2] or 0)
