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


_SAFE_SYSCTLS = frozenset(
    """kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_local_reserved_ports
    net.ipv4.ip_unprivileged_port_start net.ipv4.ping_group_range net.ipv4.tcp_fin_timeout
    net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes net.ipv4.tcp_keepalive_time net.ipv4.tcp_rmem
    net.ipv4.tcp_syncookies net.ipv4.tcp_wmem""".split()
)
"""The kernel's parameters that the levels allow."""
_RESTRICTED_VOLUMES = frozenset(
    "configMap csi downwardAPI emptyDir ephemeral persistentVolumeClaim projected secret".split()
)
_PROFILES = ("seccomp.security.alpha.kubernetes.io/", "apparmor.security.beta.kubernetes.io/")
"""How the annotations begin that say which profiles pods may have."""
_ANY_PROFILE = frozenset(("*", "unconfined"))
_SYSCTLS = " Its unsafe sysctls must be in the kubelet's `--allowed-unsafe-sysctls`, too."


def in_place_of_policy(root: yaml.Node) -> str:
    """What to do instead of a PodSecurityPolicy: the label of a namespace for the pods that it allows."""
    spec, annotations = (
        plain(node) if node is not None else None
        for node in (value_at(root, "spec"), value_at(value_at(root, "metadata"), "annotations"))
    )
    level = "privileged" if _allows_any_profile(annotations) else _level(spec)
    label = f"`pod-security.kubernetes.io/enforce: {level}`"
    sysctls = _SYSCTLS if isinstance(spec, dict) and _unsafe_sysctls(spec) else ""
    return (
        f"Pod Security Admission took its place: label the namespace, {label}, the strictest level that "
        f"allows what this policy does.{sysctls}"
    )


def _level(spec: object) -> str:
    """The strictest level that allows what a policy does; `baseline` where that cannot be read."""
    if not isinstance(spec, dict):
        return "baseline"
    volumes = _texts(spec.get("volumes"))
    capabilities = _texts(spec.get("allowedCapabilities")) | _texts(spec.get("defaultAddCapabilities"))
    if (
        any(spec.get(name) is True for name in _OF_HOST)
        or bool(spec.get("hostPorts"))
        or not _HOST_VOLUMES.isdisjoint(volumes)
        or not capabilities <= _BASELINE_CAPABILITIES
        or "Unmasked" in _texts(spec.get("allowedProcMountTypes"))
        or _unsafe_sysctls(spec)
        or _sets_user_of_selinux(spec.get("seLinux"))
    ):
        return "privileged"
    user = spec.get("runAsUser")
    as_user = isinstance(user, dict) and user.get("rule") == "MustRunAsNonRoot"
    drops_all = "ALL" in _texts(spec.get("requiredDropCapabilities"))
    no_more = spec.get("allowPrivilegeEscalation") is False and capabilities <= {"NET_BIND_SERVICE"}
    is_strict = as_user and drops_all and no_more and volumes <= _RESTRICTED_VOLUMES
    return "restricted" if is_strict else "baseline"


def _unsafe_sysctls(spec: dict[str, object]) -> bool:
    return not _texts(spec.get("allowedUnsafeSysctls")) <= _SAFE_SYSCTLS


def _sets_user_of_selinux(selinux: object) -> bool:
    options = selinux.get("seLinuxOptions") if isinstance(selinux, dict) else None
    return isinstance(options, dict) and bool(options.get("user") or options.get("role"))


def _allows_any_profile(annotations: object) -> bool:
    """Whether annotations allow pods without a profile of seccomp or AppArmor."""
    return isinstance(annotations, dict) and any(
        str(key).startswith(_PROFILES) and not _ANY_PROFILE.isdisjoint(str(value).split(","))
        for key, value in annotations.items()
    )


def _texts(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()
