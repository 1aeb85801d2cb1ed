"""APIs that are removed, deprecated or unknown, and manifests without apiVersion or kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import NAMES, equivalences
from knotwork.model.nearest import nearest_names
from knotwork.model.one_typo import is_one_typo
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.absent_kinds import head_below_metadata, head_to_move, kinds_of_fields
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.api_lifecycle import with_api_version
from knotwork.snippets.fields.lookalikes import as_latin, lookalike
from knotwork.snippets.fields.missing_fields import MISSING_FIELD, PART
from knotwork.snippets.fields.other_kinds import OTHER_KINDS
from knotwork.snippets.fields.suggestions import any_of, nearest_known, perhaps, respelt, written_instead
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.identity import at_field, identity
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.builtin import BuiltinSchemas
from knotwork.snippets.schema.project_kinds import versions_in_projects
from knotwork.snippets.schema.short_names import kind_of_short_name
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import FLOAT, INTEGER, NULL, key_of
from knotwork.snippets.yaml.values import text_of, value_at

NO_SCHEMA = snippet_rule(
    "no-schema",
    "info",
    "fields",
    """
    There is no schema for a kind, so only its YAML is checked.

    It is a custom resource, or a file for another program. Whether the API server accepts it depends on what
    is installed in your cluster.

    Bad:

    ```yaml {k8s="invalid:no-schema"}
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata:
      name: web
    spec:
      secretName: web-tls
    ```

    Good:

    ```yaml title="mkdocs.yml"
    plugins:
      - knotwork:
          crds: [crds/cert-manager.yaml]
    ```

    With its CustomResourceDefinition the block is checked in full: name the file in the settings, or put the
    definition in a note; it then applies to the whole vault. To check only the YAML, write `{k8s=syntax}`.
    """,
    position=1,
)
UNKNOWN_KIND = snippet_rule(
    "unknown-kind",
    "error",
    "fields",
    """
    An apiVersion and a kind do not go together, or one of them does not exist.

    The API server looks up both together and answers `no matches for kind`. Most often the apiVersion lacks
    its group: only the oldest kinds are in plain `v1`.

    Bad:

    ```yaml {k8s="invalid:unknown-kind"}
    apiVersion: v1
    kind: NetworkPolicy
    metadata:
      name: deny-all
    spec:
      podSelector: {}
    ```

    Good:

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: deny-all
    spec:
      podSelector: {}
    ```

    `check --fix` writes a kind or an apiVersion in the letter case that Kubernetes knows; when only one
    apiVersion has the kind, it is a suggestion. `kubectl api-resources` lists what your cluster has. For an
    invented kind, write `{k8s=syntax}`.
    """,
    position=2,
    safe_by=NAMES,
)

_HEAD = ("apiVersion", "kind")
_FOR_KIND = ("type", "name", "resource", "object")
"""Fields at the top that are written for `kind`."""
_PASTED = lazy_regex(r"(?:[A-Za-z ]{1,20}|`{1,4}|~{3,4})?apiVersion[a-z]{0,5}")
"""With what stood before it on a page, `CopyapiVersion`, `~~~apiVersion`; or in another form."""
_OUTLINE = frozenset(("apiVersion", "kind", "metadata", "spec", "status", "data"))


def unknown_kind(
    root: yaml.Node, api_version: str, kind: str, known: BuiltinSchemas, defined: Sequence[str] = ()
) -> Violation:
    """The violation for a kind that no minor ever served in that version.

    `defined`: the apiVersions in which definitions of the vault have the kind.
    """
    versions = known.versions_of(kind)
    if (plain := as_latin(kind)) and known.kind(api_version, plain) is not None:
        message = f"{api_version} has no kind {kind}: {lookalike(kind)}"
        violation = at_field(root, "kind", UNKNOWN_KIND, message, f"Write `{plain}` in Latin letters.")
        node = value_at(root, "kind")
        return replace(violation, repair=written_instead(node, plain) if node is not None else None)
    if (meant := known.misspelt_api(api_version, kind)) is not None:
        message = f'Kubernetes {known.minor} has no API {api_version}: did you mean "{meant}"?'
        violation = at_field(root, "apiVersion", UNKNOWN_KIND, message)
        return with_api_version(root, replace(violation, meant=meant), meant, known, ())
    if versions:
        message = f"{api_version} has no kind {kind}: it is in {' and '.join(versions)}"
        violation = at_field(root, "apiVersion", UNKNOWN_KIND, message, f"Write `apiVersion: {versions[0]}`.")
        if len(versions) > 1:
            return violation
        return with_api_version(root, violation, versions[0], known, equivalences(api_version, versions[0]))
    usual = OTHER_KINDS.get(kind) or kind_of_short_name(kind.lower())
    if usual and known.kind(api_version, usual) is not None:
        message = f"{api_version} has no kind {kind}{perhaps(usual)}"
        node = value_at(root, "kind")
        violation = replace(at_field(root, "kind", UNKNOWN_KIND, message), meant=usual)
        return replace(violation, repair=written_instead(node, usual) if node is not None else None)
    elsewhere, certain = (defined, True) if defined else versions_in_projects(kind)
    if elsewhere:
        return _of_a_definition(root, api_version, kind, elsewhere, certain=certain)
    here = sorted(served for version, served in known.kinds() if version == api_version)
    if here:
        kinds = here if nearest_names(kind, here) else sorted({served for _, served in known.kinds()})
        return _misspelt(root, "kind", f"{api_version} has no kind {kind}", kinds)
    groups = sorted(
        {version for version, served in known.kinds() if served == kind} or {v for v, _ in known.kinds()}
    )
    return _misspelt(root, "apiVersion", f"Kubernetes {known.minor} has no API {api_version}", groups)


