"""What one YAML document is, and what is wrong with it: by its state, its kind, and the schemas there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml

from knotwork.nearest import nearest_texts
from knotwork.snippets.codes import ADVICE, SEVERITIES
from knotwork.snippets.fragments import UnknownPath, at_path, fitting
from knotwork.snippets.library import Library
from knotwork.snippets.lifecycle import life
from knotwork.snippets.lints import advise, lint, settled
from knotwork.snippets.lints.suggestions import did_you_mean, meant, written_instead
from knotwork.snippets.manifest import Manifest, manifest
from knotwork.snippets.nodes import NULL, STRING, key_of
from knotwork.snippets.schema import Schema
from knotwork.snippets.schemas import Schemas, schemas
from knotwork.snippets.snippet import Mode, Verdict
from knotwork.snippets.states import State
from knotwork.snippets.values import value_violations
from knotwork.snippets.violation import Repair, Violation, at_node
from knotwork.snippets.walk import Leniency, violations

_ELSEWHERE = {"kustomize.config.k8s.io": "kustomize", "helm.sh": "Helm"}
"""Groups of files that other programs read, and these programs."""
_OUTLINE = frozenset(("apiVersion", "kind", "metadata", "spec", "status", "data"))
_FULL, _PARTIAL, _PATCH = Leniency(), Leniency(required=False), Leniency(required=False, directives=True)


@dataclass(frozen=True, slots=True)
class Judgement:
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
class Bench:
    """What documents are judged with."""

    library: Library
    advice: bool
    """Whether advice about security is wanted."""
    json_schema: str | None
    """The JSON Schema that is set for the fence."""


def judgement(
    root: yaml.Node | None, state: State, bench: Bench, *, template: bool, omits: bool
) -> Judgement:
    """The judgement of a document.

    `template` says that it holds `{{ }}`, `omits` that it leaves something out with `...`. What is wrong
    with its text is no part of this.
    """
    if state.word == "skip":
        return Judgement("skip", "unchecked")
    if root is None:
        return Judgement("syntax", "valid", why="nothing in it could be read")
    if state.word == "syntax":
        return Judgement("syntax", "valid")
    if state.word == "template" or (template and state.word == "auto"):
        return Judgement("template", "unchecked", why="it holds `{{ }}`")
    if state.word == "schema":
        return _by_json_schema(root, state.detail, bench)
    if state.word == "fragment":
        return _fragment(root, state, bench)
    return _by_kind(root, state, bench, omits)


def names(root: yaml.Node | None) -> tuple[str | None, str | None, str | None, str | None]:
    """The apiVersion, the kind, the name and the namespace that a document states."""
    metadata = _get(root, "metadata")
    return (
        _text(_get(root, "apiVersion")),
        _text(_get(root, "kind")),
        _text(_get(metadata, "name")),
        _text(_get(metadata, "namespace")),
    )


def faults(root: yaml.Node | None, minor: str) -> int:
    """How many faults a manifest's schema finds; 0 for anything else. For choosing between readings."""
    api_version, kind, _, _ = names(root)
    schema = schemas(minor).kind(api_version or "", kind or "")
    return len(violations(root, schema)) if root is not None and schema is not None else 0


def _by_kind(root: yaml.Node, state: State, bench: Bench, omits: bool) -> Judgement:
    api_version, kind, _, _ = names(root)
    known = schemas(state.version)
    partial = state.word == "partial" or (state.word == "auto" and omits)
    mode: Mode = "patch" if state.word == "patch" else "partial" if partial else "full"
    why = "it leaves something out with `...`" if partial else "it has apiVersion and kind"
    if api_version and kind:
        if _group(api_version) in _ELSEWHERE:
            return Judgement(
                "other", "no-schema", schema=f"a file for {_ELSEWHERE[_group(api_version)]}", why=why
            )
        bench = replace(bench, advice=bench.advice or bool(state.codes & ADVICE))
        return replace(_manifest(root, api_version, kind, mode, known, bench), why=why)
    if state.word in ("partial", "patch"):
        return _incomplete(root, mode, known, bench)
    if state.word == "full" or _claims_to_be_one(root, known):
        return Judgement(
            mode, "invalid", tuple(_anonymous(root, known)), why="it has the fields of a manifest"
        )
    if bench.json_schema is not None:
        return _by_json_schema(root, bench.json_schema, bench)
    fits = fitting(root, known)
    if fits:
        return Judgement(
            "fragment", "valid", schema=" or ".join(fits), why="its fields are those of that type"
        )
    return Judgement("syntax", "valid", why="it has no apiVersion and kind")


