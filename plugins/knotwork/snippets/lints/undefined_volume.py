"""Volumes that containers mount and their pod does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import NAMES
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import quoted
from knotwork.snippets.fields.suggestions import did_you_mean, meant, only_by, written_instead
from knotwork.snippets.lints.fields import given, volumes
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Container, Manifest, Pod
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal_name, once

UNDEFINED_VOLUME = snippet_rule(
    "undefined-volume",
    "error",
    "references",
    """
    A container mounts a volume that its pod does not have.

    The API server rejects the pod: each mount must name an entry of `volumes`, or of a StatefulSet's
    `volumeClaimTemplates`.

    Bad:

    ```yaml {k8s="invalid:undefined-volume"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: mounts
    spec:
      containers:
        - name: web
          image: nginx:1.27
          volumeMounts:
            - name: cache
              mountPath: /cache
      volumes:
        - name: tmp
          emptyDir: {}
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: mounts
    spec:
      containers:
        - name: web
          image: nginx:1.27
          volumeMounts:
            - name: cache
              mountPath: /cache
      volumes:
        - name: cache
          emptyDir: {}
    ```

    Add the volume, or correct the name; `check --fix` does so when only letter case, dashes or a plural
    differ. A block with `# ...` or `{k8s=partial}` may leave the volumes out; without any `volumes` it may be
    an excerpt, which is an info.
    """,
    position=3,
    safe_by=NAMES,
)

_SHOWN = 8
"""How many names of volumes a help lists."""
_GUESSES = 100
"""For how many unknown names of a manifest a suggestion is looked up."""


@lint(PODS, fields=("volumeMounts", "volumeDevices"))
def undefined_volume(manifest: Manifest) -> Iterator[Violation]:
    """Every volume that is mounted must be one of the pod's."""
    for pod in manifest.pods:
        names = _names(manifest, pod)
        if names is not None and not manifest.partial:
            undefined = [
                (node, written)
                for container in pod.containers
                for node in once(_mounted(manifest, container))
                if (written := literal_name(node)) and written not in names
            ]
            for index, (node, written) in enumerate(undefined):
                violation = _undefined(node, written, names, guess=index < _GUESSES)
                # with no list of volumes at all, a note may show the pod in part
                shown = bool(names) or "volumes" in pod.fields
                yield violation if shown else replace(violation, missing=f"{pod.path}.volumes")


def _names(manifest: Manifest, pod: Pod) -> Collection[str] | None:
    """The names of a pod's volumes; None when not all are known."""
    nodes = [node for node, _ in volumes(manifest, pod)]
    if manifest.kind == "StatefulSet":
        for claim in manifest.maps(given(manifest.spec, "volumeClaimTemplates")):
            name = given(manifest.pairs(given(claim, "metadata")), "name")
            if name is None:
                return None  # it may stand at the wrong level
            nodes.append(name)
    names = [literal_name(node) for node in nodes]
    if None in names or _are_elsewhere(manifest, pod):
        return None
    return dict.fromkeys(name for name in names if name is not None)


def _are_elsewhere(manifest: Manifest, pod: Pod) -> bool:
    """Whether volumes stand where they do not belong, or are misspelt: the schema check reports it."""
    around = [*manifest.around(pod), *(container.fields for container in pod.containers)]
    misspelt = any(name != "volumes" and name.lower().startswith("vol") for name in pod.fields)
    return misspelt or any("volumes" in fields for fields in around)


def _mounted(manifest: Manifest, container: Container) -> Iterator[yaml.Node | None]:
    for field in ("volumeMounts", "volumeDevices"):
        for mount in manifest.maps(given(container.fields, field)):
            yield given(mount, "name")


_OF_TOKENS = lazy_regex(r"kube-api-access-[a-z0-9]{5}|default-token-[a-z0-9]{5}")
"""The volume of an account's token, as a running pod has it."""


def _undefined(node: yaml.Node, written: str, names: Collection[str], *, guess: bool) -> Violation:
    best = meant(written, names) if guess else None
    hint = did_you_mean(written, names) if guess else ""
    message = f"Not found: {quoted(written)}: the pod has no volume with this name{hint}"
    violation = at_node(UNDEFINED_VOLUME, node, message, _known(names))
    if _OF_TOKENS.fullmatch(written):
        help_ = "The API server adds this mount and its volume: leave the mount out."
        return replace(violation, severity="info", help=help_)
    return replace(
        violation, repair=written_instead(node, best, only_by(written, best, names)) if best else None
    )


def _known(names: Collection[str]) -> str:
    if not names:
        return "The pod has no volumes: add one."
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"The pod's volumes are {', '.join(islice(names, _SHOWN))}{more}."
