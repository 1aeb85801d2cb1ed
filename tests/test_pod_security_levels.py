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
