"""Volumes whose plugins are gone: the API server still takes them, and warns."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import Fields

_GONE = {
    "photonPersistentDisk": (11, "non-functional in v1.16+"),
    "gitRepo": (11, "and disabled by default in v1.33+"),
    "scaleIO": (16, "non-functional in v1.22+"),
    "flocker": (22, "non-functional in v1.25+"),
    "storageos": (22, "non-functional in v1.25+"),
    "quobyte": (22, "non-functional in v1.25+"),
    "glusterfs": (25, "non-functional in v1.26+"),
    "cephfs": (28, "non-functional in v1.31+"),
    "rbd": (28, "non-functional in v1.31+"),
}
"""By the field of the volume the minor that deprecated it, and the further words of the API server.

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
    for name, (since, further) in _GONE.items():
        if given(fields, name) is not None:
            help_ = _INSTEAD.get(name, "Use a CSI driver, through a PersistentVolumeClaim.")
            yield warning(fields[name][0], f"deprecated in v1.{since}, {further}", help_, since=since)
