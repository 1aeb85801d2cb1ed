"""Volumes whose plugins are gone: the API server still takes them, and warns."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields

_GONE = {
    "photonPersistentDisk": "deprecated in v1.11, non-functional in v1.16+",
    "gitRepo": "deprecated in v1.11, and disabled by default in v1.33+",
    "scaleIO": "deprecated in v1.16, non-functional in v1.22+",
    "flocker": "deprecated in v1.22, non-functional in v1.25+",
    "storageos": "deprecated in v1.22, non-functional in v1.25+",
    "quobyte": "deprecated in v1.22, non-functional in v1.25+",
    "glusterfs": "deprecated in v1.25, non-functional in v1.26+",
    "cephfs": "deprecated in v1.28, non-functional in v1.31+",
    "rbd": "deprecated in v1.28, non-functional in v1.31+",
}
"""By the field of the volume the words of the API server.

Source: `warningsForPodSpecAndMeta` in pkg/api/pod, and `warningsForPersistentVolumeSpecAndMeta`.
"""
_INSTEAD = {
    "gitRepo": "Clone it in an init container, into an emptyDir.",
    "cephfs": "Use the CSI driver of Ceph, cephfs.csi.ceph.com.",
    "rbd": "Use the CSI driver of Ceph, rbd.csi.ceph.com.",
}


@lint(PODS, fields=_GONE)
def volumes(manifest: Manifest) -> Iterator[Violation]:
    """The volumes of a pod."""
    for pod in manifest.pods:
        for volume in manifest.maps(given(pod.fields, "volumes")):
            yield from _gone(volume)


@lint("PersistentVolume", fields=_GONE)
def persistent_volume(manifest: Manifest) -> Iterator[Violation]:
    """The source of a PersistentVolume."""
    yield from _gone(manifest.spec)


def _gone(fields: Fields) -> Iterator[Violation]:
    for name, since in _GONE.items():
        if given(fields, name) is not None:
            help_ = _INSTEAD.get(name, "Use a CSI driver, through a PersistentVolumeClaim.")
            violation = at_node(INVALID_VALUE, fields[name][0], since, help_)
            yield replace(violation, severity="warning")