def _incomplete(root: yaml.Node, mode: Mode, known: Schemas, bench: Bench) -> Judgement:
    """A manifest that leaves out even what it is: what its kind says, if it says that."""
    _, kind, _, _ = names(root)
    versions = known.versions_of(kind) if kind else ()
    if kind and versions:
        return _manifest(root, versions[0], kind, mode, known, bench)
    return Judgement(mode, "valid")


# -- whole manifests


def _manifest(
    root: yaml.Node, api_version: str, kind: str, mode: Mode, known: Schemas, bench: Bench
) -> Judgement:
    name = f"{api_version} {kind}"
    if (api_version, kind) == ("v1", "List"):
        return _list(root, mode, known, bench)
    custom = bench.library.custom.get((api_version, kind))
    schema = custom or known.kind(api_version, kind)
    if schema is None:
        return _without_schema(root, api_version, kind, mode, known)
    found = [*_deprecated(root, api_version, kind, known)]
    leniency = {"patch": _PATCH, "partial": _PARTIAL}.get(mode, _FULL)
    found += _hinted(violations(root, schema, leniency=leniency))
    if mode != "full":
        found = [each for each in found if each.rule != "empty-field"]  # what follows is left out
    of_ours = manifest(root, mode == "partial") if custom is None else None
    if custom is None:
        found += value_violations(root, schema)
    if of_ours is not None and mode != "patch":
        found = settled([*found, *lint(of_ours)])
        if bench.advice:
            found += advise(of_ours)
    manifests = (of_ours,) if of_ours is not None and mode != "patch" else ()
    described = (
        f"{name}, as a CustomResourceDefinition describes it"
        if custom
        else f"{name} of Kubernetes {known.minor}"
    )
    return Judgement(mode, _verdict(found), tuple(found), described, manifests)


def _hinted(found: list[Violation]) -> list[Violation]:
    """Of what lacks several fields it is said, once, that it may be meant so."""
    missing = [index for index, each in enumerate(found) if each.rule == "missing-field"]
    if len(missing) > 1:
        first = found[missing[0]]
        help_ = f"{first.help} If it is only a part or a patch, say so: `{{k8s=partial}}`, `{{k8s=patch}}`."
        found[missing[0]] = replace(first, help=help_)
    return found


def _list(root: yaml.Node, mode: Mode, known: Schemas, bench: Bench) -> Judgement:
    """`kind: List`: each of its items is a manifest."""
    items = _get(root, "items")
    found: list[Violation] = []
    manifests: list[Manifest] = []
    verdict: Verdict = "valid"
    for index, item in enumerate(items.value if isinstance(items, yaml.SequenceNode) else []):
        api_version, kind, _, _ = names(item)
        if not (api_version and kind):
            found.append(at_node("missing-field", item, f"items[{index}] has no apiVersion and kind"))
            continue
        each = _manifest(item, api_version, kind, mode, known, bench)
        found += each.violations
        manifests += each.manifests
        verdict = "no-schema" if each.verdict == "no-schema" else verdict
    if not isinstance(items, yaml.SequenceNode) and mode == "full":
        found.append(
            _at_key(root, "kind", "missing-field", "a List without a list of items", "Write `items:`.")
        )
    return Judgement(
        mode,
        "invalid" if _verdict(found) == "invalid" else verdict,
        tuple(found),
        "v1 List",
        tuple(manifests),
    )


