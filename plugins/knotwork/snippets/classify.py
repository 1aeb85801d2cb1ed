"""How one YAML document is validated: its mode by its directive and by what it holds, and the result."""

from __future__ import annotations

from collections.abc import Container, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.directives import UNKNOWN_STATE, Directive
from knotwork.snippets.fields.apis import anonymous, claims_to_be_one
from knotwork.snippets.fields.fragments import UnknownPath, at_path, fitting
from knotwork.snippets.fields.headless import headless
from knotwork.snippets.fields.missing_fields import MISSING_FIELD, without_misspelt
from knotwork.snippets.fields.strange_specs import has_version_of_its_own, is_of_other_program
from knotwork.snippets.fields.walk import schema_violations
from knotwork.snippets.identity import identity
from knotwork.snippets.kustomize_fields import kustomize_fields
from knotwork.snippets.schema.builtin import BuiltinSchemas, group_of, schemas_of
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.snippet import Mode, Verdict
from knotwork.snippets.validation import Context, Result, shown_in_part, verdict_of
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.whole_manifests import manifest_result
from knotwork.snippets.wrapping import part_violations
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.values import literal, value_at

_FLUX_APPLIES = "kustomize.toolkit.fluxcd.io/ssa"
"""The annotation that says how Flux applies an object."""
_PROGRAMS = {"kustomize.config.k8s.io": "kustomize", "helm.sh": "Helm"}
"""The groups of files for other programs than Kubernetes, and these programs."""


def document_result(
    document: Document, directive: Directive, context: Context, *, template: bool, elided: bool
) -> Result:
    """The result of validating a document, without what is wrong with its text.

    `template`: it holds `{{ }}`. `elided`: it leaves fields out with `...`.
    """
    if directive.mode == "skip":
        return Result("skip", "unchecked")
    root = document.root
    if root is None:
        return Result("syntax", "valid", why="nothing in it could be read")
    if directive.mode == "syntax":
        return Result("syntax", "valid")
    if directive.mode == "template" or (template and directive.mode is None):
        return Result("template", "unchecked", why="it holds `{{ }}`")
    if directive.mode == "other":
        return _by_json_schema(root, directive.detail, context)
    if directive.mode == "fragment":
        return _fragment(root, directive, context)
    return _by_kind(root, document.index, directive, context, elided)


def violation_count(root: yaml.Node | None, minor: str) -> int:
    """How many violations of its schema a manifest has; 0 for any other document."""
    api_version, kind, _, _ = identity(root)
    schema = schemas_of(minor).kind(api_version or "", kind or "")
    return len(schema_violations(root, schema)) if root is not None and schema is not None else 0


def _by_kind(
    root: yaml.Node, index: FieldIndex | None, directive: Directive, context: Context, elided: bool
) -> Result:
    api_version, kind, _, _ = identity(root)
    known = schemas_of(directive.version)
    mode, why = _completeness(root, index, directive, elided, patch=context.patch)
    if api_version and kind:
        if group_of(api_version) in _PROGRAMS:
            program = _PROGRAMS[group_of(api_version)]
            whole = mode == "full" and not elided
            of_kustomize = kustomize_fields(root, kind, api_version, whole=whole)
            faults = tuple(of_kustomize) if program == "kustomize" else ()
            verdict = _for_a_program(faults)
            return Result("other", verdict, faults, schema=f"a file for {program}", why=why)
        if directive.mode is not None or directive.fails:
            advice = context.advice or any(rule.off for rule in directive.rules)
            context = replace(context, advice=advice, excerpts=False)
        result = manifest_result(root, api_version, kind, mode, known, context, index)
        return result if result.why else replace(result, why=why)
    if context.kustomization and not api_version and not kind:
        faults = tuple(kustomize_fields(root, "Kustomization", whole=mode == "full" and not elided))
        why = "its title says so"
        return Result("other", _for_a_program(faults), faults, schema="a file for kustomize", why=why)
    if directive.mode in ("partial", "patch"):
        return _incomplete(root, mode, known, context)
    may_lack = directive.mode is None and not directive.fails
    if may_lack and (left_out := headless(root, known, elided=elided)) is not None:
        part = _incomplete(root, "partial", known, context)
        return shown_in_part(part, left_out, "it lacks its head")
    if directive.mode == "full" or claims_to_be_one(root, known):
        if elided and directive.mode is None:
            return replace(_incomplete(root, mode, known, context), why=why)
        lacks = tuple(anonymous(root, known, {kind for _, kind in context.registry.custom}))
        verdict = _for_a_program(lacks)
        if value_at(root, "apiVersion") is None and all(own.rule is MISSING_FIELD for own in lacks):
            shown = _incomplete(root, "full", known, context)
            if may_lack and shown.mode == "partial":
                return shown  # what it is about is left out, and its apiVersion is, too
            shown = _incomplete(root, "partial", known, context)
            if may_lack and _is_of_other_program(root, kind, shown.violations, known):
                lacks = tuple(replace(lack, severity="info") for lack in lacks)
                return Result("other", "no-schema", lacks, why="its fields are those of another program")
            lacks = tuple(without_misspelt((*lacks, *shown.violations)))
        return Result(mode, verdict, lacks, why="it has the fields of a manifest")
    if context.json_schema is not None:
        return _by_json_schema(root, context.json_schema, context)
    if name := fitting(root, known):
        return Result("fragment", "valid", schema=name, why="its fields are those of that type")
    return Result("syntax", "valid", why="it has no apiVersion and kind")


