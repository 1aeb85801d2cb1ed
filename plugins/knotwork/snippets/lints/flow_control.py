"""How the API server shares itself out: levels of priority, and which requests are of which."""

from __future__ import annotations

import math
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
from knotwork.snippets.yaml.values import is_true, items, literal, number, text

_GROUP = "flowcontrol.apiserver.k8s.io"
_EXEMPT = "exempt"
"""The level, and the schema, that the API server itself has for requests without limits."""
_QUEUES, _HAND = 64, 8
"""The numbers that are taken where a level has none."""
_MOST_BITS = 60


@lint(f"{_GROUP}/PriorityLevelConfiguration")
def level(manifest: Manifest) -> Iterator[Violation]:
    """A level has the fields of its type, and queues enough for what is dealt to them."""
    node = given(manifest.spec, "type")
    kind = text(node)
    if node is not None and kind == "Limited" and "limited" not in manifest.spec and not manifest.partial:
        yield missing(node, "limited", "spec", "A level of the type Limited has it.")
    for other, field in (("Exempt", "limited"), ("Limited", "exempt")):
        if kind == other and given(manifest.spec, field) is not None:
            message = forbidden(f"must be nil if the type is {other}")
            yield at_node(ONE_OF, manifest.spec[field][0], message, "Remove it.")
    name = literal(given(manifest.metadata, "name"))
    if (
        node is not None
        and name
        and kind in ("Exempt", "Limited")
        and (kind == "Exempt") != (name == _EXEMPT)
    ):
        message = invalid(node, "must be 'Exempt' if and only if `name` is 'exempt'")
        yield at_node(INVALID_VALUE, node, message, "There is one such level, and the API server has it.")
    for queuing, _ in nodes_at(manifest, "spec.limited.limitResponse.queuing"):
        yield from _dealt(manifest, queuing)


def _dealt(manifest: Manifest, node: yaml.Node) -> Iterator[Violation]:
    """Requests are dealt to a hand of all queues, by a hash that has so many bits."""
    fields = manifest.pairs(node)
    hand, deck = given(fields, "handSize"), given(fields, "queues")
    size = number(hand) if "handSize" in fields else _HAND
    queues = number(deck) if "queues" in fields else _QUEUES
    place = hand if hand is not None else deck
    by_default = hand is None or deck is None
    if place is None or size is None or queues is None or (by_default and manifest.partial):
        return
    if size > queues > 0:
        message = invalid(place, f"handSize {size} should not be greater than queues ({queues})")
        yield at_node(INVALID_VALUE, place, message, "Lower `handSize`, or raise `queues`.")
    elif size > 0 and 1 < queues <= 10_000_000 and math.ceil(math.log2(queues) * size) > _MOST_BITS:
        message = invalid(
            place,
            f"required entropy bits of deckSize {queues} and handSize {size} should not be greater than "
            f"{_MOST_BITS}",
        )
        yield at_node(INVALID_VALUE, place, message, "Lower `handSize`, or `queues`.")


@lint(f"{_GROUP}/FlowSchema", fields=("matchingPrecedence",))
def first_of_all(manifest: Manifest) -> Iterator[Violation]:
    """The first place is that of the schema for requests without limits."""
    node, name = given(manifest.spec, "matchingPrecedence"), literal(given(manifest.metadata, "name"))
    if node is not None and number(node) == 1 and name and name != _EXEMPT:
        message = invalid(node, "only the schema named 'exempt' may have matchingPrecedence 1")
        yield at_node(INVALID_VALUE, node, message, "Write 2 or more.")


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
        for name in ("verbs", "apiGroups", "resources", "nonResourceURLs", "namespaces"):
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
