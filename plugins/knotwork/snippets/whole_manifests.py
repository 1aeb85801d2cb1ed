"""A document with an apiVersion and a kind is validated by the schema of that kind, and by the lints."""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.nearest import nearest_names
from knotwork.snippets.admission_labels import filled_in_by_webhooks
from knotwork.snippets.cel.validations import rule_violations
from knotwork.snippets.custom_objects import (
    metadata_violations,
    metadata_without_schema,
    without_name,
    without_newer_formats,
)
from knotwork.snippets.excerpts import excerpt
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.api_lifecycle import deprecated, deprecated_by_definition, gone_from_project
from knotwork.snippets.fields.apis import NO_SCHEMA, is_misspelt, other_case, unknown_kind
from knotwork.snippets.fields.missing_fields import (
    EMPTY_FIELD,
    MISSING_FIELD,
    missing_together,
    without_misspelt,
)
from knotwork.snippets.fields.suggestions import perhaps
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.walk import Leniency, schema_violations
from knotwork.snippets.identity import at_field, identity, without_overridden
from knotwork.snippets.lints import advise, lint
from knotwork.snippets.lints.ingress_backend import without_explained
from knotwork.snippets.lints.reference_paths import takes_part
from knotwork.snippets.manifest import Manifest, manifest
from knotwork.snippets.optional_parts import shows_a_part
from knotwork.snippets.removed_apis import removed_api
from knotwork.snippets.schema.builtin import BuiltinSchemas, group_of
from knotwork.snippets.schema.project_kinds import versions_in_projects
from knotwork.snippets.schema.projects import OPENSHIFT
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.snippet import Mode, Verdict
from knotwork.snippets.typed_lists import item_violations
from knotwork.snippets.validation import Context, Result, shown_in_part, verdict_of
from knotwork.snippets.violation import Violation, at_node, is_error
from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import value_at

LIST = "v1 List"
"""The schema of a `kind: List`."""
BY_DEFINITION = "as a CustomResourceDefinition describes it"
"""The end of the schema of a custom resource."""
_SEVERAL = 4
"""More fields than a manifest with misspelt ones has."""
_FULL, _PARTIAL, _PATCH = Leniency(), Leniency(required=False), Leniency(required=False, directives=True)


def manifest_result(
    root: yaml.Node,
    api_version: str,
    kind: str,
    mode: Mode,
    known: BuiltinSchemas,
    context: Context,
    index: FieldIndex | None = None,
) -> Result:
    """The result of validating a document with an apiVersion and a kind, or an item of a List."""
    name = f"{api_version} {kind}"
    if _is_list(api_version, kind, known):
        return _list(root, mode, known, context)
    custom = context.registry.custom.get((api_version, kind))
    if custom is not None and (_is_for_a_program(root, kind) or _has_other_fields(root, custom)):
        return Result("other", "no-schema", schema="a file for a program")
    schema = custom or known.kind(api_version, kind)
    if schema is None:
        return _without_schema(root, api_version, kind, mode, known, context)
    violations = [*deprecated(root, api_version, kind, known, context.following)]
    by_schema = schema_violations(root, schema, leniency=_leniency(mode), index=index)
    if by_schema:
        by_schema = without_overridden(by_schema, root)
    if custom is not None:
        violations += deprecated_by_definition(root, custom.deprecation)
        by_schema = _without_status(without_newer_formats(by_schema, known.minor), root)
        for other in context.registry.others.get((api_version, kind), ()):
            refused = {
                (violation.start, violation.missing)
                for violation in schema_violations(root, other, leniency=_leniency(mode), index=index)
            }
            by_schema = [fault for fault in by_schema if (fault.start, fault.missing) in refused]
        if any(fault.rule is UNKNOWN_FIELD for fault in by_schema):
            by_schema = _without_known(
                by_schema, root, context.registry.elsewhere.get((api_version, kind), ())
            )
    builtin = (
        manifest(root, mode == "partial", index, context.section, known.minor) if custom is None else None
    )
    left_out = None
    if mode == "full" and context.excerpts:
        in_part = custom is not None and not context.file and shows_a_part(root, by_schema)
        left_out = excerpt(by_schema, kind, builtin, in_part=in_part)
    if left_out is not None:
        part = manifest_result(root, api_version, kind, "partial", known, context, index)
        return shown_in_part(part, left_out, "it lacks what it is about")
    violations += missing_together(by_schema, kind)
    if mode != "full":
        # what follows an empty field may be left out
        violations = [violation for violation in violations if violation.rule is not EMPTY_FIELD]
    if custom is not None and custom.has_rules and mode == "full" and not any(map(is_error, violations)):
        violations += rule_violations(root, custom)
    if custom is not None and mode != "patch":
        of_metadata = metadata_violations(root, partial=mode == "partial", schema=custom)
        violations = without_misspelt([*violations, *of_metadata])
    if builtin is not None and mode != "patch":
        violations = without_misspelt([*violations, *lint(builtin), *item_violations(builtin)])
        violations = without_explained(violations)
        if context.advice:
            violations += advise(builtin)
        violations = filled_in_by_webhooks(violations, root)
    shown = builtin if custom is None else _custom(root, api_version, kind, mode, context)
    manifests = (shown,) if shown is not None and mode != "patch" else ()
    described = f"{name}, {BY_DEFINITION}" if custom else f"{name} of Kubernetes {known.minor}"
    return Result(mode, verdict_of(violations), tuple(violations), described, manifests)


