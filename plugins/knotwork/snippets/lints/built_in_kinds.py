"""Definitions of what Kubernetes has built in: its own kinds need no CustomResourceDefinition."""

from __future__ import annotations

from functools import cache

from knotwork.snippets.commands.kubectl_table import type_names
from knotwork.snippets.lints.fields import given
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import bundled_kinds
from knotwork.snippets.yaml.values import literal


def without_definition(manifest: Manifest) -> str:
    """What to do about a definition of a kind that its group has in Kubernetes; empty for any other."""
    names = manifest.pairs(given(manifest.spec, "names"))
    group = literal(given(manifest.spec, "group")) or ""
    written = {literal(given(names, "kind")), literal(given(names, "plural"))}
    kind = next((kind for name in written if name and (kind := _kinds().get((group, name)))), "")
    return f"Remove the definition: Kubernetes has {kind} of {group} built in." if kind else ""


@cache
def _kinds() -> dict[tuple[str, str], str]:
    """The kinds of all bundled minors, by their groups and by the kind or the plural."""
    return {
        (api_version.rpartition("/")[0], name): kind
        for api_version, kind in bundled_kinds()
        if not kind.endswith("List")
        for name in (kind, type_names(kind)[1])
    }
