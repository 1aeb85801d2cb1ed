"""Fields of which exactly one is to be given: the source of a volume, the handler of a probe."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.lints.fields import given, is_nulled, place
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Container, Manifest, Pod
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.bundled import every_field
from knotwork.snippets.violation import THIS_TOO, Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_null, items, number, once, text

ONE_OF = snippet_rule(
    "one-of",
    "error",
    "manifests",
    """
    Exactly one of several fields is required, and there is none, or more than one.

    A volume has one source, a probe one handler, an environment variable either `value` or `valueFrom`. The
    API server rejects anything else.

    Bad:

    ```yaml {k8s="invalid:one-of"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: choices
    spec:
      containers:
        - name: web
          image: nginx:1.27
          livenessProbe:
            httpGet:
              port: 80
            tcpSocket:
              port: 80
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: choices
    spec:
      containers:
        - name: web
          image: nginx:1.27
          livenessProbe:
            httpGet:
              port: 80
    ```

    To show alternatives, use one block for each. In a block with `# ...` or `{k8s=partial}` there may be
    none.
    """,
    position=6,
    in_parts=True,
)


class Choice(Struct, frozen=True):
    """A group of fields of which one is to be given."""

    what: str
    """What each of them is: `handler`."""
    definition: str
    """The definition that has them, and perhaps other fields that may stand beside them."""
    endings: tuple[str, ...] = ("",)
    """How the definitions of these fields end, which those of the other fields do not."""
    common: tuple[str, ...] = ()
    """Those that the help lists; empty: all."""
    only: tuple[str, ...] = ()
    """The fields to choose from, where their definitions do not tell; empty: by `endings`."""
    zero: bool = False
    """Whether a 0 or an empty text is the same as none."""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields to choose from."""
        return self.only or _fields_ending(self.definition, self.endings)


@cache
def _fields_ending(definition: str, endings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name, below in every_field(definition).items() if below.endswith(endings))


_CORE = "io.k8s.api.core.v1."
_SOURCE = Choice("source", f"{_CORE}Volume", ("Source",))
_PERSISTENT = Choice(
    "source", f"{_CORE}PersistentVolumeSpec", ("Source",), ("csi", "hostPath", "local", "nfs")
)
_PROJECTION = Choice("source", f"{_CORE}VolumeProjection")
_PROBE = Choice("handler", f"{_CORE}Probe", ("Action",))
_HOOK = Choice("handler", f"{_CORE}LifecycleHandler")
_VALUE_FROM = Choice("source", f"{_CORE}EnvVarSource")
_ENV_FROM = Choice("source", f"{_CORE}EnvFromSource", ("Source",))
_BACKEND = Choice("target", "io.k8s.api.networking.v1.IngressBackend", common=("service", "resource"))
_PORT = Choice("port", "io.k8s.api.networking.v1.ServiceBackendPort", zero=True)
PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


@lint(PODS, fields=("volumes", *PROBES, "lifecycle", "envFrom", "env"))
def one_of_pod(manifest: Manifest) -> Iterator[Violation]:
    """The choices in a pod: its volumes, and its containers' probes, hooks and variables."""
    for pod in manifest.pods:
        yield from _volumes(manifest, pod)
        for container in pod.containers:
            yield from _container(manifest, container)


@lint("PersistentVolume")
def one_of_volume(manifest: Manifest) -> Iterator[Violation]:
    """The source of a PersistentVolume."""
    yield from chosen(manifest, manifest.value("spec"), _PERSISTENT, needed=True)


@lint("networking.k8s.io/Ingress")
def one_of_backend(manifest: Manifest) -> Iterator[Violation]:
    """What an Ingress sends requests to: a service, by the name or the number of its port, or a resource."""
    for node, where in ingress_backends(manifest):
        yield from chosen(manifest, node, _BACKEND, needed=True)
        service = manifest.pairs(given(manifest.pairs(node), "service"))
        if service:
            port = given(service, "port")
            if port is not None:
                yield from chosen(manifest, port, _PORT, needed=True)
            elif "port" not in service and not manifest.partial and service.keys() == {"name"}:
                violation = at_node(ONE_OF, service["name"][0], f"{where}.service.port: {REQUIRED}")
                yield replace(violation, help="Write `port: {number: 80}`, or the port's name.", path="")


