"""Exercises: readers are to find what is wrong in a manifest: "Apply this broken CRD", "Find and fix it".

The sentence has to be about the manifest: that it is broken, or that it has mistakes which readers look for.
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
_EXERCISE = lazy_regex(
    r"\b(?:appl(?:y|ies)|create|deploy|submit|run|use|given?|have|here is|consider)\b[^.!?\n]{0,30}?"
    r"\b(?:this|these|the following|following) (?:(?:intentionally|deliberately|purposely) )?"
    rf"(?:broken|buggy|faulty|misconfigured) (?:[\w-]+ ){{0,2}}?{_SHOWN}\b"
    rf"|\b{_SHOWN} (?:above |below |here )?(?:has|have|contains?) {_MANY} (?:\w+ )?{_FAULTS}\b"
    r"|\bpart of what you(?:['’]re| are) (?:debugging|fixing|diagnosing|troubleshooting)\b"
    rf"|\b(?:find|spot|identify|locate|diagnose)(?:,? and (?:then )?(?:fix|correct|repair|resolve)|, fix)"
    rf" (?:\w+ ){{0,3}}?(?:{_FAULTS}|it|them|whatever|what)\b"
    r"|\b(?:diagnose|debug|troubleshoot) the (?:issue|problem|error|mistake|bug|failure|cause)\b"
    r"|\b(?:finde|behebe)n? (?:Sie )?(?:und \w+ (?:Sie )?)?(?:die|den) (?:Fehler|Probleme?)\b"
    r"|\b(?:encuentra|identifica) y (?:corrige|arregla)\b|\btrouvez et corrigez\b|\bencontre e corrija\b"
    r"|\bнайдите и исправьте\b|找出并(?:修复|修正|改正)"
    r"|(?:問題|誤り|間違い)を見つけて修正|찾아(?:서)? (?:수정|고치)",
    re.IGNORECASE,
)
_NOT = lazy_regex(
    r"\.(?:ya?ml|json)\b|\b(?:no longer|if|when|whenever|unless|how to|was|were|fixed|avoid)\b", re.IGNORECASE
)
"""What makes such a sentence one about another manifest, such as a file, or about how mistakes come about."""


def is_exercise(sentences: Iterable[str]) -> bool:
    """Whether one of the sentences around a manifest asks readers to find what is wrong in it."""
    return any(_EXERCISE.search(sentence) and not _NOT.search(sentence) for sentence in sentences)
