"""What took the place of a PodSecurityPolicy: the level of the Pod Security Standards that lets its pods run.

Source: the controls of https://kubernetes.io/docs/concepts/security/pod-security-standards/.
"""

from __future__ import annotations

import yaml

from knotwork.snippets.yaml.nodes import plain
from knotwork.snippets.yaml.placeholders import is_placeholder
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
_LISTS = (
    *("volumes", "hostPorts", "allowedCapabilities", "defaultAddCapabilities", "requiredDropCapabilities"),
    *("allowedProcMountTypes", "allowedUnsafeSysctls"),
)
_ANY_PROFILE = frozenset(("*", "unconfined"))
_SELINUX_TYPES = frozenset(("container_t", "container_init_t", "container_kvm_t", "container_engine_t"))
"""The types of SELinux that `baseline` and `restricted` allow."""
_SYSCTLS = " Its unsafe sysctls must be in the kubelet's `--allowed-unsafe-sysctls`, too."


def in_place_of_policy(root: yaml.Node) -> str:
    """What to do instead of a PodSecurityPolicy: the label of a namespace for the pods that it allows."""
    spec, annotations = (
        plain(node) if node is not None else None
        for node in (value_at(root, "spec"), value_at(value_at(root, "metadata"), "annotations"))
    )
    level = "privileged" if _allows_any_profile(annotations) else _level(spec)
    if level != "privileged" and _is_filled_in(spec):
        return (
            "Pod Security Admission took its place: label the namespace, `pod-security.kubernetes.io/enforce`"
            ". Which level allows what this policy does depends on the values that are filled in."
        )
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
        or _sets_more_of_selinux(spec.get("seLinux"))
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


def _sets_more_of_selinux(selinux: object) -> bool:
    """Whether pods run as a user, a role or a type of SELinux that `baseline` does not allow."""
    options = selinux.get("seLinuxOptions") if isinstance(selinux, dict) else None
    if not isinstance(options, dict):
        return False
    type_ = options.get("type") or "container_t"
    is_other = type_ not in _SELINUX_TYPES and not is_placeholder(str(type_))
    return bool(options.get("user") or options.get("role")) or is_other


def _is_filled_in(spec: object) -> bool:
    """Whether a text stands where a policy has `true`, `false` or a list, or a placeholder in its values."""
    if not isinstance(spec, dict):
        return False
    if any(isinstance(spec.get(name), str) for name in (*_OF_HOST, "allowPrivilegeEscalation", *_LISTS)):
        return True
    below = [spec.get(name) for name in ("runAsUser", "seLinux")]
    below += [
        value["seLinuxOptions"] for value in below if isinstance(value, dict) and "seLinuxOptions" in value
    ]
    fields = [value for mapping in below if isinstance(mapping, dict) for value in mapping.values()]
    items = [text for name in _LISTS for text in _texts(spec.get(name))]
    return any(isinstance(value, str) and is_placeholder(value) for value in (*fields, *items))


def _allows_any_profile(annotations: object) -> bool:
    """Whether annotations allow pods without a profile of seccomp or AppArmor."""
    return isinstance(annotations, dict) and any(
        str(key).startswith(_PROFILES) and not _ANY_PROFILE.isdisjoint(str(value).split(","))
        for key, value in annotations.items()
    )


def _texts(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()