def _without_schema(root: yaml.Node, api_version: str, kind: str, mode: Mode, known: Schemas) -> Judgement:
    name = f"{api_version} {kind}"
    match known.verdict_of(api_version, kind):
        case "removed":
            return Judgement(mode, "invalid", (_removed(root, api_version, kind, known),), name)
        case "unknown-kind":
            return Judgement(mode, "invalid", (_unknown_kind(root, api_version, kind, known),), name)
        case _:
            pass
    if (api_version, kind) == ("v1", "Config"):
        return Judgement("other", "no-schema", schema="a kubeconfig")
    help_ = "Name the file with its CustomResourceDefinition under `crds`, or put the definition in a note."
    message = f"no schema is known for {name}; only its YAML is checked"
    found = _at_key(root, "kind", "no-schema", message, help_)
    return Judgement(mode, "no-schema", (found,), name)


def _removed(root: yaml.Node, api_version: str, kind: str, known: Schemas) -> Violation:
    there = life(api_version, kind)
    name = f"{api_version} {kind}"
    message = f"{name} is not in Kubernetes {known.minor}"
    if there is not None and there.introduced and _minor(there.introduced) > _minor(known.minor):
        message = f"{name} comes with Kubernetes {there.introduced}; this is checked for {known.minor}"
        return _at_key(
            root, "apiVersion", "removed-api", message, f'Say so: `{{k8s-version="{there.introduced}"}}`.'
        )
    if there is not None and there.removed:
        message = f"{name} was removed in Kubernetes {there.removed}"
    replacement = there.replacement if there is not None else None
    versions = known.versions_of(kind)
    if not replacement and versions:
        replacement = f"{versions[0]} {kind}"
    found = _at_key(
        root, "apiVersion", "removed-api", message, f"Use {replacement}." if replacement else None
    )
    new, _, new_kind = (replacement or "").partition(" ")
    return _with_api_version(root, found, new, known) if new_kind == kind else found


def _unknown_kind(root: yaml.Node, api_version: str, kind: str, known: Schemas) -> Violation:
    versions = known.versions_of(kind)
    if versions:
        message = f"{api_version} has no kind {kind}"
        found = _at_key(root, "apiVersion", "unknown-kind", message, f"It is in {' and '.join(versions)}.")
        return _with_api_version(root, found, versions[0], known) if len(versions) == 1 else found
    here = sorted(each for version, each in known.kinds() if version == api_version)
    if here:
        kinds = here if nearest_texts(kind, here) else sorted({each for _, each in known.kinds()})
        return _misspelt(root, "kind", f"{api_version} has no kind {kind}", kinds)
    groups = sorted(
        {version for version, each in known.kinds() if each == kind} or {v for v, _ in known.kinds()}
    )
    return _misspelt(root, "apiVersion", f"Kubernetes {known.minor} has no API {api_version}", groups)


def _misspelt(root: yaml.Node, name: str, message: str, known: list[str]) -> Violation:
    """A kind or an apiVersion that nobody has, and the one that may have been meant."""
    node = _get(root, name)
    assert isinstance(node, yaml.ScalarNode), "it was read from there"
    found = _at_key(root, name, "unknown-kind", message + did_you_mean(node.value, known))
    best = meant(node.value, known)
    return replace(found, repair=written_instead(node, best, safe=False)) if best else found


def _with_api_version(root: yaml.Node, found: Violation, new: str, known: Schemas) -> Violation:
    """The violation with a repair that writes another apiVersion: safe when all else fits that one."""
    node = _get(root, "apiVersion")
    _, kind, _, _ = names(root)
    schema = known.kind(new, kind or "")
    if node is None or schema is None:
        return found
    left = [each for each in violations(root, schema) if _is_error(each) and "apiVersion" not in each.message]
    change = (node.start_mark.index, node.end_mark.index, new)
    return replace(found, repair=Repair(f"Write `apiVersion: {new}`", not left, (change,)))


