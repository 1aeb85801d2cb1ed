"""The mode, the schema and the violations of one YAML document, by its directive and its kind."""

from __future__ import annotations

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.snippets.cel.validations import rule_violations
from knotwork.snippets.directives import UNKNOWN_STATE, Directive
from knotwork.snippets.excerpts import excerpt
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.api_lifecycle import deprecated, gone_from_project
from knotwork.snippets.fields.apis import (
    NO_SCHEMA,
    anonymous,
    claims_to_be_one,
    headless,
    other_case,
    unknown_kind,
)
from knotwork.snippets.fields.fragments import UnknownPath, at_path, fitting
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD, missing_together
from knotwork.snippets.fields.walk import Leniency, schema_violations
from knotwork.snippets.identity import at_field, identity
from knotwork.snippets.lints import advise, lint
from knotwork.snippets.lints.ingress_backend import without_explained
from knotwork.snippets.manifest import Manifest, manifest
from knotwork.snippets.removed_apis import removed_api
from knotwork.snippets.schema.builtin import BuiltinSchemas, group_of, schemas_of
from knotwork.snippets.schema.projects import OPENSHIFT
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.snippet import Mode, Verdict
from knotwork.snippets.violation import Violation, at_node, is_error
from knotwork.snippets.wrapping import part_violations
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import value_at

_PROGRAMS = {"kustomize.config.k8s.io": "kustomize", "helm.sh": "Helm"}
"""The groups of files for other programs than Kubernetes, and these programs."""
LIST = "v1 List"
"""The schema of a `kind: List`."""
_FULL, _PARTIAL, _PATCH = Leniency(), Leniency(required=False), Leniency(required=False, directives=True)


class Result(Struct, frozen=True):
    """How a document was validated, and its violations."""

    mode: Mode
    verdict: Verdict
    violations: tuple[Violation, ...] = ()
    schema: str = ""
    """The schema it was validated with, for people."""
    manifests: tuple[Manifest, ...] = ()
    """The manifests in it that others of the note may refer to."""
    why: str = ""
    """The reason for the mode when there is no directive."""


class Context(Struct, frozen=True):
    """What documents are validated with."""

    registry: SchemaRegistry
    advice: bool
    """Whether advice about security is enabled."""
    json_schema: str | None
    """The JSON Schema that the settings have for the fence."""
    following: str = ""
    """The minor up to which removals of APIs are reported; empty: only those that are deprecated."""
    section: int = 0
    """How many headings of the note stand above the fence."""
    patch: bool = False
    """Whether the title of the fence is the name of a patch."""
    proposal: bool = False
    """Whether the note proposes how kinds may look one day."""
    excerpts: bool = True
    """Whether a manifest without what it is about counts as shown in part."""


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
            return Result(
                "other", "no-schema", schema=f"a file for {_PROGRAMS[group_of(api_version)]}", why=why
            )
        if directive.mode is not None or directive.fails:
            advice = context.advice or any(rule.off for rule in directive.rules)
            context = replace(context, advice=advice, excerpts=False)
        result = _manifest(root, api_version, kind, mode, known, context, index)
        return result if result.why else replace(result, why=why)
    if directive.mode in ("partial", "patch"):
        return _incomplete(root, mode, known, context)
    may_lack = directive.mode is None and not directive.fails
    if may_lack and (left_out := headless(root, known, elided=elided)) is not None:
        part = _incomplete(root, "partial", known, context)
        why = "it lacks its head"
        return replace(part, verdict="invalid", violations=(left_out, *part.violations), why=why)
    if directive.mode == "full" or claims_to_be_one(root, known):
        if elided and directive.mode is None:
            return replace(_incomplete(root, mode, known, context), why=why)
        lacks = tuple(anonymous(root, known, {kind for _, kind in context.registry.custom}))
        verdict: Verdict = "invalid" if any(map(is_error, lacks)) else "no-schema"
        return Result(mode, verdict, lacks, why="it has the fields of a manifest")
    if context.json_schema is not None:
        return _by_json_schema(root, context.json_schema, context)
    if name := fitting(root, known):
        return Result("fragment", "valid", schema=name, why="its fields are those of that type")
    return Result("syntax", "valid", why="it has no apiVersion and kind")


