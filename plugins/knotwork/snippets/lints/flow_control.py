"""How the API server shares itself out: levels of priority, and which requests are of which."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_true, items, number, text

_GROUP = "flowcontrol.apiserver.k8s.io"


@lint(f"{_GROUP}/PriorityLevelConfiguration")
def level(manifest: Manifest) -> Iterator[Violation]:
    """A level has the fields of its type, and queues enough for what is dealt to them."""
    node = given(manifest.spec, "type")
    kind = text(node)
    if node is not None and kind == "Limited" and "limited" not in manifest.spec and not manifest.partial:
        yield missing(node, "limited", "spec", "A level of the type Limited has it.")
    elif kind == "Exempt" and given(manifest.spec, "limited") is not None:
        key = manifest.spec["limited"][0]
        yield at_node(ONE_OF, key, forbidden("must be nil if the type is not Limited"), "Remove it.")
    for queuing, _ in nodes_at(manifest, "spec.limited.limitResponse.queuing"):
        fields = manifest.pairs(queuing)
        hand = given(fields, "handSize")
        size, queues = number(hand), number(given(fields, "queues"))
        if hand is not None and size is not None and queues is not None and size > queues:
            message = invalid(hand, f"should not be greater than queues ({queues})")
            yield at_node(INVALID_VALUE, hand, message, "Lower it, or raise `queues`.")


@lint(f"{_GROUP}/FlowSchema", fields=("rules",))
def rules_of_subjects(manifest: Manifest) -> Iterator[Violation]:
    """A rule is about something; `*` stands for everything, and alone."""
    for node, where in nodes_at(manifest, "spec.rules[]"):
        fields = manifest.pairs(node)
        kinds = ("resourceRules", "nonResourceRules")
        guessed = any(may_be_there(name, fields) for name in kinds)
        if fields and not guessed and not manifest.partial:
            message = f"{REQUIRED}: at least one of resourceRules and nonResourceRules has to be non-empty"
            start = node.start_mark.index
            yield Violation(MISSING_FIELD, start, start + 1, f"{where}: {message}", "Add one.", path="")
    for kind in ("resourceRules", "nonResourceRules"):
        for name in ("verbs", "apiGroups", "resources", "nonResourceURLs"):
            for node, _ in nodes_at(manifest, f"spec.rules[].{kind}[].{name}"):
                stars = [item for item in items(node) if text(item) == "*"]
                if stars and len(items(node)) > 1:
                    message = invalid(stars[0], f"if '*' is present, must not specify other {name}")
                    yield at_node(INVALID_VALUE, stars[0], message, "Keep it alone, or remove it.")


@lint(f"{_GROUP}/FlowSchema", fields=("resourceRules",))
def rules_of_flows(manifest: Manifest) -> Iterator[Violation]:
    """A rule about resources says in which namespaces, or that they are of the cluster."""
    for node, where in nodes_at(manifest, "spec.rules[].resourceRules[]"):
        fields = manifest.pairs(node)
        everywhere = is_true(given(fields, "clusterScope")) or may_be_there("namespaces", fields)
        if isinstance(node, yaml.MappingNode) and not everywhere and not manifest.partial:
            message = (
                f"{where}.namespaces: {REQUIRED}: resource rules that are not cluster scoped must supply "
                "at least one namespace"
            )
            start = node.start_mark.index
            help_ = "Write `namespaces: ['*']`, or `clusterScope: true`."
            yield Violation(MISSING_FIELD, start, start + 1, message, help_, path="")
