"""Exercises whose text says that a manifest is broken: "Apply this broken CRD", "The file has two bugs".

What asks to find and fix mistakes is in words_of_wrong.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knotwork.model.patterns import lazy_regex

_SHOWN = (
    r"(?:setups?|manifests?|ya?ml|crds?|definitions?|files?|specs?|objects?|resources?|configs?|configurations?"
    r"|pods?|deployments?|services?|jobs?|cronjobs?|ingress(?:es)?|polic(?:y|ies)|roles?|snippets?|examples?)"
)
_FAULTS = r"(?:problems?|bugs?|mistakes?|errors?|issues?|faults?|typos?)"
_MANY = r"(?:one or more|several|some|a few|multiple|two|three|four|five|\d+|deliberate|intentional)"
_BEGINS = r"(?:\A|: )\W{0,4}"
"""An imperative: it begins a sentence, perhaps behind `Task:`."""
_EXERCISE = lazy_regex(
    r"\b(?:appl(?:y|ies)|create|deploy|submit|run|use|given?|have|here is|consider)\b[^.!?\n]{0,30}?"
    r"\b(?:this|these|the following|following) (?:(?:intentionally|deliberately|purposely) )?"
    rf"(?:broken|buggy|faulty|misconfigured) (?:[\w-]+ ){{0,2}}?{_SHOWN}\b"
    rf"|\b(?:(?:this|these|following) {_SHOWN}|the {_SHOWN} (?:above|below|here))"
    rf" (?:has|have|contains?) {_MANY} (?:\w+ )?{_FAULTS}\W*\Z"
    r"|\bpart of what you(?:['’]re| are) (?:debugging|fixing|diagnosing|troubleshooting)\b"
    rf"|{_BEGINS}(?:diagnose|debug|troubleshoot) the (?:issue|problem|error|mistake|bug)\W{{0,4}}\Z",
    re.IGNORECASE,
)
_NOT = lazy_regex(
    r"\.(?:ya?ml|json)\b|\b(?:no longer|if|when|whenever|unless|how to|was|were|fixed|avoid)\b", re.IGNORECASE
)
"""What makes such a sentence one about another manifest, such as a file, or about how mistakes come about."""


def is_exercise(sentences: Iterable[str]) -> bool:
    """Whether one of the sentences around a manifest says that it is broken on purpose."""
    return any(_EXERCISE.search(sentence) and not _NOT.search(sentence) for sentence in sentences)