def _completeness(
    root: yaml.Node, index: FieldIndex | None, directive: Directive, elided: bool, *, patch: bool
) -> tuple[Mode, str]:
    """How much of a manifest a document is, and why."""
    if directive.mode in ("patch", "partial"):
        return directive.mode, "it has apiVersion and kind"
    if directive.mode is None:
        if index is not None and "$patch" in index.names:
            return "patch", "it has `$patch`"
        if patch:
            return "patch", "its title is the name of a patch"
        if elided:
            return "partial", "it leaves something out with `...`"
        if index is not None and "status" in (fields := index.fields(root)) and "spec" not in fields:
            return "partial", "it has a status and no spec"
    return "full", "it has apiVersion and kind"


def _incomplete(root: yaml.Node, mode: Mode, known: BuiltinSchemas, context: Context) -> Result:
    """A manifest without apiVersion: its kind decides, if it has one."""
    _, kind, _, _ = identity(root)
    versions = known.versions_of(kind) if kind else ()
    if kind and versions:
        return _manifest(root, versions[0], kind, mode, known, context)
    return Result(mode, "valid")


# -- whole manifests


def _manifest(
    root: yaml.Node,
    api_version: str,
    kind: str,
    mode: Mode,
    known: BuiltinSchemas,
    context: Context,
    index: FieldIndex | None = None,
) -> Result:
    name = f"{api_version} {kind}"
    if _is_list(api_version, kind, known):
        return _list(root, mode, known, context)
    custom = context.registry.custom.get((api_version, kind))
    if custom is not None and _is_for_a_program(root, kind):
        return Result("other", "no-schema", schema="a file for a program")
    schema = custom or known.kind(api_version, kind)
    if schema is None:
        return _without_schema(root, api_version, kind, mode, known, context)
    violations = [*deprecated(root, api_version, kind, known, context.following)]
    by_schema = schema_violations(root, schema, leniency=_leniency(mode), index=index)
    if custom is not None:
        by_schema = _without_status(by_schema, root)
    builtin = manifest(root, mode == "partial", index, context.section) if custom is None else None
    if mode == "full" and context.excerpts and (left_out := excerpt(by_schema, kind, builtin)) is not None:
        part = _manifest(root, api_version, kind, "partial", known, context, index)
        why = "it lacks what it is about"
        return replace(part, verdict="invalid", violations=(left_out, *part.violations), why=why)
    violations += missing_together(by_schema, kind)
    if mode != "full":
        # what follows an empty field may be left out
        violations = [violation for violation in violations if violation.rule is not EMPTY_FIELD]
    if custom is not None and custom.has_rules and mode == "full" and not any(map(is_error, violations)):
        violations += rule_violations(root, custom)
    if builtin is not None and mode != "patch":
        violations = without_explained([*violations, *lint(builtin)])
        if context.advice:
            violations += advise(builtin)
    manifests = (builtin,) if builtin is not None and mode != "patch" else ()
    described = (
        f"{name}, as a CustomResourceDefinition describes it"
        if custom
        else f"{name} of Kubernetes {known.minor}"
    )
    return Result(mode, _verdict(violations), tuple(violations), described, manifests)


def _without_status(violations: list[Violation], root: yaml.Node) -> list[Violation]:
    """The violations of a custom resource outside its status, which nobody applies."""
    status = value_at(root, "status")
    if not isinstance(status, yaml.CollectionNode):
        return violations
    start, end = status.start_mark.index, status.end_mark.index
    return [violation for violation in violations if not start <= violation.start < end]


def _is_for_a_program(root: yaml.Node, kind: str) -> bool:
    """Whether a document is the configuration of a program, and no object: it has no metadata.

    Tools generate a definition for its type, too.
    """
    return kind.endswith(("Config", "Configuration")) and value_at(root, "metadata") is None


