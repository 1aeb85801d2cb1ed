"""What the security contexts of a pod and its containers demand of each other and of the pod."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.containers import security_context
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest, Pod
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_false, is_true, text


@lint(PODS, fields=("procMount",))
def proc_mounts(manifest: Manifest) -> Iterator[Violation]:
    """Who sees all of /proc must have users of its own."""
    for pod in manifest.pods:
        own_users = given(pod.fields, "hostUsers")
        if (manifest.partial and own_users is None) or (own_users is not None and not is_true(own_users)):
            continue
        for container in pod.containers:
            node = given(security_context(manifest, container), "procMount")
            if node is not None and text(node) == "Unmasked":
                message = invalid(node, "`hostUsers` must be false to use `Unmasked`")
                yield at_node(INVALID_VALUE, node, message, "Write `hostUsers: false` in the pod's spec.")


@lint(PODS, fields=("hostProcess",))
def host_processes(manifest: Manifest) -> Iterator[Violation]:
    """The processes of a Windows node: all containers of a pod are some, or none, and have its network."""
    for pod in manifest.pods:
        if text(given(manifest.pairs(given(pod.fields, "os")), "name")) == "linux":
            continue  # no option of Windows is right there
        whole = _windows(manifest, manifest.pairs(given(pod.fields, "securityContext")))
        own = given(whole, "hostProcess")
        contexts = [_windows(manifest, security_context(manifest, container)) for container in pod.containers]
        for fields in contexts:
            node = given(fields, "hostProcess")
            if node is not None and own is not None and is_true(node) is not is_true(own):
                message = invalid(node, "pod hostProcess value must be identical if both are specified")
                yield at_node(INVALID_VALUE, node, message, "Remove one of them.")
        yield from _network(manifest, pod, [whole, *contexts])


def _network(manifest: Manifest, pod: Pod, contexts: list[Fields]) -> Iterator[Violation]:
    processes = [node for fields in contexts if (node := given(fields, "hostProcess")) and is_true(node)]
    network = given(pod.fields, "hostNetwork")
    if processes and (is_false(network) or ("hostNetwork" not in pod.fields and not manifest.partial)):
        message = invalid(processes[0], "hostNetwork must be true if pod contains any hostProcess containers")
        yield at_node(INVALID_VALUE, processes[0], message, "Write `hostNetwork: true` in the pod's spec.")


def _windows(manifest: Manifest, context: Fields) -> Fields:
    return manifest.pairs(given(context, "windowsOptions"))
