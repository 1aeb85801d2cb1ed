"""What happens to a container when its resources are changed."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.names import named_once
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import text


@lint(PODS, fields=("resizePolicy",))
def resize_policies(manifest: Manifest) -> Iterator[Violation]:
    """A policy for a resource; without restarts in a pod that never restarts."""
    for pod in manifest.pods:
        never = text(given(pod.fields, "restartPolicy")) == "Never"
        for container in pod.containers:
            policies = manifest.maps(given(container.fields, "resizePolicy"))
            yield from named_once(given(policy, "resourceName") for policy in policies)
            for policy in policies:
                node = given(policy, "restartPolicy")
                if never and node is not None and text(node) == "RestartContainer":
                    message = invalid(node, "must be 'NotRequired' when `restartPolicy` is 'Never'")
                    yield at_node(INVALID_VALUE, node, message, "Write `NotRequired`.")
