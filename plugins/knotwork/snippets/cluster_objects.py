"""The objects that the manifests and commands of a note make on a cluster, and those that they need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.commands.kubectl import has_commands
from knotwork.snippets.commands.kubectl_table import type_names
from knotwork.snippets.commands.uses import created_objects, named_objects
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.references import class_references, references
from knotwork.snippets.manifest import Manifest, manifest
from knotwork.snippets.schema.builtin import NEWEST, group_of, schemas_of
from knotwork.snippets.schema.scopes import WITHOUT_NAMESPACE
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.values import literal_name, number

_NOT_KEPT = frozenset(
    """Binding Eviction LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectReview
    SelfSubjectRulesReview SubjectAccessReview TokenRequest TokenReview""".split()
)
"""Kinds that are questions to the API server, which it answers and forgets."""
_OF_THE_CLUSTER = frozenset(("CSINode", "ComponentStatus", "Event", "Node"))
"""Kinds whose objects are there without anyone, and must not be deleted after an exercise."""
_SYSTEM = frozenset(("kube-system", "kube-public", "kube-node-lease"))
_ROLES = frozenset(("admin", "cluster-admin", "edit", "view"))
_MOST_CLAIMS = 10
"""Of how many pods of a StatefulSet the claims are named."""
_WORD = lazy_regex(r"[A-Za-z0-9.:-]+", re.ASCII)
"""What is a word for a shell as it stands: no placeholder, no quote, no variable."""


class ClusterObject(Struct, frozen=True, order=True):
    """An object of a cluster."""

    kind: str
    name: str
    namespace: str = ""
    """Empty: it is in none, or in that of the context."""


class ClusterObjects(Struct, frozen=True):
    """What a note makes, and what it needs, each in the order in which it stands there."""

    made: tuple[ClusterObject, ...] = ()
    required: tuple[ClusterObject, ...] = ()
    """Objects that a manifest refers to, namespaces, and definitions of kinds; none that the note makes."""
    named: tuple[ClusterObject, ...] = ()
    """Objects that only commands name, without their namespaces: they may be those of another note."""


def cluster_objects(fences: Iterable[Fence], snippets: Iterable[Snippet]) -> ClusterObjects:
    """What a note with these blocks and manifests makes and needs. Never raises.

    What is wrong on purpose, leaves fields out or belongs to the cluster itself is not made.
    """
    whole = [snippet for snippet in snippets if _is_made(snippet)]
    shells = [fence.text for fence in fences if has_commands(fence)]
    made = dict.fromkeys(one for snippet in whole for one in (_object(snippet), *_claims(snippet)))
    for text in shells:
        for kind, name, namespace in created_objects(text):
            if kind and not _is_system(kind, name, namespace):
                made[_placed(kind, name, namespace)] = None
    names = {(one.kind, one.name) for one in made}
    required = dict.fromkeys(_namespace(one) for one in made if one.namespace not in ("", "default"))
    required |= dict.fromkeys(one for snippet in whole for one in _required(snippet))
    needed = tuple(one for one in required if (one.kind, one.name) not in names)
    names |= {(one.kind, one.name) for one in needed}
    named = dict.fromkeys(one for text in shells for one in named_objects(text) if one not in names)
    return ClusterObjects(tuple(made), needed, tuple(ClusterObject(kind, name) for kind, name in named))


def removal(made: Iterable[ClusterObject]) -> Iterator[str]:
    """The commands that remove objects: one for each namespace, then one for those that are in none.

    What is in a namespace that is itself removed goes with it.
    """
    objects = list(made)
    gone = {one.name for one in objects if one.kind == "Namespace"}
    by_namespace: dict[str, list[str]] = {}
    for one in objects:
        if one.namespace not in gone and one.kind not in WITHOUT_NAMESPACE:
            by_namespace.setdefault(one.namespace, []).append(f"{one.kind.lower()}/{one.name}")
    for namespace, words in by_namespace.items():
        where = f" -n {namespace}" if namespace else ""
        yield f"kubectl delete {' '.join(words)}{where} --ignore-not-found"
    rest = [f"{one.kind.lower()}/{one.name}" for one in objects if one.kind in WITHOUT_NAMESPACE]
    if rest:
        yield f"kubectl delete {' '.join(rest)} --ignore-not-found"


def _is_made(snippet: Snippet) -> bool:
    kind, name = snippet.kind or "", snippet.name or ""
    return (
        snippet.mode in ("full", "syntax")
        and snippet.verdict != "invalid"
        and snippet.file is not None
        and _WORD.fullmatch(kind + name + (snippet.namespace or "")) is not None
        and bool(name)
        and kind not in _NOT_KEPT
        and not _is_system(kind, name, snippet.namespace or "")
    )


def _is_system(kind: str, name: str, namespace: str) -> bool:
    is_role = kind in ("ClusterRole", "ClusterRoleBinding") and name in _ROLES
    return (
        kind in _OF_THE_CLUSTER or namespace in _SYSTEM or name.startswith(("system:", "system-")) or is_role
    )


def _object(snippet: Snippet) -> ClusterObject:
    return _placed(snippet.kind or "", snippet.name or "", snippet.namespace or "")


def _claims(snippet: Snippet) -> Iterator[ClusterObject]:
    """The claims that the first pods of a StatefulSet get, and that stay when it is deleted."""
    whole = _manifest(snippet) if snippet.kind == "StatefulSet" else None
    if whole is None:
        return
    replicas = number(given(whole.spec, "replicas"))
    for template in whole.maps(given(whole.spec, "volumeClaimTemplates")):
        name = literal_name(given(whole.pairs(given(template, "metadata")), "name"))
        for index in range(min(1 if replicas is None else replicas, _MOST_CLAIMS) if name else 0):
            claim = f"{name}-{snippet.name}-{index}"
            yield ClusterObject("PersistentVolumeClaim", claim, snippet.namespace or "")


def _placed(kind: str, name: str, namespace: str) -> ClusterObject:
    return ClusterObject(kind, name, "" if kind in WITHOUT_NAMESPACE else namespace)


def _namespace(one: ClusterObject) -> ClusterObject:
    return ClusterObject("Namespace", one.namespace)


def _required(snippet: Snippet) -> Iterator[ClusterObject]:
    """What a manifest refers to, and the definition of its kind where Kubernetes has none."""
    api_version, kind = snippet.api_version or "", snippet.kind or ""
    if schemas_of(NEWEST).kind(api_version, kind) is None:
        name = f"{type_names(kind)[1]}.{group_of(api_version)}"
        yield ClusterObject("CustomResourceDefinition", name)
    whole = _manifest(snippet)
    for reference in (*references(whole), *class_references(whole)) if whole is not None else ():
        name = literal_name(reference.name) or ""
        if name and not reference.optional and not _is_system(reference.kind, name, ""):
            yield _placed(reference.kind, name, snippet.namespace or "")


def _manifest(snippet: Snippet) -> Manifest | None:
    document = next(iter(composed(snippet.text).documents), None)
    return manifest(document.root) if document is not None else None
