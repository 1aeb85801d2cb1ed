"""What one YAML document is, and what is wrong with it: by its state, its kind, and the schemas there are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import yaml

from knotwork.snippets.directives import UNKNOWN_STATE, Directive
from knotwork.snippets.fields.apis import (
    NO_SCHEMA,
    anonymous,
    claims_to_be_one,
    deprecated,
    other_case,
    removed,
    unknown_kind,
)
from knotwork.snippets.fields.fragments import UnknownPath, at_path, fitting
from knotwork.snippets.fields.walk import EMPTY_FIELD, MISSING_FIELD, Leniency, violations
from knotwork.snippets.identity import at_field, identity
from knotwork.snippets.lints import advise, lint
from knotwork.snippets.lints.ingress_backend import settled
from knotwork.snippets.manifest import Manifest, manifest
from knotwork.snippets.schema.builtin import BuiltinSchemas, group_of, schemas_of
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.snippet import Mode, Verdict
from knotwork.snippets.violation import Violation, at_node, is_error
from knotwork.snippets.wrapping import part_violations
from knotwork.snippets.yaml.values import value_at

_ELSEWHERE = {"kustomize.config.k8s.io": "kustomize", "helm.sh": "Helm"}
"""Groups of files that other programs read, and these programs."""
_FULL, _PARTIAL, _PATCH = Leniency(), Leniency(required=False), Leniency(required=False, directives=True)


@dataclass(frozen=True, slots=True)
class Result:
    """What a document was taken for, and what was found."""

    mode: Mode
    verdict: Verdict
    violations: tuple[Violation, ...] = ()
    schema: str = ""
    """What it was judged by, for people."""
    manifests: tuple[Manifest, ...] = ()
    """The objects in it that other manifests of the note may refer to."""
    why: str = ""
    """Why it was taken for that when nobody said it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What documents are judged with."""

    registry: SchemaRegistry
    advice: bool
    """Whether advice about security is wanted."""
    json_schema: str | None
    """The JSON Schema that is set for the fence."""


def document_result(
    root: yaml.Node | None, directive: Directive, context: Context, *, template: bool, elided: bool
) -> Result:
    """The judgement of a document.

    `template` says that it holds `{{ }}`, `omits` that it leaves something out with `...`. What is wrong
    with its text is no part of this.
    """
    if directive.mode == "skip":
        return Result("skip", "unchecked")
    if root is None:
        return Result("syntax", "valid", why="nothing in it could be read")
    if directive.mode == "syntax":
        return Result("syntax", "valid")
    if directive.mode == "template" or (template and directive.mode == "auto"):
        return Result("template", "unchecked", why="it holds `{{ }}`")
    if directive.mode == "schema":
        return _by_json_schema(root, directive.detail, context)
    if directive.mode == "fragment":
        return _fragment(root, directive, context)
    return _by_kind(root, directive, context, elided)


def violation_count(root: yaml.Node | None, minor: str) -> int:
    """How many faults a manifest's schema finds; 0 for anything else. For choosing between readings."""
    api_version, kind, _, _ = identity(root)
    schema = schemas_of(minor).kind(api_version or "", kind or "")
    return len(violations(root, schema)) if root is not None and schema is not None else 0


def _by_kind(root: yaml.Node, directive: Directive, context: Context, elided: bool) -> Result:
    api_version, kind, _, _ = identity(root)
    known = schemas_of(directive.version)
    partial = directive.mode == "partial" or (directive.mode == "auto" and elided)
    mode: Mode = "patch" if directive.mode == "patch" else "partial" if partial else "full"
    why = "it leaves something out with `...`" if partial else "it has apiVersion and kind"
    if api_version and kind:
        if group_of(api_version) in _ELSEWHERE:
            return Result(
                "other", "no-schema", schema=f"a file for {_ELSEWHERE[group_of(api_version)]}", why=why
            )
        context = replace(context, advice=context.advice or any(rule.off for rule in directive.rules))
        return replace(_manifest(root, api_version, kind, mode, known, context), why=why)
    if directive.mode in ("partial", "patch"):
        return _incomplete(root, mode, known, context)
    if directive.mode == "full" or claims_to_be_one(root, known):
        return Result(mode, "invalid", tuple(anonymous(root, known)), why="it has the fields of a manifest")
    if context.json_schema is not None:
        return _by_json_schema(root, context.json_schema, context)
    fits = fitting(root, known)
    if fits:
        return Result("fragment", "valid", schema=" or ".join(fits), why="its fields are those of that type")
    return Result("syntax", "valid", why="it has no apiVersion and kind")


def _incomplete(root: yaml.Node, mode: Mode, known: BuiltinSchemas, context: Context) -> Result:
    """A manifest that leaves out even what it is: what its kind says, if it says that."""
    _, kind, _, _ = identity(root)
    versions = known.versions_of(kind) if kind else ()
    if kind and versions:
        return _manifest(root, versions[0], kind, mode, known, context)
    return Result(mode, "valid")


