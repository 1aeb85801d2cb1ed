"""What pods of one operating system cannot have."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import forbidden
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.containers import security_context
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import text

_OF_POD = ("hostPID", "hostIPC", "hostUsers", "shareProcessNamespace")
_CONTEXT = ("appArmorProfile", "runAsGroup", "runAsUser", "seLinuxOptions", "seccompProfile")
_CONTEXT_OF_POD = (
    *("fsGroup", "fsGroupChangePolicy", "seLinuxChangePolicy", "supplementalGroups"),
    *("supplementalGroupsPolicy", "sysctls"),
)
_CONTEXT_OF_CONTAINER = (
    *("allowPrivilegeEscalation", "capabilities", "privileged", "procMount", "readOnlyRootFilesystem"),
)


@lint(PODS, fields=("os",))
def systems(manifest: Manifest) -> Iterator[Violation]:
    """Fields that the system of a pod does not know."""
    for pod in manifest.pods:
        system = text(given(manifest.pairs(given(pod.fields, "os")), "name"))
        contexts = [security_context(manifest, container) for container in pod.containers]
        context = manifest.pairs(given(pod.fields, "securityContext"))
        if system == "windows":
            yield from _excluded(pod.fields, _OF_POD, system)
            yield from _excluded(context, (*_CONTEXT, *_CONTEXT_OF_POD), system)
            for fields in contexts:
                yield from _excluded(fields, (*_CONTEXT, *_CONTEXT_OF_CONTAINER), system)
        elif system == "linux":
            for fields in (context, *contexts):
                yield from _excluded(fields, ("windowsOptions",), system)


def _excluded(fields: Fields, names: tuple[str, ...], system: str) -> Iterator[Violation]:
    for name in names:
        if given(fields, name) is not None:
            message = forbidden(f"may not be set with `os.name: {system}`")
            yield at_node(INVALID_VALUE, fields[name][0], message, "Remove one of them.")
