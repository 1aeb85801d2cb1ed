"""One whole manifest seen by its meaning: what it is called, what pods it makes, what stands at a path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import yaml

from knotwork.snippets.yaml.nodes import Fields, merged_fields
from knotwork.snippets.yaml.values import items, text

_TEMPLATES = {
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
"""Where a manifest of that group and kind describes pods: at these fields is metadata beside spec."""
_LISTS = ("initContainers", "containers", "ephemeralContainers")
_NOTHING: Fields = {}


def manifest(root: yaml.Node | None, partial: bool = False) -> Manifest | None:
    """The manifest a document is; None when it is no mapping with an apiVersion and a kind.

    `partial` says that it leaves something out on purpose.
    """
    if not isinstance(root, yaml.MappingNode):
        return None
    fields = merged_fields(root, _raw, {})
    api_version, kind = (text(fields[name][1]) if name in fields else None for name in ("apiVersion", "kind"))
    return Manifest(root, fields, api_version, kind, partial) if api_version and kind else None


class Container:
    """A container of a pod."""

    __slots__ = ("fields", "index", "kind", "node", "pod")

    def __init__(self, pod: Pod, kind: str, index: int, node: yaml.Node, fields: Fields) -> None:
        self.pod, self.kind, self.index, self.node, self.fields = pod, kind, index, node, fields

    @property
    def where(self) -> str:
        """Its place in the pod, for people: `containers[0]`."""
        return f"{self.kind}[{self.index}]"


class Pod:
    """A pod, or what a manifest says about the pods it makes."""

    __slots__ = ("containers", "fields", "manifest", "metadata", "node", "path")

    def __init__(self, manifest: Manifest, path: str, node: yaml.Node, metadata: Fields) -> None:
        self.manifest, self.path, self.node, self.metadata = manifest, path, node, metadata
        self.fields = manifest.pairs(node)
        self.containers = list(self._containers())
        """In the order of the lists they stand in: init, ordinary, ephemeral; an alias counts once."""

    @property
    def labels(self) -> yaml.Node | None:
        """The labels' node."""
        return self.metadata["labels"][1] if "labels" in self.metadata else None

    def _containers(self) -> Iterator[Container]:
        seen: set[int] = set()
        for kind in _LISTS:
            if kind in self.fields:
                for index, node in enumerate(items(self.fields[kind][1])):
                    if isinstance(node, yaml.MappingNode) and id(node) not in seen:
                        seen.add(id(node))
                        yield Container(self, kind, index, node, self.manifest.pairs(node))


class Manifest:
    """A manifest of any kind. Nothing here minds what has the wrong shape: it is as if it were not there."""

    def __init__(
        self, root: yaml.MappingNode, fields: Fields, api_version: str, kind: str, partial: bool = False
    ) -> None:
        self.root, self.fields, self.api_version, self.kind, self.partial = (
            root,
            fields,
            api_version,
            kind,
            partial,
        )
        self.group = api_version.rpartition("/")[0]
        """Empty for the core group."""
        self._pairs: dict[int, Fields] = {}
        self.metadata = self.pairs(self.value("metadata"))

    @property
    def name(self) -> str | None:
        """`metadata.name`."""
        return text(self.metadata["name"][1]) if "name" in self.metadata else None

    @property
    def namespace(self) -> str:
        """`metadata.namespace`; `default` when it says none."""
        return (text(self.metadata["namespace"][1]) if "namespace" in self.metadata else None) or "default"

    @cached_property
    def spec(self) -> Fields:
        """What `spec` holds."""
        return self.pairs(self.value("spec"))

    @cached_property
    def pods(self) -> tuple[Pod, ...]:
        """The pods it describes: one at most, as the kinds of today are."""
        path = _TEMPLATES.get((self.group, self.kind))
        if path is None:
            return ()
        template = self.get(*path)
        fields = self.pairs(template)
        if "spec" not in fields:
            return ()
        metadata = self.pairs(fields["metadata"][1]) if "metadata" in fields else _NOTHING
        return (Pod(self, ".".join((*path, "spec")), fields["spec"][1], metadata),)

    @cached_property
    def mappings(self) -> list[yaml.MappingNode]:
        """Every mapping in the document, itself included; what an alias repeats counts once."""
        found: dict[int, yaml.MappingNode] = {}
        waiting: list[yaml.Node] = [self.root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.SequenceNode):
                waiting += (each for each in node.value if not isinstance(each, yaml.ScalarNode))
            elif isinstance(node, yaml.MappingNode) and id(node) not in found:
                found[id(node)] = node
                waiting += (each for _, each in node.value if not isinstance(each, yaml.ScalarNode))
        return list(found.values())

    def value(self, name: str) -> yaml.Node | None:
        """What stands at a field of the document."""
        return self.fields[name][1] if name in self.fields else None

    def get(self, *path: str) -> yaml.Node | None:
        """What stands at a path of fields; no fields: the document itself."""
        node: yaml.Node | None = self.root
        for name in path:
            fields = self.pairs(node)
            if name not in fields:
                return None
            node = fields[name][1]
        return node

    def pairs(self, node: yaml.Node | None) -> Fields:
        """What a mapping holds; nothing for any other node."""
        if not isinstance(node, yaml.MappingNode):
            return _NOTHING
        known = self._pairs.get(id(node))
        if known is None:
            known = merged_fields(node, _raw, self._pairs)
        return known

    def maps(self, node: yaml.Node | None) -> list[Fields]:
        """What each mapping in a list holds."""
        return [self.pairs(item) for item in items(node)]


def _raw(key: yaml.Node) -> str | None:
    """The text of a key as it is written."""
    return str(key.value) if isinstance(key, yaml.ScalarNode) else None
