"""The conditions of a template that ask for a version: their branches may be for an old cluster.

{{- if semverCompare "<1.25-0" .Capabilities.KubeVersion.Version }}     asks for one
{{- if .Values.useBetaApi }}                                            may ask for one
{{- if .Values.kubeStateMetrics.enabled }}                              does not
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from knotwork.model.name_words import name_words
from knotwork.model.patterns import lazy_regex

_ASKS = lazy_regex(
    r"capabilit|\bsemver|\blookup\b|\bis\s+version\b|version_compare"
    r"|(?:kube|kubernetes|k8s|cluster|server|api|git|kubelet|openshift)[-_.]?versions?(?![a-z])",
    re.IGNORECASE,
)
_OF_ANOTHER_PROJECT = lazy_regex(
    r"\.Capabilities\.APIVersions\.Has\s+\"[\w.-]+\.(?:com|org|dev|openshift\.io|coreos\.com)/[^\"]*\"",
    re.IGNORECASE,
)
"""Whether a cluster has the definitions of another project, which says nothing about its own version."""
_MAY_ASK = lazy_regex(
    r"v\d+(?:alpha|beta)\d|(?<=[a-z])(?<!ip)v\d(?=\b|_|api)"
    r"|(?:kube|kubernetes|k8s)[-_]?(?:\d|(?:pre|post|lt|gt|le|ge|min|max|below|before|major|minor)(?![a-z]))",
    re.IGNORECASE,
)
_WORDS = frozenset(
    (
        *(
            "version",
            "versions",
            "alpha",
            "beta",
            "stable",
            "legacy",
            "old",
            "older",
            "deprecated",
            "obsolete",
        ),
        *("removed", "available", "support", "supports", "supported"),
    )
)
"""Words in the name of a value or a helper that may stand for a version."""
_NAME = lazy_regex(r"[A-Za-z][\w.-]*")
_ASSIGNED = lazy_regex(r"\$(\w+)\s*(?:,\s*\$(\w+)\s*)?:?=(?!=)")
_VARIABLE = lazy_regex(r"\$(\w+)")


def asks_for_version(condition: str, variables: Set[str]) -> bool:
    """Whether a condition asks for a version. `variables`: those that were set from one."""
    if _ASKS.search(_OF_ANOTHER_PROJECT.sub("", condition)):
        return True
    return not variables.isdisjoint(_VARIABLE.findall(condition))


def may_ask_for_version(condition: str) -> bool:
    """Whether a condition has names that may stand for a version."""
    expression = _ASSIGNED.sub("", condition)
    if _MAY_ASK.search(expression):
        return True
    names = _NAME.findall(expression)
    return any(not _WORDS.isdisjoint(name_words(name)) for name in names)


def version_variables(actions: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    """The variables of a template that are set from a version, or in a branch for one.

    `actions`: what stands between the braces, in their order, each with the conditions around it.
    """
    variables: set[str] = set()
    for action, conditions in actions:
        assigned = _ASSIGNED.search(action)
        if assigned is None:
            continue
        expression = action[assigned.end() :]
        if any(asks_for_version(text, variables) for text in (expression, *conditions)):
            variables.update(name for name in assigned.groups() if name)
    return frozenset(variables)
