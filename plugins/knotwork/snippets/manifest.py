"""One whole manifest for lints: its name, its pods and their containers, the value at a path."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.yaml.field_index import FieldIndex
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, once, text

POD_TEMPLATES = {
    ("", "Pod"): (),
    ("", "PodTemplate"): ("template",),
    ("", "ReplicationController"): ("spec", "template"),
    ("batch", "Job"): ("spec", "template"),
    ("batch", "CronJob"): ("spec", "jobTemplate", "spec", "template"),
    **{
        (group, kind): ("spec", "template")
        for group in ("apps", "extensions")
        for kind in ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet")
    },
}
"""The path of the pod template, which has `metadata` and `spec`, in manifests of a group and kind."""
_LISTS = ("initContainers", "containers", "ephemeralContainers")
_NOTHING: Fields = {}


def manifest(
    root: yaml.Node | None,
    partial: bool = False,
    index: FieldIndex | None = None,
    section: int = 0,
    minor: str = "",
) -> Manifest | None:
    """A document as a manifest; None when it is not a mapping with an apiVersion and a kind.

    `partial`: it leaves fields out on purpose. `index`: its fields, if they were read before.
    `section`: how many headings of the note stand above it. `minor`: that of the Kubernetes it is for.
    """
    if not isinstance(root, yaml.MappingNode):
        return None
    index = index or FieldIndex(root)
    fields = index.fields(root)
    if "apiVersion" not in fields or "kind" not in fields:
        return None
    api_version, kind = text(fields["apiVersion"][1]), text(fields["kind"][1])
    if not api_version or not kind:
        return None
    return Manifest(root, index, api_version, kind, partial, section, minor)


class Container:
    """A container of a pod."""

    __slots__ = ("fields", "index", "kind", "node", "pod_path")

    def __init__(self, pod_path: str, kind: str, index: int, node: yaml.Node, fields: Fields) -> None:
        self.pod_path, self.kind, self.index = pod_path, kind, index
        self.node, self.fields = node, fields

    @property
    def where(self) -> str:
        """Its path in the pod, for people: `containers[0]`."""
        return f"{self.kind}[{self.index}]"

    @property
    def path(self) -> str:
        """Its path in the document, for people: `spec.template.spec.containers[0]`."""
        return f"{self.pod_path}.{self.where}"


class Pod:
    """A pod, or the pod template of a workload."""

    __slots__ = ("containers", "fields", "metadata", "node", "path", "resources")

    def __init__(self, manifest: Manifest, path: str, node: yaml.Node, metadata: Fields) -> None:
        self.path, self.node, self.metadata = path, node, metadata
        self.fields = manifest.pairs(node)
        self.containers = list(self._containers(manifest))
        """Init containers first, ephemeral ones last; an alias and its anchor are one container."""
        holders = [*[container.fields for container in self.containers], self.fields]
        self.resources = once([fields["resources"][1] for fields in holders if "resources" in fields])
        """What stands under `resources` in its containers and in it."""

    @property
    def labels(self) -> yaml.Node | None:
        """The node of `metadata.labels`."""
        return self.metadata["labels"][1] if "labels" in self.metadata else None

    def _containers(self, manifest: Manifest) -> Iterator[Container]:
        seen: set[int] = set()
        for kind in _LISTS:
            if kind in self.fields:
                for index, node in enumerate(items(self.fields[kind][1])):
                    if isinstance(node, yaml.MappingNode) and id(node) not in seen:
                        seen.add(id(node))
                        yield Container(self.path, kind, index, node, manifest.pairs(node))


class Manifest:
    """A manifest of any kind. A value of the wrong type is treated like one that is missing."""

    def __init__(
        self,
        root: yaml.MappingNode,
        index: FieldIndex,
        api_version: str,
        kind: str,
        partial: bool,
        section: int,
        minor: str = "",
    ) -> None:
        self.root, self.index, self.partial, self.section = root, index, partial, section
        self.api_version, self.kind, self.minor = api_version, kind, minor
        self.group = api_version.rpartition("/")[0]
        """Empty for the core group."""
        self.names = index.names
        """The names of all fields of the document, at whatever place."""
        self.pairs = index.fields
        """The fields of a mapping; empty for any other node."""
        self.fields = index.fields(root)
        self.metadata = self.pairs(self.value("metadata"))
        self.spec = self.pairs(self.value("spec"))
        """The fields of `spec`."""
        self.pods = self._pods()
        """Its pod or pod template: none or one."""

    def as_partial(self) -> Manifest:
        """The same manifest, as one that leaves fields out on purpose."""
        return Manifest(self.root, self.index, self.api_version, self.kind, True, self.section, self.minor)

    def since(self, minor: int) -> bool:
        """Whether it is for Kubernetes 1.`minor` or later, or for any."""
        return not self.minor or int(self.minor.partition(".")[2]) >= minor

    @property
    def name(self) -> str | None:
        """`metadata.name`."""
        return text(self.metadata["name"][1]) if "name" in self.metadata else None

    @property
    def namespace(self) -> str:
        """`metadata.namespace`; `default` when there is none."""
        return (text(self.metadata["namespace"][1]) if "namespace" in self.metadata else None) or "default"

    def _pods(self) -> tuple[Pod, ...]:
        path = POD_TEMPLATES.get((self.group, self.kind))
        if path is None:
            return ()
        template = self.get(*path)
        fields = self.pairs(template)
        if "spec" not in fields:
            return ()
        metadata = self.pairs(fields["metadata"][1]) if "metadata" in fields else _NOTHING
        return (Pod(self, ".".join((*path, "spec")), fields["spec"][1], metadata),)

    def around(self, pod: Pod) -> list[Fields]:
        """The fields of the mappings that a pod is in, where a field of it may stand by mistake."""
        path = pod.path.split(".")[:-1]
        return [self.pairs(self.get(*path[:depth])) for depth in range(len(path) + 1)]

    @property
    def containers(self) -> tuple[Container, ...]:
        """The containers of its pods, of every kind."""
        return tuple(container for pod in self.pods for container in pod.containers)

    def value(self, name: str) -> yaml.Node | None:
        """The value of a field of the document."""
        return self.fields[name][1] if name in self.fields else None

    def get(self, *path: str) -> yaml.Node | None:
        """The value at a path of fields; the document itself for an empty path."""
        node: yaml.Node | None = self.root
        for name in path:
            fields = self.pairs(node)
            if name not in fields:
                return None
            node = fields[name][1]
        return node

    def maps(self, node: yaml.Node | None) -> list[Fields]:
        """The fields of every mapping in a list."""
        return [self.pairs(item) for item in items(node)]
