"""Findings as SARIF 2.1.0, which code scanning services and many editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from knotwork import __version__
from knotwork.model.diagnostics import Diagnostic, Fix, Location, Silenced
from knotwork.model.names import NotePath
from knotwork.model.rule_info import RuleInfo
from knotwork.model.text import Position
from knotwork.report.fingerprints import fingerprints
from knotwork.report.json import json_text
from knotwork.report.rule_addresses import documentation, project_urls, rule_address
from knotwork.report.terminal import encodable

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif_report(
    diagnostics: Sequence[Diagnostic],
    sources: Callable[[NotePath], str | None],
    rules: Iterable[RuleInfo],
    silenced: Sequence[Silenced] = (),
) -> str:
    """A log with one run; of `rules` it describes those that found something, silenced or not."""
    all_findings = (*diagnostics, *(hidden.finding for hidden in silenced))
    codes = {finding.rule for finding in all_findings}
    root = documentation()
    driver = {
        "name": "knotwork",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": root or project_urls().get("Repository", "urn:knotwork"),
        "rules": [
            _rule(rule, root) for rule in sorted(rules, key=lambda rule: rule.code) if rule.code in codes
        ],
    }
    results = [
        _result(finding, fingerprint)
        for finding, fingerprint in zip(all_findings, fingerprints(all_findings, sources), strict=True)
    ]
    if silenced:  # then SARIF asks it of all results: an empty list is a finding that counts
        for result in results:
            result["suppressions"] = []
        for result, hidden in zip(results[len(diagnostics) :], silenced, strict=True):
            result["suppressions"] = [_suppression(hidden)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json_text(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _rule(rule: RuleInfo, root: str) -> dict[str, object]:
    """A rule as code scanning shows it, which needs all three descriptions."""
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.code.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.explanation, "markdown": rule.explanation},
        "helpUri": rule_address(rule.code, root),
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": not rule.off},
        "properties": {"tags": [rule.family]},
    }


def _result(diagnostic: Diagnostic, fingerprint: str) -> dict[str, object]:
    message = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
    result: dict[str, object] = {
        "ruleId": diagnostic.rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": message},
        "locations": [_location(diagnostic.location)],
        # the first name is the one by which GitHub tells an alert from another
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, "knotwork/v1": fingerprint},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {**_location(hint.location), "message": {"text": hint.message}} for hint in diagnostic.related
        ]
    if diagnostic.fix:
        result["fixes"] = [_fix(diagnostic.fix)]
    return result


def _suppression(silenced: Silenced) -> dict[str, object]:
    reason = {"justification": silenced.reason} if silenced.reason else {}
    return {"kind": "inSource" if silenced.by == "comment" else "external", "status": "accepted", **reason}


def _fix(fix: Fix) -> dict[str, object]:
    """The edits by file; a fix that is not safe says that it is a suggestion."""
    replacements: dict[NotePath, list[dict[str, object]]] = {}
    for edit in fix.edits:
        replacements.setdefault(edit.path, []).append(
            {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.text}}
        )
    return {
        "description": {"text": fix.title if fix.safe else f"{fix.title} (a suggestion, not certain)"},
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": edits}
            for path, edits in replacements.items()
        ],
    }


def _location(location: Location) -> dict[str, object]:
    region = _region(location.span.start, location.span.end)
    return {"physicalLocation": {"artifactLocation": _artifact(location.path), "region": region}}


def _artifact(path: NotePath) -> dict[str, str]:
    return {"uri": quote(encodable(path))}


def _region(start: Position, end: Position) -> dict[str, int]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
