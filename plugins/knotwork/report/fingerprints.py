"""What a finding is known by, whatever lines move and whatever its message suggests."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.changes import quoted_findings


def fingerprints(
    findings: Sequence[Diagnostic], sources: Callable[[NotePath], str | None]
) -> tuple[str, ...]:
    """For each finding 64 hexadecimal digits, made of its path, rule and source text, and of their number.

    Of several findings with the same path, rule and text the first has the number 0; so no two have the same
    fingerprint.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    digests = []
    for quoted in quoted_findings(findings, lambda path: sources(path) or ""):
        key = (quoted.finding.location.path, quoted.finding.rule, quoted.text)
        parts = "\0".join((*key, str(seen[key])))
        digests.append(hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest())
        seen[key] += 1
    return tuple(digests)