def _deprecated(root: yaml.Node, api_version: str, kind: str, known: Schemas) -> Iterator[Violation]:
    there = life(api_version, kind)
    if there is None or not there.deprecated or _minor(there.deprecated) > _minor(known.minor):
        return
    end = f" and removed in {there.removed}" if there.removed else ""
    message = f"{api_version} {kind} is deprecated since Kubernetes {there.deprecated}{end}"
    help_ = f"Use {there.replacement}." if there.replacement else None
    yield _at_key(root, "apiVersion", "deprecated-api", message, help_)


def _claims_to_be_one(root: yaml.Node, known: Schemas) -> bool:
    """Whether a document has the outline of a manifest, though apiVersion or kind is missing or empty."""
    keys = {key_of(key): value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    if "apiVersion" in keys and "kind" in keys:
        empty = any(keys[name].tag == NULL for name in ("apiVersion", "kind"))
        return empty and ("metadata" in keys or "spec" in keys)
    if keys.keys() <= _OUTLINE and "kind" in keys and keys["kind"].tag == NULL:
        return True
    kind = _text(keys.get("kind"))
    return bool(kind and "metadata" in keys and known.versions_of(kind))


def _anonymous(root: yaml.Node, known: Schemas) -> Iterator[Violation]:
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
        yield _at_key(
            root,
            "apiVersion" if _get(root, "apiVersion") else "kind",
            "missing-field",
            "apiVersion is missing",
            help_,
        )
    if not kind:
        yield _at_key(
            root,
            "kind" if _get(root, "kind") else "apiVersion",
            "missing-field",
            "kind is missing",
            "Every manifest has apiVersion and kind.",
        )


# -- parts, and what is not for Kubernetes


def _fragment(root: yaml.Node, state: State, bench: Bench) -> Judgement:
    schema = at_path(schemas(state.version), state.detail, bench.library.custom)
    if isinstance(schema, UnknownPath):
        found = Violation("unknown-state", 0, 0, f"'{state.detail}' is no path in a manifest", schema.message)
        return Judgement("fragment", "invalid", (found,), state.detail)
    if isinstance(root, yaml.SequenceNode) and state.detail.endswith("[]"):
        schema = Schema(type="array", items=schema)  # several items may be shown
    both = [*violations(root, schema), *value_violations(root, schema)]
    return Judgement("fragment", _verdict(both), tuple(both), state.detail)


def _by_json_schema(root: yaml.Node, name: str, bench: Bench) -> Judgement:
    check = bench.library.json_schema(name)
    if isinstance(check, str):
        shown = name.rpartition("/")[2]
        found = [
            Violation(
                "unknown-state", 0, 0, f"the JSON Schema '{shown}' cannot be used", f"It says: {check}."
            )
        ]
    else:
        found = check(root)
    why = "the settings name a schema for it"
    return Judgement(
        "other", _verdict(found), tuple(found), f"the JSON Schema {name.rpartition('/')[2]}", why=why
    )


def _verdict(found: list[Violation]) -> Verdict:
    return "invalid" if any(map(_is_error, found)) else "valid"


def _is_error(found: Violation) -> bool:
    return (found.severity or SEVERITIES[found.rule]) == "error"


# -- nodes


def _get(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _text(node: yaml.Node | None) -> str | None:
    text = node.value if isinstance(node, yaml.ScalarNode) and node.tag == STRING else None
    return text or None


def _at_key(root: yaml.Node, name: str, rule: str, message: str, help_: str | None = None) -> Violation:
    """A violation at a field's value, or at the first key when there is no such field."""
    node = _get(root, name)
    if node is None or node.start_mark.index == node.end_mark.index:
        keys = root.value if isinstance(root, yaml.MappingNode) else []
        node = next((key for key, _ in keys if key.value == name), keys[0][0] if keys else root)
    return at_node(rule, node, message, help_)


def _group(api_version: str) -> str:
    return api_version.rpartition("/")[0]


def _minor(version: str) -> int:
    return int(version.partition(".")[2] or 0)
