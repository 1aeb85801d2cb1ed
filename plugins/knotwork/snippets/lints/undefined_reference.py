"""References to objects of the note by a name, a key or a port that these do not have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import quoted
from knotwork.snippets.fields.suggestions import any_of, did_you_mean, written_instead
from knotwork.snippets.lints.lint import note_lint
from knotwork.snippets.lints.reference_paths import listed_references
from knotwork.snippets.lints.references import Reference, class_references, other_references, pod_references
from knotwork.snippets.lints.shown_objects import Alike, Shown
from knotwork.snippets.lints.typos import Names
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal, number

UNDEFINED_REFERENCE = snippet_rule(
    "undefined-reference",
    "warning",
    "references",
    """
    A manifest refers to an object in the note by a misspelt name, or to a key or port that it does not have.

    The API server accepts it: the object may come later. The pod then waits without end, with
    `CreateContainerConfigError` or an unmounted volume. Objects that the note does not show may exist, so
    only a name that looks like a typo of one in the note is reported. Only manifests under the same heading
    are compared; an object that is shown twice may have other keys and ports.

    Bad:

    ````markdown
    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    data:
      LEVEL: info
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: refers
    spec:
      containers:
        - name: web
          image: nginx:1.27
          envFrom:
            - configMapRef:
                name: setting
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    data:
      LEVEL: info
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: refers
    spec:
      containers:
        - name: web
          image: nginx:1.27
          envFrom:
            - configMapRef:
                name: settings
    ```

    Write the name as in the object's manifest. The rule covers ConfigMaps, Secrets, claims, accounts, roles,
    classes, what an autoscaler scales, the Services of an Ingress, of a webhook and of a route of the Gateway
    API, Traefik, Istio or OpenShift, and what resources of cert-manager, Flux, Argo, Tekton and KEDA name.
    References with `optional: true` are
    not reported. `check --fix` changes names only with `--unsafe-fixes`.
    """,
    position=5,
)

_WORKLOADS = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")
"""What an autoscaler scales."""
_GUESSES = 100
"""For how many unknown keys of a note a suggestion is looked up."""


@note_lint(UNDEFINED_REFERENCE)
def undefined_references(manifests: Sequence[tuple[int, Manifest]]) -> Iterator[tuple[int, Violation]]:
    """References to objects by a name, a key or a port that these do not have.

    Compared are the manifests below one heading: a long note shows alternatives.
    """
    sections: dict[int, list[tuple[int, Manifest]]] = defaultdict(list)
    for index, manifest in manifests:
        sections[manifest.section].append((index, manifest))
    everything = [manifest for _, manifest in manifests]
    for of_section in sections.values():
        if len(of_section) > 1:
            shown = Shown([manifest for _, manifest in of_section], everything)
            for index, manifest in of_section:
                yield from ((index, violation) for violation in _of_manifest(manifest, shown))


def _of_manifest(manifest: Manifest, shown: Shown) -> Iterator[Violation]:
    for reference in chain(
        pod_references(manifest),
        other_references(manifest),
        class_references(manifest),
        listed_references(manifest),
    ):
        yield from _checked(reference, reference.space or manifest.namespace, shown)


def _checked(reference: Reference, space: str, shown: Shown) -> Iterator[Violation]:
    known = shown.like(reference.kind, space)
    name = literal(reference.name)
    if name and not reference.optional and reference.kind in _WORKLOADS:
        yield from _other_kind(reference, name, space, shown)
    if not name or known is None or reference.optional:
        return
    if name not in known.objects:
        if not shown.is_elsewhere(reference.kind, space, name):
            for violation in _typo(reference.name, reference.kind, name, known):
                yield replace(violation, severity=reference.severity)
        return
    if reference.port is not None:
        yield from _port(reference.port, name, known)
    there = known.keys(name)
    if not there.known:
        return

    def is_missing(key: str) -> bool:
        return key not in there.known and not shown.has_key_elsewhere(reference.kind, space, name, key)

    for node in reference.keys:
        key = literal(node)
        if key and is_missing(key):
            violation = _without_key(node, f"{reference.kind} {quoted(name)}", key, there, shown)
            others = shown.requested_of(reference.kind, space, name) - {key}
            # an object that lacks several keys, this one not by a slip, is shown in part
            in_part = violation.repair is None and any(map(is_missing, others))
            yield replace(violation, severity="info") if in_part else violation


def _other_kind(reference: Reference, name: str, space: str, shown: Shown) -> Iterator[Violation]:
    """What is to be scaled has another kind in the note, and there is none of the kind that is named."""
    if shown.is_elsewhere(reference.kind, space, name):
        return
    kinds = [kind for kind in _WORKLOADS if shown.is_elsewhere(kind, space, name)]
    if len(kinds) == 1:
        message = f"Not found: {reference.kind} {quoted(name)}: in this note it is a {kinds[0]}"
        help_ = f"If that is meant, write `kind: {kinds[0]}`."
        violation = at_node(UNDEFINED_REFERENCE, reference.name, message, help_)
        yield replace(violation, severity="info")


def _without_key(node: yaml.Node, owner: str, key: str, there: Names, shown: Shown) -> Violation:
    shown.guesses += 1
    hint = did_you_mean(key, there.known) if shown.guesses < _GUESSES else ""
    message = f"Not found: {quoted(key)}: {owner} of this note has no such key{hint}"
    violation = at_node(UNDEFINED_REFERENCE, node, message, f"Its keys are {_some(there.known)}.")
    best = there.typo(key)
    return replace(violation, repair=written_instead(node, best) if best else None)


def _typo(node: yaml.Node, kind: str, name: str, known: Alike) -> Iterator[Violation]:
    best = known.names.typo(name)
    if best:
        message = f'Not found: {quoted(name)}: this note has no such {kind}: did you mean "{best}"?'
        violation = at_node(
            UNDEFINED_REFERENCE, node, message, "Write its name as it is where it is defined."
        )
        yield replace(violation, repair=written_instead(node, best))


def _some(words: Collection[str]) -> str:
    return any_of(list(islice(words, 8)), "and")


def _port(node: yaml.Node, name: str, known: Alike) -> Iterator[Violation]:
    """A port that the Service of a name does not have, by its number or its name."""
    wanted = number(node)
    port = literal(node) or "" if wanted is None else str(wanted)
    there = known.ports(name, "port" if port.isdigit() else "name")
    if port and there and port not in there:
        message = f"Not found: {port}: Service {quoted(name)} of this note has no such port"
        yield at_node(UNDEFINED_REFERENCE, node, message, f"It has {_some(there)}.")
