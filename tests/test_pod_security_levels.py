"""What the help says instead of a PodSecurityPolicy lets the pods run that it allows."""

from __future__ import annotations

import pytest
import yaml

from knotwork.snippets.fields.pod_security_levels import in_place_of_policy

_STRICT = (
    "allowPrivilegeEscalation: false, requiredDropCapabilities: [ALL], runAsUser: {rule: MustRunAsNonRoot}"
)


@pytest.mark.parametrize(
    ("spec", "level"),
    [
        ("{privileged: true}", "privileged"),
        ("{hostNetwork: true, volumes: [configMap]}", "privileged"),
        ("{hostPorts: [{min: 1, max: 9}]}", "privileged"),
        ("{volumes: ['*']}", "privileged"),
        ("{allowedCapabilities: [NET_ADMIN]}", "privileged"),
        ("{allowedCapabilities: [NET_BIND_SERVICE, CHOWN], volumes: [secret]}", "baseline"),
        ("{privileged: false, runAsUser: {rule: RunAsAny}}", "baseline"),
        (f"{{{_STRICT}}}", "restricted"),
        (f"{{{_STRICT}, allowedCapabilities: [CHOWN]}}", "baseline"),
        (f"{{{_STRICT}, hostPID: true}}", "privileged"),
        (f"{{{_STRICT}, volumes: [secret, csi]}}", "restricted"),
        (f"{{{_STRICT}, volumes: [secret, nfs]}}", "baseline"),
        (f"{{{_STRICT}, defaultAddCapabilities: [SYS_ADMIN]}}", "privileged"),
        ("{allowedUnsafeSysctls: [net.core.somaxconn]}", "privileged"),
        ("{allowedUnsafeSysctls: ['*']}", "privileged"),
        ("{allowedUnsafeSysctls: [net.ipv4.tcp_syncookies]}", "baseline"),
        ("{allowedProcMountTypes: [Unmasked]}", "privileged"),
        ("{allowedProcMountTypes: [Default]}", "baseline"),
        ("{seLinux: {rule: MustRunAs, seLinuxOptions: {user: u}}}", "privileged"),
        ("{seLinux: {rule: MustRunAs, seLinuxOptions: {level: s0}}}", "baseline"),
        ("{seLinux: {rule: MustRunAs, seLinuxOptions: {type: spc_t}}}", "privileged"),
        (f"{{{_STRICT}, seLinux: {{rule: MustRunAs, seLinuxOptions: {{type: spc_t}}}}}}", "privileged"),
        (
            f"{{{_STRICT}, seLinux: {{rule: MustRunAs, seLinuxOptions: {{type: container_kvm_t}}}}}}",
            "restricted",
        ),
        ("{seLinux: {rule: RunAsAny, seLinuxOptions: {}}}", "baseline"),
        ("{hostPID: true, hostNetwork: xxxxxx}", "privileged"),
        ("[]", "baseline"),
        ("", "baseline"),
    ],
)
def test_the_level_allows_what_the_policy_does(spec: str, level: str) -> None:
    root = yaml.compose(f"kind: PodSecurityPolicy\nspec: {spec}\n", Loader=yaml.SafeLoader)

    assert f"enforce: {level}`" in in_place_of_policy(root)


def test_a_policy_without_a_spec_has_a_level() -> None:
    root = yaml.compose("kind: PodSecurityPolicy\n", Loader=yaml.SafeLoader)

    assert "enforce: baseline`" in in_place_of_policy(root)


@pytest.mark.parametrize(
    ("profiles", "level"),
    [("'*'", "privileged"), ("'runtime/default,unconfined'", "privileged"), ("runtime/default", "baseline")],
)
def test_any_profile_of_seccomp_is_allowed_by_the_lowest_level_only(profiles: str, level: str) -> None:
    name = "seccomp.security.alpha.kubernetes.io/allowedProfileNames"
    text = f"kind: PodSecurityPolicy\nmetadata: {{annotations: {{{name}: {profiles}}}}}\nspec: {{}}\n"

    assert f"enforce: {level}`" in in_place_of_policy(yaml.compose(text, Loader=yaml.SafeLoader))


@pytest.mark.parametrize(
    ("sysctl", "is_unsafe"), [("net.core.somaxconn", True), ("net.ipv4.tcp_syncookies", False)]
)
def test_unsafe_parameters_of_the_kernel_are_a_setting_of_the_kubelet(sysctl: str, is_unsafe: bool) -> None:
    text = f"kind: PodSecurityPolicy\nspec: {{allowedUnsafeSysctls: [{sysctl}]}}\n"
    root = yaml.compose(text, Loader=yaml.SafeLoader)

    assert ("--allowed-unsafe-sysctls" in in_place_of_policy(root)) is is_unsafe


@pytest.mark.parametrize(
    "spec",
    [
        "{privileged: xxxxxxxx, hostNetwork: xxxxxxxx}",
        "{volumes: xxxxxxxx}",
        f"{{{_STRICT}, volumes: [xxxxxxxx]}}",
        "{allowPrivilegeEscalation: xxxxxxxx}",
        "{runAsUser: {rule: xxxxxxxx}}",
        "{seLinux: {rule: MustRunAs, seLinuxOptions: {type: xxxxxxxx}}}",
    ],
)
def test_no_level_is_named_where_it_depends_on_what_is_filled_in(spec: str) -> None:
    root = yaml.compose(f"kind: PodSecurityPolicy\nspec: {spec}\n", Loader=yaml.SafeLoader)

    help_ = in_place_of_policy(root)

    assert "depends on the values that are filled in" in help_
    assert not any(level in help_ for level in ("privileged", "baseline", "restricted"))