def _without_known(
    violations: list[Violation], root: yaml.Node, schemas: Sequence[Schema]
) -> list[Violation]:
    """The violations of a custom resource without those of fields that another definition of it has."""
    for schema in schemas:
        unknown = {fault.start for fault in schema_violations(root, schema) if fault.rule is UNKNOWN_FIELD}
        violations = [own for own in violations if own.rule is not UNKNOWN_FIELD or own.start in unknown]
    return violations


def _without_status(violations: list[Violation], root: yaml.Node) -> list[Violation]:
    """The violations of a custom resource outside its status, which nobody applies.

    A field that is unknown there may be misspelt, or of another version.
    """
    status = value_at(root, "status")
    if not isinstance(status, yaml.CollectionNode):
        return violations
    start, end = status.start_mark.index, status.end_mark.index
    inside = [violation for violation in violations if start <= violation.start < end]
    return [
        replace(violation, severity="info") if violation in inside else violation
        for violation in violations
        if violation not in inside or violation.rule is UNKNOWN_FIELD
    ]


def _is_for_a_program(root: yaml.Node, kind: str) -> bool:
    """Whether a document is the configuration of a program, and no object: it has no metadata.

    Tools generate a definition for its type, too.
    """
    return kind.endswith(("Config", "Configuration")) and value_at(root, "metadata") is None


def _has_other_fields(root: yaml.Node, schema: Schema) -> bool:
    """Whether a document names a custom resource and has none of its fields: it is about the resource."""
    if not isinstance(root, yaml.MappingNode):
        return False
    names = [key_of(key) for key, _ in root.value if key_of(key) not in ("apiVersion", "kind")]
    known = [*schema.fields, "metadata", "spec", "status", "data"]
    return len(names) >= _SEVERAL and not any(name in known for name in names)


def _is_of_another_program(root: yaml.Node, api_version: str, kind: str, known: BuiltinSchemas) -> bool:
    """Whether a file has a kind that nobody knows in plain `v1`, and no metadata."""
    if api_version != "v1" or value_at(root, "metadata") is not None:
        return False
    return not known.versions_of(kind) and not is_misspelt(kind, known)


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
        result = manifest_result(item, api_version, kind, mode, known, context)
        violations += result.violations
        manifests += result.manifests
        verdict = "no-schema" if result.verdict == "no-schema" else verdict
    if not isinstance(items, yaml.SequenceNode) and mode == "full":
        missing = at_field(root, "kind", MISSING_FIELD, f"items: {REQUIRED}", "Write `items:`.")
        violations.append(replace(missing, path=""))
    return Result(
        mode,
        "invalid" if verdict_of(violations) == "invalid" else verdict,
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
    if not is_literal(kind) or not is_literal(api_version) or " | " in kind:
        message = f"{name} is a placeholder; only its YAML is checked"
        return Result(mode, "no-schema", (at_field(root, "kind", NO_SCHEMA, message),), name)
    if api_version == "v1" and kind in OPENSHIFT:
        help_ = f"Write `apiVersion: {OPENSHIFT[kind]}`: plain `v1` was that of OpenShift 3."
        message = f"{kind} is a kind of OpenShift, for which no schema is known"
        return Result(mode, "no-schema", (at_field(root, "kind", NO_SCHEMA, message, help_),), name)
    match known.api_status(api_version, kind):
        case "removed":
            leniency = _FULL if context.in_template else _leniency(mode)
            braces, section = context.in_template, context.section
            violations = removed_api(root, api_version, kind, known, leniency, section, in_template=braces)
            pods = manifest(root, True, None, context.section, known.minor)
            manifests = (pods,) if pods is not None and pods.pods else ()
            return Result(mode, "invalid", tuple(violations), name, manifests)
        case "unknown-kind" if not _is_of_another_program(root, api_version, kind, known):
            defined = [version for version, custom in context.registry.kinds if custom == kind]
            unknown = unknown_kind(root, api_version, kind, known, defined)
            metadata = metadata_without_schema(root, api_version, kind, partial=True)
            return Result(mode, "invalid", (unknown, *metadata), name)
        case _:
            pass
    if (api_version, kind) == ("v1", "Config"):
        return Result("other", "no-schema", schema="a kubeconfig")
    if (meant := known.in_letter_case_of(api_version, kind)) is not None:
        return Result(mode, "invalid", (other_case(root, name, meant, known),), name)
    help_ = "Name the file with its CustomResourceDefinition under `crds`, or put the definition in a note."
    message = f"no schema is known for {name}; only its YAML is checked"
    versions, _ = versions_in_projects(kind)
    near = nearest_names(api_version, versions) if api_version not in versions else ()
    if near:
        message, help_ = f"no schema is known for {name}{perhaps(near[0])}", "Only its YAML is checked."
    reported = gone_from_project(root, api_version, kind, known) or at_field(
        root, "kind", NO_SCHEMA, message, help_
    )
    every = (reported, *metadata_without_schema(root, api_version, kind, partial=mode != "full"))
    if mode == "full" and context.file and not any(own.rule is MISSING_FIELD for own in every):
        every = (*every, *without_name(root, api_version, kind))
    verdict: Verdict = "invalid" if any(map(is_error, every)) else "no-schema"
    shown = _custom(root, api_version, kind, mode, context)
    return Result(mode, verdict, every, name, (shown,) if shown is not None else ())


def _custom(root: yaml.Node, api_version: str, kind: str, mode: Mode, context: Context) -> Manifest | None:
    """A custom resource that refers to others, or is referred to, as a manifest; None for others."""
    if mode == "patch" or not takes_part(group_of(api_version), kind):
        return None
    return manifest(root, mode == "partial", section=context.section)