# -- whole manifests


def _manifest(
    root: yaml.Node, api_version: str, kind: str, mode: Mode, known: BuiltinSchemas, context: Context
) -> Result:
    name = f"{api_version} {kind}"
    if (api_version, kind) == ("v1", "List"):
        return _list(root, mode, known, context)
    custom = context.registry.custom.get((api_version, kind))
    schema = custom or known.kind(api_version, kind)
    if schema is None:
        return _without_schema(root, api_version, kind, mode, known)
    found = [*deprecated(root, api_version, kind, known)]
    leniency = {"patch": _PATCH, "partial": _PARTIAL}.get(mode, _FULL)
    found += _hinted(violations(root, schema, leniency=leniency))
    if mode != "full":
        found = [each for each in found if each.rule is not EMPTY_FIELD]  # what follows is left out
    of_ours = manifest(root, mode == "partial") if custom is None else None
    if of_ours is not None and mode != "patch":
        found = settled([*found, *lint(of_ours)])
        if context.advice:
            found += advise(of_ours)
    manifests = (of_ours,) if of_ours is not None and mode != "patch" else ()
    described = (
        f"{name}, as a CustomResourceDefinition describes it"
        if custom
        else f"{name} of Kubernetes {known.minor}"
    )
    return Result(mode, _verdict(found), tuple(found), described, manifests)


def _hinted(found: list[Violation]) -> list[Violation]:
    """Of what lacks several fields it is said, once, that it may be meant so."""
    missing = [index for index, each in enumerate(found) if each.rule is MISSING_FIELD]
    if len(missing) > 1:
        first = found[missing[0]]
        help_ = f"{first.help} If it is only a part or a patch, say so: `{{k8s=partial}}`, `{{k8s=patch}}`."
        found[missing[0]] = replace(first, help=help_)
    return found


def _list(root: yaml.Node, mode: Mode, known: BuiltinSchemas, context: Context) -> Result:
    """`kind: List`: each of its items is a manifest."""
    items = value_at(root, "items")
    found: list[Violation] = []
    manifests: list[Manifest] = []
    verdict: Verdict = "valid"
    for index, item in enumerate(items.value if isinstance(items, yaml.SequenceNode) else []):
        api_version, kind, _, _ = identity(item)
        if not (api_version and kind):
            found.append(at_node(MISSING_FIELD, item, f"items[{index}] has no apiVersion and kind"))
            continue
        each = _manifest(item, api_version, kind, mode, known, context)
        found += each.violations
        manifests += each.manifests
        verdict = "no-schema" if each.verdict == "no-schema" else verdict
    if not isinstance(items, yaml.SequenceNode) and mode == "full":
        found.append(
            at_field(root, "kind", MISSING_FIELD, "a List without a list of items", "Write `items:`.")
        )
    return Result(
        mode,
        "invalid" if _verdict(found) == "invalid" else verdict,
        tuple(found),
        "v1 List",
        tuple(manifests),
    )


def _without_schema(
    root: yaml.Node, api_version: str, kind: str, mode: Mode, known: BuiltinSchemas
) -> Result:
    name = f"{api_version} {kind}"
    match known.api_status(api_version, kind):
        case "removed":
            return Result(mode, "invalid", (removed(root, api_version, kind, known),), name)
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
    found = at_field(root, "kind", NO_SCHEMA, message, help_)
    return Result(mode, "no-schema", (found,), name)


# -- parts, and what is not for Kubernetes


def _fragment(root: yaml.Node, directive: Directive, context: Context) -> Result:
    schema = at_path(schemas_of(directive.version), directive.detail, context.registry.custom)
    if isinstance(schema, UnknownPath):
        message = f"'{directive.detail}' is no path in a manifest"
        wrong = Violation(UNKNOWN_STATE, 0, 0, message, schema.message)
        return Result("fragment", "invalid", (wrong,), directive.detail)
    if isinstance(root, yaml.SequenceNode) and directive.detail.endswith("[]"):
        schema = Schema(type="array", items=schema)  # several items may be shown
    found = violations(root, schema)
    found += part_violations(root, directive.detail, schemas_of(directive.version))
    return Result("fragment", _verdict(found), tuple(found), directive.detail)


def _by_json_schema(root: yaml.Node, name: str, context: Context) -> Result:
    check = context.registry.json_schema(name)
    if isinstance(check, str):
        shown = name.rpartition("/")[2]
        found = [
            Violation(UNKNOWN_STATE, 0, 0, f"the JSON Schema '{shown}' cannot be used", f"It says: {check}.")
        ]
    else:
        found = check(root)
    why = "the settings name a schema for it"
    return Result(
        "other", _verdict(found), tuple(found), f"the JSON Schema {name.rpartition('/')[2]}", why=why
    )


def _verdict(found: list[Violation]) -> Verdict:
    return "invalid" if any(map(is_error, found)) else "valid"