def _is_list(api_version: str, kind: str, known: BuiltinSchemas) -> bool:
    """Whether it is a List of an API that there is: kubectl has one for each version of a group.

    Source: `NewDiscoveryRESTMapper` of k8s.io/client-go.
    """
    return kind == "List" and any(version == api_version for version, _ in known.kinds())


def _list(root: yaml.Node, mode: Mode, known: BuiltinSchemas, context: Context) -> Result:
    """The result of a `kind: List`, whose items are manifests."""
    items = value_at(root, "items")
    violations: list[Violation] = []
    manifests: list[Manifest] = []
    verdict: Verdict = "valid"
    for index, item in enumerate(items.value if isinstance(items, yaml.SequenceNode) else []):
        api_version, kind, _, _ = identity(item)
        if not (api_version and kind):
            violations.append(
                at_node(MISSING_FIELD, item, f"items[{index}]: {REQUIRED}: apiVersion and kind")
            )
            continue
        result = _manifest(item, api_version, kind, mode, known, context)
        violations += result.violations
        manifests += result.manifests
        verdict = "no-schema" if result.verdict == "no-schema" else verdict
    if not isinstance(items, yaml.SequenceNode) and mode == "full":
        missing = at_field(root, "kind", MISSING_FIELD, f"items: {REQUIRED}", "Write `items:`.")
        violations.append(replace(missing, path=""))
    return Result(
        mode,
        "invalid" if _verdict(violations) == "invalid" else verdict,
        tuple(violations),
        LIST,
        tuple(manifests),
    )


def _leniency(mode: Mode) -> Leniency:
    return {"patch": _PATCH, "partial": _PARTIAL}.get(mode, _FULL)


def _without_schema(
    root: yaml.Node, api_version: str, kind: str, mode: Mode, known: BuiltinSchemas, context: Context
) -> Result:
    name = f"{api_version} {kind}"
    if not is_literal(kind) or not is_literal(api_version):
        message = f"{name} is a placeholder; only its YAML is checked"
        return Result(mode, "no-schema", (at_field(root, "kind", NO_SCHEMA, message),), name)
    if api_version == "v1" and kind in OPENSHIFT:
        help_ = f"Write `apiVersion: {OPENSHIFT[kind]}`: plain `v1` was that of OpenShift 3."
        message = f"{kind} is a kind of OpenShift, for which no schema is known"
        return Result(mode, "no-schema", (at_field(root, "kind", NO_SCHEMA, message, help_),), name)
    match known.api_status(api_version, kind):
        case "removed":
            violations = removed_api(root, api_version, kind, known, _leniency(mode), context.section)
            pods = manifest(root, True, None, context.section)
            manifests = (pods,) if pods is not None and pods.pods else ()
            return Result(mode, "invalid", tuple(violations), name, manifests)
        case "unknown-kind":
            return Result(mode, "invalid", (unknown_kind(root, api_version, kind, known),), name)
        case _:
            pass
    if (api_version, kind) == ("v1", "Config"):
        return Result("other", "no-schema", schema="a kubeconfig")
    if (meant := known.in_letter_case_of(api_version, kind)) is not None:
        return Result(mode, "invalid", (other_case(root, name, meant, known),), name)
    help_ = "Name the file with its CustomResourceDefinition under `crds`, or put the definition in a note."
    message = f"no schema is known for {name}; only its YAML is checked"
    reported = gone_from_project(root, api_version, kind) or at_field(root, "kind", NO_SCHEMA, message, help_)
    return Result(mode, "no-schema", (reported,), name)


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
    return Result("fragment", _verdict(violations), tuple(violations), directive.detail)


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
    return Result("other", _verdict(violations), tuple(violations), described, why=why)


def _verdict(violations: list[Violation]) -> Verdict:
    return "invalid" if any(map(is_error, violations)) else "valid"
