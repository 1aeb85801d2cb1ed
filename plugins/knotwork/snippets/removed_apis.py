"""A manifest for an API that is gone is validated as one for the API that replaced it.

What the replacement asks for and the old API did not, and what it writes in another way, is part of the
finding about the API; mistakes that are mistakes in both are findings of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_lifecycle import removed
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.walk import Leniency, schema_violations
from knotwork.snippets.identity import without_overridden
from knotwork.snippets.lints import lint
from knotwork.snippets.lints.ingress_backend import INGRESS_BACKEND, new_backend, without_explained
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.builtin import NEWEST, BuiltinSchemas, schemas_of
from knotwork.snippets.schema.lifecycle import lifecycle
from knotwork.snippets.schema.migrations import dropped, renamed
from knotwork.snippets.typed_lists import item_violations
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.values import literal, value_at

_NAMED = 5
"""The most fields that a help names."""
_SHAPES = 3
"""The most backends that it shows."""


def removed_api(
    root: yaml.Node,
    api_version: str,
    kind: str,
    known: BuiltinSchemas,
    leniency: Leniency,
    section: int,
    *,
    in_template: bool = False,
) -> list[Violation]:
    """The violations of a manifest whose API only other minors serve; that of the API comes first.

    `in_template`: braces may write what is missing.
    """
    violation = removed(root, api_version, kind, known)
    patch = value_at(root, "$patch")
    if patch is not None and literal(patch) == "delete":  # it names what the base has, and is not applied
        return [replace(violation, severity="info")]
    new, schemas = _successor(api_version, kind, known)
    schema = schemas.kind(new, kind)
    if schema is None or not isinstance(root, yaml.MappingNode):
        return [violation]
    index = FieldIndex(root)
    by_schema = without_overridden(schema_violations(root, schema, leniency=leniency, index=index), root)
    version = value_at(root, "apiVersion")
    at_version = version.start_mark.index if version is not None else -1
    by_schema = [fault for fault in by_schema if fault.start != at_version and fault.rule is not EMPTY_FIELD]
    successor = Manifest(root, index, new, kind, True, section, known.minor)
    changes = [fault for fault in by_schema if fault.missing or _is_gone(fault, kind)]
    # of a field with another shape now, it is not known whether it was right
    kept = {key.start_mark.index for key in _labels(successor)}
    others = [
        fault
        for fault in by_schema
        if fault not in changes and (fault.start in kept or fault.due != "object")
    ]
    others = without_explained([*others, *lint(successor), *item_violations(successor)])
    backends = sorted(
        (fault for fault in others if fault.rule is INGRESS_BACKEND), key=lambda fault: fault.start
    )
    explained = {fault.start for fault in others}
    explained |= {place[0] for fault in backends for place in fault.related}
    changes = [fault for fault in changes if fault.missing or fault.start not in explained]
    others = [fault for fault in others if fault not in backends]
    unless = ", unless its braces write that" if in_template else ""
    return [_with_changes(violation, changes, backends, kind, unless), *others]


def _labels(manifest: Manifest) -> Iterator[yaml.Node]:
    """The keys of the labels and annotations of a manifest and its pods, which are as they always were."""
    selector = manifest.pairs(manifest.get("spec", "selector"))
    for fields in (manifest.metadata, selector, *(pod.metadata for pod in manifest.pods)):
        yield from (fields[name][0] for name in ("labels", "annotations", "matchLabels") if name in fields)


def _successor(api_version: str, kind: str, known: BuiltinSchemas) -> tuple[str, BuiltinSchemas]:
    """The apiVersion that a kind has now, and the schemas that have it."""
    if schemas_of(NEWEST).kind(api_version, kind) is not None:
        return api_version, schemas_of(NEWEST)  # it is too new for this minor
    api = lifecycle(api_version, kind)
    new, _, new_kind = (api.replacement or "" if api is not None else "").partition(" ")
    if new_kind == kind:
        return new, known
    return next(iter(known.versions_of(kind)), "") if not new_kind else "", known


def _is_gone(violation: Violation, kind: str) -> bool:
    """Whether the old version had a field that the new one does not have: others are mistakes in both."""
    if violation.rule is not UNKNOWN_FIELD:
        return False
    path = _path(violation)
    return bool(renamed(path, kind)) or (violation.repair is None and dropped(_name(path), kind))


def _path(violation: Violation) -> str:
    """The path of the field that a message names."""
    return violation.message.split('"')[1]


def _name(path: str) -> str:
    return path.rpartition(".")[2]


def _with_changes(
    violation: Violation, changes: Sequence[Violation], backends: Sequence[Violation], kind: str, unless: str
) -> Violation:
    """The violation about the API with what else changes: fields to add, and those gone or rewritten.

    `unless`: the end of the sentence about fields to add.
    """
    added = list(dict.fromkeys(fault.missing for fault in changes if fault.missing))
    gone = [fault for fault in changes if not fault.missing]
    sentences = [violation.help] if violation.help else []
    if added:
        sentences.append(f"It needs {_listed(added)}{unless}.")
    now = {_name(path): renamed(path, kind) for path in map(_path, gone)}
    sentences += [f"`{name}` is `{new}` now." for name, new in now.items() if new]
    elsewhere = {_name(_path(fault)) for fault in gone if fault.belongs}  # it has the field at another place
    if without := [f"`{name}`" for name, new in now.items() if not new and name not in elsewhere]:
        sentences.append(f"It has no {_listed(without)}.")
    shapes = list(dict.fromkeys(map(new_backend, backends)))
    if shapes:
        listed = _listed([f"`{shape}`" for shape in shapes], _SHAPES)
        sentences.append(f"{'A backend is' if len(shapes) == 1 else 'Backends are'} {listed} now.")
    related = [(fault.start, fault.end, _what_changes(fault, kind)) for fault in changes[:_NAMED]]
    related += [(fault.start, fault.end, f"`{new_backend(fault)}` now") for fault in backends[:_NAMED]]
    repair = violation.repair
    if repair is not None and backends:  # more than the apiVersion is to be rewritten: it is not safe
        parts = [fault.repair for fault in (*gone, *backends) if _is_new_form(fault, kind)]
        rewritten = (change for part in parts if part is not None for change in part.changes)
        repair = replace(repair, by=(), changes=(*repair.changes, *rewritten))
    return replace(violation, help=" ".join(sentences) or None, related=tuple(related), repair=repair)


def _what_changes(fault: Violation, kind: str) -> str:
    if fault.missing:
        return f"{fault.missing} is needed here"
    new = renamed(_path(fault), kind)
    return f"`{new}` now" if new else "this field is gone"


def _is_new_form(fault: Violation, kind: str) -> bool:
    """Whether a repair writes what is now in place of the old form, and is no guess at a misspelt name."""
    if fault.rule is INGRESS_BACKEND:
        return True
    return fault.repair is not None and fault.repair.changes[0][2] == renamed(_path(fault), kind)


def _listed(names: Sequence[str], most: int = _NAMED) -> str:
    if len(names) <= most:
        return any_of(names, "and")
    return f"{', '.join(names[:most])} and {len(names) - most} more"