def ingress_backends(manifest: Manifest) -> list[tuple[yaml.Node, str]]:
    """The backends of an Ingress, each with its place for people."""
    backends = [(given(manifest.spec, "defaultBackend"), "spec.defaultBackend")]
    for index, rule in enumerate(manifest.maps(given(manifest.spec, "rules"))):
        http = manifest.pairs(given(rule, "http"))
        for at, path in enumerate(manifest.maps(given(http, "paths"))):
            backends.append((given(path, "backend"), f"spec.rules[{index}].http.paths[{at}].backend"))
    known = {id(node): (node, where) for node, where in reversed(backends) if node is not None}
    return list(known.values())[::-1]


def _volumes(manifest: Manifest, pod: Pod) -> Iterator[Violation]:
    for node in items(given(pod.fields, "volumes")):
        yield from chosen(manifest, node, _SOURCE, needed=False)  # without one, it is an emptyDir
        projected = manifest.pairs(given(manifest.pairs(node), "projected"))
        for source in items(given(projected, "sources")):
            yield from chosen(manifest, source, _PROJECTION, needed=False)  # the server takes an empty one


def _container(manifest: Manifest, container: Container) -> Iterator[Violation]:
    fields = container.fields
    for name in PROBES:
        yield from chosen(manifest, given(fields, name), _PROBE, needed=True)
    hooks = manifest.pairs(given(fields, "lifecycle"))
    for name in ("postStart", "preStop"):
        yield from chosen(manifest, given(hooks, name), _HOOK, needed=True)
    for node in items(given(fields, "envFrom")):
        yield from chosen(manifest, node, _ENV_FROM, needed=True)
    for node in once(items(given(fields, "env"))):
        variable = manifest.pairs(node)
        source = given(variable, "valueFrom")
        yield from chosen(manifest, source, _VALUE_FROM, needed=True)
        if source is not None and text(given(variable, "value")):
            yield _both(variable, "value", "valueFrom", "source of the value", "A variable has one of them.")


def chosen(
    manifest: Manifest, node: yaml.Node | None, choice: Choice, *, needed: bool
) -> Iterator[Violation]:
    """What is wrong with a choice: more than one is made, or none where one is needed."""
    if not isinstance(node, yaml.MappingNode):
        return
    fields = manifest.pairs(node)
    names = choice.names
    made = [name for name in fields if name in names and not is_null(fields[name][1])]
    if len(made) > 1:
        made = [name for name in made if not _is_none(fields[name][1], choice)]
    if len(made) > 1:
        both = _both(fields, made[0], made[1], choice.what, f"Keep one {choice.what}.")
        others = tuple(place(fields[name][0], THIS_TOO) for name in made[2:])
        yield replace(both, related=(*both.related, *others))
    elif not made and needed and not manifest.partial and _holds_nothing_else(fields, choice):
        help_ = f"Add one: {any_of(choice.common or names)}."
        yield _at_start(node, f"{REQUIRED}: must specify a {choice.what}", help_)


def _is_none(node: yaml.Node, choice: Choice) -> bool:
    """Whether a value beside another one is none: a list without items, or zero."""
    if isinstance(node, yaml.SequenceNode):
        return not node.value
    return choice.zero and (text(node) == "" or number(node) == 0)


def _holds_nothing_else(fields: Fields, choice: Choice) -> bool:
    """Whether all is known, and has a value or says `null`; the schema check reports the others."""
    known = every_field(choice.definition)
    return all(
        name in known and (not is_null(value) or is_nulled(fields, name))
        for name, (_, value) in fields.items()
    )


def _both(fields: Fields, first: str, second: str, what: str, help_: str) -> Violation:
    earlier, later = sorted((first, second), key=lambda name: fields[name][0].start_mark.index)
    violation = at_node(
        ONE_OF,
        fields[later][0],
        forbidden(f"may not specify more than one {what}: {earlier} and {later}"),
        help_,
    )
    return replace(violation, related=(place(fields[earlier][0], "the other is here"),))


def _at_start(node: yaml.Node, message: str, help_: str) -> Violation:
    start = node.start_mark.index
    return Violation(ONE_OF, start, start + 1, message, help_)
