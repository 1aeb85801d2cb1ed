"""Where pods may run: tolerations, and how strongly they prefer nodes."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.containers import security_context
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Container, Manifest, Pod
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_false, is_true, items, literal, number, text

_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_ANYWAY = "ScheduleAnyway"


@lint(PODS, fields=("tolerations", "affinity", "topologySpreadConstraints", "dnsPolicy"))
def scheduling(manifest: Manifest) -> Iterator[Violation]:
    """What a pod requires of its node."""
    for pod in manifest.pods:
        for node in items(given(pod.fields, "tolerations")):
            yield from _toleration(manifest, node)
        affinity = manifest.pairs(given(pod.fields, "affinity"))
        for name in affinity:
            rules = manifest.pairs(affinity[name][1])
            preferred = manifest.maps(given(rules, _PREFERRED))
            for term in preferred:
                yield from _weight(given(term, "weight"))
            if name == "nodeAffinity":
                yield from _node_terms(manifest, given(rules, _REQUIRED))
            else:
                terms = [manifest.pairs(given(term, "podAffinityTerm")) for term in preferred]
                yield from _topology([*manifest.maps(given(rules, _REQUIRED)), *terms])
        for spread in manifest.maps(given(pod.fields, "topologySpreadConstraints")):
            skew = given(spread, "maxSkew")
            value = number(skew)
            if skew is not None and value is not None and value < 1:
                yield at_node(
                    INVALID_VALUE, skew, invalid(skew, "must be greater than zero"), "Write 1 or more."
                )
            if (
                given(spread, "minDomains") is not None
                and text(given(spread, "whenUnsatisfiable")) == _ANYWAY
            ):
                message = forbidden(
                    f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {_ANYWAY}"
                )
                key = spread["minDomains"][0]
                yield at_node(INVALID_VALUE, key, message, "Remove it, or write `DoNotSchedule`.")
            unselected = "labelSelector" not in spread and not manifest.partial
            if unselected and given(spread, "matchLabelKeys") is not None:
                message = forbidden("must not be specified when labelSelector is not set")
                key = spread["matchLabelKeys"][0]
                yield at_node(INVALID_VALUE, key, message, "Add `labelSelector:`, or remove it.")
        yield from _name_servers(manifest, pod)


@lint("node.k8s.io/RuntimeClass", fields=("tolerations",))
def tolerations_of_classes(manifest: Manifest) -> Iterator[Violation]:
    """The tolerations that pods of a RuntimeClass get."""
    for node in items(given(manifest.pairs(manifest.value("scheduling")), "tolerations")):
        yield from _toleration(manifest, node)


@lint(PODS, fields=("securityContext", "initContainers"))
def rights(manifest: Manifest) -> Iterator[Violation]:
    """What containers may do, where one setting denies another; and probes where there can be none."""
    for container in manifest.containers:
        context = security_context(manifest, container)
        if is_true(given(context, "privileged")) and is_false(given(context, "allowPrivilegeEscalation")):
            message = forbidden("cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
            yield at_node(
                INVALID_VALUE, context["allowPrivilegeEscalation"][1], message, "Remove one of them."
            )
        if container.kind == "initContainers" and text(given(container.fields, "restartPolicy")) is None:
            yield from _probes(container)


def _toleration(manifest: Manifest, node: yaml.Node) -> Iterator[Violation]:
    if not isinstance(node, yaml.MappingNode):
        return
    fields = manifest.pairs(node)
    operator, value = text(given(fields, "operator")), given(fields, "value")
    if operator == "Exists" and value is not None and text(value):
        message = invalid(value, "value must be empty when `operator` is 'Exists'")
        yield at_node(INVALID_VALUE, value, message, "Remove the value, or write `operator: Equal`.")
    known = known_fields("io.k8s.api.core.v1.Toleration")
    if (
        ("key" not in fields or text(fields["key"][1]) == "")
        and fields.keys() <= known
        and operator != "Exists"
        and literal(given(fields, "operator")) == operator
        and not manifest.partial
    ):
        place = next(iter(fields.values()))[0] if fields else node
        yield at_node(
            INVALID_VALUE,
            place,
            'operator must be Exists when `key` is empty, which means "match all values and all keys"',
            "Add the key, or the operator.",
        )
    seconds, effect = given(fields, "tolerationSeconds"), text(given(fields, "effect"))
    absent = "effect" not in fields and fields.keys() <= known and not manifest.partial
    if seconds is not None and (effect in ("NoSchedule", "PreferNoSchedule", "") or absent):
        message = "effect must be 'NoExecute' when `tolerationSeconds` is set"
        yield at_node(
            INVALID_VALUE, fields["tolerationSeconds"][0], message, "It goes with `effect: NoExecute`."
        )


def _node_terms(manifest: Manifest, required: yaml.Node | None) -> Iterator[Violation]:
    terms = given(manifest.pairs(required), "nodeSelectorTerms")
    if isinstance(terms, yaml.SequenceNode) and not terms.value and not manifest.partial:
        yield at_node(
            MISSING_FIELD,
            terms,
            f"{REQUIRED}: must have at least one node selector term",
            "List one term, or more.",
        )


def _topology(terms: list[Fields]) -> Iterator[Violation]:
    for term in terms:
        node = given(term, "topologyKey")
        if node is not None and text(node) == "":
            message = f"{REQUIRED}: can not be empty"
            yield at_node(MISSING_FIELD, node, message, "Name a label of nodes: `kubernetes.io/hostname`.")


def _weight(node: yaml.Node | None) -> Iterator[Violation]:
    value = number(node)
    if node is not None and value is not None and not 1 <= value <= 100:
        yield at_node(
            INVALID_VALUE, node, invalid(node, "must be in the range 1-100"), "Write a number from 1 to 100."
        )


def _name_servers(manifest: Manifest, pod: Pod) -> Iterator[Violation]:
    node = given(pod.fields, "dnsPolicy")
    if node is None or text(node) != "None" or manifest.partial:
        return
    config = given(pod.fields, "dnsConfig")
    if "dnsConfig" not in pod.fields or (config is not None and "nameservers" not in manifest.pairs(config)):
        message = f"{REQUIRED}: must provide at least one DNS nameserver when `dnsPolicy` is None"
        yield at_node(MISSING_FIELD, node, message, "List them under `dnsConfig.nameservers`.")


def _probes(container: Container) -> Iterator[Violation]:
    for name in ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle"):
        if given(container.fields, name) is not None:
            key = container.fields[name][0]
            message = forbidden("may not be set for init containers without restartPolicy=Always")
            yield at_node(
                INVALID_VALUE, key, message, "Remove it, or write `restartPolicy: Always` for a sidecar."
            )
