"""What took the place of a PodSecurityPolicy: the level of the Pod Security Standards that lets its pods run.

Source: the controls of https://kubernetes.io/docs/concepts/security/pod-security-standards/.
"""

from __future__ import annotations

import yaml

from knotwork.snippets.yaml.nodes import plain
from knotwork.snippets.yaml.values import value_at

_OF_HOST = ("privileged", "hostNetwork", "hostPID", "hostIPC")
_HOST_VOLUMES = frozenset(("*", "hostPath"))
_BASELINE_CAPABILITIES = frozenset(
    (
        *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE"),
        *("SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
    )
)


def in_place_of_policy(root: yaml.Node) -> str:
    """What to do instead of a PodSecurityPolicy: the label of a namespace for the pods that it allows."""
    spec = value_at(root, "spec")
    level = "baseline" if spec is None else _level(plain(spec))
    label = f"`pod-security.kubernetes.io/enforce: {level}`"
    return (
        f"Pod Security Admission took its place: label the namespace, {label}, the strictest level that "
        "allows what this policy does."
    )


def _level(spec: object) -> str:
    """The strictest level that allows what a policy does; `baseline` where that cannot be read."""
    if not isinstance(spec, dict):
        return "baseline"
    volumes, capabilities = _texts(spec.get("volumes")), _texts(spec.get("allowedCapabilities"))
    if (
        any(spec.get(name) is True for name in _OF_HOST)
        or bool(spec.get("hostPorts"))
        or not _HOST_VOLUMES.isdisjoint(volumes)
        or not capabilities <= _BASELINE_CAPABILITIES
    ):
        return "privileged"
    user = spec.get("runAsUser")
    as_user = isinstance(user, dict) and user.get("rule") == "MustRunAsNonRoot"
    drops_all = "ALL" in _texts(spec.get("requiredDropCapabilities"))
    no_more = spec.get("allowPrivilegeEscalation") is False and capabilities <= {"NET_BIND_SERVICE"}
    return "restricted" if as_user and drops_all and no_more else "baseline"


def _texts(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()
