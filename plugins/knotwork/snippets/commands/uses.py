"""What the lines of kubectl in a block use, and what they make: files and objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.commands.invocations import Invocation, Value, invocation
from knotwork.snippets.commands.kubectl_table import resource_types
from knotwork.snippets.commands.shell_lines import Word, commands

_OF_A_TYPE = frozenset(
    """get describe delete edit patch scale autoscale expose wait rollout set label annotate""".split()
)
"""The commands, or the first words of commands, whose first argument is a resource type."""
_OF_A_POD = frozenset(("logs", "exec", "attach", "port-forward", "debug"))
"""The commands whose first argument is a pod, or an object of a type that is written before it."""
_OF_ONE_OBJECT = frozenset(("label", "annotate", "set"))
"""The commands whose further arguments are something else than names."""
_MANIFEST = lazy_regex(r"(?:\./)?\w[\w.-]*(?:/[\w.-]+)*\.(?:ya?ml|json)", re.ASCII)
_FILE = lazy_regex(r"(?:\./)?\w[\w.-]*(?:/[\w.-]+)*\.\w+", re.ASCII)
_NAME = lazy_regex(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII)
_MAKERS = frozenset(
    """git curl wget unzip tar helm helmfile kustomize oc kind k3d minikube kubeadm istioctl cilium flux
    argocd terraform tofu pulumi ansible-playbook eksctl gcloud az skaffold tilt make cmctl linkerd""".split()
)
"""Other programs that make files or objects whose names are not in the note."""
_SYSTEM = lazy_regex(r"kube-[\w-]+")

Object = tuple[str, str]
"""A kind and a name."""


class ObjectUse(Struct, frozen=True):
    """An object that a command expects to be there."""

    kind: str
    name: str
    start: int
    """The 0-based offset of its name in the block."""
    end: int


class Uses(Struct, frozen=True):
    """What a block of shell lines uses and makes."""

    files: tuple[Value, ...] = ()
    """Those below the current folder that commands read, by their written paths."""
    objects: tuple[ObjectUse, ...] = ()
    made: frozenset[Object] = frozenset()
    """The objects that commands make without a manifest."""
    applies_others: bool = False
    """Whether manifests are applied that stand in no such file: an address, a folder, a variable."""
    has_makers: bool = False
    """Whether other programs may make files and objects."""


@lru_cache(maxsize=16_384)  # `serve` asks again after each save
def uses_of(text: str) -> Uses:
    """What a block of shell lines uses and makes. Never raises."""
    files: list[Value] = []
    objects: list[ObjectUse] = []
    made: set[Object] = set()
    applies_others = has_makers = False
    for words in commands(text):
        called = invocation(words)
        if called is None:
            has_makers |= any(word.text.rpartition("/")[2] in _MAKERS for word in words[:2])
            continue
        files += _files(called)
        objects += _objects(called)
        made |= {*_made(called)}
        applies_others |= any(map(_is_elsewhere, _parts(called.values("filename"))))
        has_makers |= called.command in ("", "kustomize") or any(
            name == "kustomize" for name, _ in called.flags
        )
    return Uses(tuple(files), tuple(objects), frozenset(made), applies_others, has_makers)


def created_objects(text: str) -> Iterator[tuple[str, str, str]]:
    """The kind, the name and the namespace of what the commands of a block make and leave. Never raises.

    The namespace is empty where a command names none.
    """
    for words in commands(text):
        called = invocation(words)
        if called is None or any(name in ("dry-run", "rm") for name, _ in called.flags):
            continue
        namespaces = [*called.values("namespace")]
        if all(namespace.literal for namespace in namespaces):
            for kind, name in _made(called):
                if _NAME.fullmatch(name):
                    yield kind, name, namespaces[0].text if namespaces else ""


def named_objects(text: str) -> Iterator[tuple[str, str]]:
    """The kinds and names of what the commands of a block expect to be there. Never raises.

    What is only deleted need not be there.
    """
    for words in commands(text):
        called = invocation(words)
        if called is not None and called.command != "delete":
            yield from ((use.kind, use.name) for use in _objects(called))


def _parts(values: Iterator[Value]) -> Iterator[Value]:
    """The values that commas separate."""
    for value in values:
        at = value.start
        for part in value.text.split(","):
            end = at + len(part) if value.literal else value.end
            yield Value(part, at, end, value.literal)
            at = end + 1 if value.literal else value.start


def _is_elsewhere(value: Value) -> bool:
    return value.text != "-" and not (value.literal and _MANIFEST.fullmatch(value.text))


def _files(called: Invocation) -> Iterator[Value]:
    for value in _parts(called.values("filename", "patch-file")):
        if value.literal and _MANIFEST.fullmatch(value.text):
            yield value
    for value in called.values("from-file", "from-env-file"):
        path = value.text.rpartition("=")[2]
        if value.literal and _FILE.fullmatch(path):
            yield Value(path, value.end - len(path), value.end, literal=True)


def _objects(called: Invocation) -> Iterator[ObjectUse]:
    command = called.command.partition(" ")[0]
    words = called.arguments
    if not words or not words[0].literal or any(map(_is_system, called.values("namespace"))):
        return
    first, one = words[0], command in _OF_ONE_OBJECT
    if command in _OF_A_POD:
        yield from _slashed(first) if "/" in first.text else _named("Pod", first)
    elif command in _OF_A_TYPE and "/" in first.text:
        for word in words[:1] if one else words:
            yield from _slashed(word)
    elif command in _OF_A_TYPE and (kind := resource_types().get(first.text.lower())):
        for word in words[1:2] if one else words[1:]:
            yield from _named(kind, word)


def _is_system(namespace: Value) -> bool:
    return not namespace.literal or _SYSTEM.fullmatch(namespace.text) is not None


def _slashed(word: Word) -> Iterator[ObjectUse]:
    type_, _, name = word.text.partition("/")
    kind = resource_types().get(type_.lower())
    if kind and word.literal and _NAME.fullmatch(name):
        yield ObjectUse(kind, name, word.end - len(name), word.end)


def _named(kind: str, word: Word) -> Iterator[ObjectUse]:
    if word.literal and _NAME.fullmatch(word.text):
        yield ObjectUse(kind, word.text, word.start, word.end)


def _made(called: Invocation) -> Iterator[Object]:
    words = [word.text for word in called.arguments]
    command, _, below = called.command.partition(" ")
    if not words:
        return
    if command == "create" and below:
        type_ = below.partition(" ")[0]  # `create service clusterip`
        yield resource_types().get(type_, ""), words[0]
    elif command == "run":
        yield "Pod", words[0]
    elif command in ("expose", "autoscale"):
        names = [value.text for value in called.values("name")] or [words[-1].rpartition("/")[2]]
        yield "Service" if command == "expose" else "HorizontalPodAutoscaler", names[0]
    elif command == "debug":
        yield from (("Pod", value.text) for value in called.values("copy-to"))