def _for_a_program(violations: Sequence[Violation]) -> Verdict:
    """The verdict on a document that no schema of Kubernetes is for."""
    return "invalid" if any(map(is_error, violations)) else "no-schema"


def _is_of_other_program(
    root: yaml.Node, kind: str | None, violations: Sequence[Violation], known: BuiltinSchemas
) -> bool:
    if not kind:
        return False
    spec = _spec_fields(kind, known)
    return has_version_of_its_own(root, known) or is_of_other_program(root, violations, spec)


def _spec_fields(kind: str, known: BuiltinSchemas) -> Container[str]:
    """The fields that the spec of a kind has."""
    versions = known.versions_of(kind)
    schema = known.kind(versions[0], kind) if versions else None
    spec = schema.fields.get("spec") if schema is not None else None
    return spec.fields.keys() if spec is not None else ()


def _completeness(
    root: yaml.Node, index: FieldIndex | None, directive: Directive, elided: bool, *, patch: bool
) -> tuple[Mode, str]:
    """How much of a manifest a document is, and why."""
    if directive.mode in ("patch", "partial"):
        return directive.mode, "it has apiVersion and kind"
    if directive.mode is None:
        if index is not None and "$patch" in index.names:
            return "patch", "it has `$patch`"
        if index is not None and _FLUX_APPLIES in index.names and _is_merged_by_flux(root):
            return "patch", "Flux merges it into an object of the cluster"
        if patch:
            return "patch", "its title is the name of a patch"
        if elided:
            return "partial", "it leaves something out with `...`"
        if index is not None and "status" in (fields := index.fields(root)) and "spec" not in fields:
            return "partial", "it has a status and no spec"
    return "full", "it has apiVersion and kind"


def _is_merged_by_flux(root: yaml.Node) -> bool:
    """Whether an annotation asks Flux to apply only the fields that are there, to the object of a name."""
    metadata = value_at(root, "metadata")
    mode = value_at(value_at(metadata, "annotations"), _FLUX_APPLIES)
    is_merge = mode is not None and literal(mode) in ("Merge", "merge")
    return is_merge and value_at(metadata, "name") is not None


def _incomplete(root: yaml.Node, mode: Mode, known: BuiltinSchemas, context: Context) -> Result:
    """A manifest without apiVersion: its kind decides, if it has one."""
    _, kind, _, _ = identity(root)
    versions = known.versions_of(kind) if kind else ()
    if kind and versions:
        return manifest_result(root, versions[0], kind, mode, known, context)
    return Result(mode, "valid")


# -- parts, and documents that are not for Kubernetes


def _fragment(root: yaml.Node, directive: Directive, context: Context) -> Result:
    schema = at_path(schemas_of(directive.version), directive.detail, context.registry.custom)
    if isinstance(schema, UnknownPath):
        if any(directive.detail.startswith(f"{kind}.") for _, kind in context.registry.disputed):
            return Result("fragment", "no-schema", schema=directive.detail)
        message = f"'{directive.detail}' is not a path in a manifest"
        wrong = Violation(UNKNOWN_STATE, 0, 0, message, schema.message)
        return Result("fragment", "invalid", (wrong,), directive.detail)
    if isinstance(root, yaml.SequenceNode) and directive.detail.endswith("[]"):
        schema = Schema(type="array", items=schema)  # several items may be shown
    violations = schema_violations(root, schema)
    violations += part_violations(root, directive.detail, schemas_of(directive.version))
    return Result("fragment", verdict_of(violations), tuple(violations), directive.detail)


def _by_json_schema(root: yaml.Node, name: str, context: Context) -> Result:
    check = context.registry.json_schema(name)
    if isinstance(check, str):
        shown = name.rpartition("/")[2]
        violations = [
            Violation(UNKNOWN_STATE, 0, 0, f"the JSON Schema '{shown}' cannot be used", f"It says: {check}.")
        ]
    else:
        violations = check(root)
    described = f"the JSON Schema {name.rpartition('/')[2]}"
    why = "the settings name a schema for it"
    return Result("other", verdict_of(violations), tuple(violations), described, why=why)