def _of_a_definition(
    root: yaml.Node, api_version: str, kind: str, elsewhere: Sequence[str], *, certain: bool
) -> Violation:
    """The violation for a kind that only definitions have, in other apiVersions."""
    message = f"{api_version} has no kind {kind}: it {'is' if certain else 'may be'} in {any_of(elsewhere)}"
    node = value_at(root, "apiVersion")
    if node is None or not certain or len(elsewhere) > 1:
        return at_field(root, "apiVersion", UNKNOWN_KIND, message, "Write the one that is meant.")
    violation = at_node(UNKNOWN_KIND, node, message, f"Write `apiVersion: {elsewhere[0]}`.")
    return replace(violation, repair=written_instead(node, elsewhere[0]))


def other_case(root: yaml.Node, name: str, meant: tuple[str, str], known: BuiltinSchemas) -> Violation:
    """The violation for an apiVersion and a kind that exist in another letter case."""
    message = f'Kubernetes {known.minor} has no {name}: did you mean "{" ".join(meant)}"?'
    violation = at_field(root, "apiVersion", UNKNOWN_KIND, message, "Both are case-sensitive.")
    return replace(violation, meant=" ".join(meant))


def claims_to_be_one(root: yaml.Node, known: BuiltinSchemas) -> bool:
    """Whether a document has the fields of a manifest, but not a valid apiVersion or kind."""
    keys = {key_of(key): value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    if "kind" not in keys and "spec" not in keys and {"apiVersion", "name", "version"} <= keys.keys():
        return False  # a chart of Helm, which has no kind
    kind = text_of(keys.get("kind"))
    if kind and "apiVersion" not in keys and "-" in kind and not _is_hyphenated(kind, known):
        return False  # no kind of Kubernetes
    plain = {folded(name) for name in keys}
    body = not plain.isdisjoint(("metadata", "spec"))
    if len(keys) > 1 and all(value.tag == NULL for value in keys.values()):
        return False  # a form, which shows which fields there are
    if keys.keys() <= _OUTLINE and "kind" in keys and keys["kind"].tag == NULL:
        # with none of them, it shows which fields there are
        return len(keys) == 1 or any(value.tag != NULL for value in keys.values())
    if "apiVersion" in keys and "kind" in keys:
        kind = text_of(keys["kind"])
        if keys["apiVersion"].tag in (INTEGER, FLOAT) and kind and known.versions_of(kind):
            return body
        return body and any(keys[name].tag == NULL for name in ("apiVersion", "kind"))
    if any(name not in keys and name.lower() in plain for name in ("apiVersion", "kind")):  # misspelt
        return body or {"apiversion", "kind"} <= plain
    if body and any(is_slip(written, name) for name in _HEAD if name not in keys for written in keys):
        return not keys.keys().isdisjoint(_HEAD)
    kind, api_version = text_of(keys.get("kind")), text_of(keys.get("apiVersion"))
    served = bool(kind and known.versions_of(kind)) or api_version in {
        version for version, _ in known.kinds()
    }
    named = served or (bool(kind) and {"metadata", "spec"} <= keys.keys())
    return body and (named or bool(head_below_metadata(root, known)))


def anonymous(root: yaml.Node, known: BuiltinSchemas, kinds: Set[str] = frozenset()) -> Iterator[Violation]:
    """The violations of a manifest without apiVersion or kind.

    `kinds`: those of the definitions in the vault. Without an apiVersion any other kind may be that of
    another program; and without kind and metadata, a manifest is one that a command completes.
    """
    if not isinstance(root, yaml.MappingNode):
        yield at_node(WRONG_TYPE, root, "a manifest is a mapping, with apiVersion and kind")
        return
    given = dict(zip(("apiVersion", "kind"), identity(root), strict=False))
    kind = given["kind"] or text_of(_by_folded(root, "kind"))
    versions = known.versions_of(kind) if kind else ()
    names = {key_of(key) for key, _ in root.value}
    below = head_below_metadata(root, known)
    yield from head_to_move(below)
    for name, other_field in (("apiVersion", "kind"), ("kind", "apiVersion")):
        if given[name] or name in below:
            continue
        misspelt = [key for key, _ in root.value if is_slip(key_of(key), name)]
        if name == "kind" and not misspelt:
            misspelt = [
                key for key, value in root.value if key_of(key) in _FOR_KIND and _is_kind(value, known)
            ]
        if misspelt and value_at(root, name) is None:
            written = key_of(misspelt[0])
            message = f'unknown field "{written}": did you mean "{name}"?'
            help_ = "Field names are case-sensitive." if written.lower() == name.lower() else None
            violation = at_node(UNKNOWN_FIELD, misspelt[0], message, help_)
            repair = written_instead(misspelt[0], name, equivalences(written, name))
            yield replace(violation, path=written, meant=name, repair=repair)
            continue
        help_ = "Every manifest has apiVersion and kind."
        if name == "apiVersion" and versions:
            help_ = f"Write `apiVersion: {versions[0]}`."
        fitting = kinds_of_fields(root, given["apiVersion"] or "", known) if name == "kind" else ()
        if len(fitting) == 1:
            help_ = f"Its fields are those of `kind: {fitting[0]}`."
        value = value_at(root, name)
        if isinstance(value, yaml.ScalarNode) and value.tag in (INTEGER, FLOAT):
            message = f"{name}: must be a string, not a number"
            number = at_node(
                WRONG_TYPE, value, message, help_ if versions else "Write a group and a version."
            )
            yield replace(number, path="")
            continue
        place = name if value is not None else other_field
        unknown = bool(kind) and not versions and kind not in kinds and not is_misspelt(kind, known)
        certain = "metadata" in names if name == "kind" else not unknown
        message = f"{kind} has no apiVersion: only its YAML is checked" if unknown else f"{name}: {REQUIRED}"
        violation = at_field(root, place, MISSING_FIELD, message, f"{help_} {PART}")
        yield replace(violation, path="", severity=None if certain else "info")


def is_misspelt(kind: str | None, known: BuiltinSchemas) -> bool:
    """Whether a kind is one typo from one that Kubernetes has."""
    return kind is not None and any(is_one_typo(kind, served) for _, served in known.kinds())


def _is_hyphenated(kind: str, known: BuiltinSchemas) -> bool:
    """Whether a kind is one that Kubernetes has, with hyphens and in any letter case: `stateful-set`."""
    plain = folded(kind)
    return any(plain == served.lower() for _, served in known.kinds())


def _is_kind(node: yaml.Node, known: BuiltinSchemas) -> bool:
    return bool((kind := text_of(node)) and known.versions_of(kind))


def is_slip(written: str, name: str) -> bool:
    """Whether a field of a document is apiVersion or kind in another case, or with a typo."""
    pasted = name == "apiVersion" and _PASTED.fullmatch(written) is not None
    return pasted or folded(written) == name.lower() or (written not in _HEAD and is_one_typo(written, name))


def folded(name: str) -> str:
    """A name of a field without its letter case and marks between its words."""
    return name.lower().replace("_", "").replace("-", "")


def _by_folded(root: yaml.MappingNode, name: str) -> yaml.Node | None:
    return next((value for key, value in root.value if folded(key_of(key)) == name), None)


def _misspelt(root: yaml.Node, name: str, message: str, known: list[str]) -> Violation:
    """The violation for an unknown kind or apiVersion, with a suggestion."""
    node = value_at(root, name)
    assert isinstance(node, yaml.ScalarNode), "it was read from this node"
    best = nearest_known(node.value, known)
    violation = at_field(root, name, UNKNOWN_KIND, message + perhaps(best))
    return replace(violation, meant=best or "", repair=respelt(node, node.value, known))
