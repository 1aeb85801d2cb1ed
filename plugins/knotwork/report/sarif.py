"""Findings as SARIF 2.1.0, which code scanning services and many editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from knotwork import __version__
from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.rule_info import RuleInfo
from knotwork.report.json import json_text
from knotwork.report.terminal import encodable

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif_report(
    diagnostics: Sequence[Diagnostic],
    sources: Callable[[NotePath], str | None],
    rules: Iterable[RuleInfo],
) -> str:
    """A log with one run; of `rules` it describes those that found something."""
    codes = {diagnostic.rule for diagnostic in diagnostics}
    urls = _project_urls()
    documentation = urls.get("Documentation", "")
    driver = {
        "name": "knotwork",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": documentation or urls.get("Repository", "urn:knotwork"),
        "rules": [
            _rule(rule, documentation)
            for rule in sorted(rules, key=lambda rule: rule.code)
            if rule.code in codes
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic) for diagnostic in diagnostics],
    }
    return json_text(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _rule(rule: RuleInfo, documentation: str) -> dict[str, object]:
    """A rule as code scanning shows it, which needs all three descriptions."""
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.code.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.explanation, "markdown": rule.explanation},
        "helpUri": _help_uri(rule, documentation),
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": not rule.off},
        "properties": {"tags": [rule.family]},
    }


def _help_uri(rule: RuleInfo, documentation: str) -> str:
    """The rule's section on the published site of our notes; a name for it when no address is known."""
    if not documentation:
        return f"urn:knotwork:rule:{rule.code}"
    return f"{documentation.rstrip('/')}/handbook/rules/#{rule.code}"


def _project_urls() -> Mapping[str, str]:
    """The addresses in `[project.urls]` of the installed package, by their labels."""
    from importlib.metadata import PackageNotFoundError, metadata  # slow to import

    try:
        urls = metadata("knotwork").get_all("Project-URL") or []
    except PackageNotFoundError:
        return {}
    return dict(url.partition(", ")[::2] for url in urls)


def _result(diagnostic: Diagnostic) -> dict[str, object]:
    message = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
    result: dict[str, object] = {
        "ruleId": diagnostic.rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": message},
        "locations": [_location(diagnostic.location)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {**_location(hint.location), "message": {"text": hint.message}} for hint in diagnostic.related
        ]
    return result


def _location(location: Location) -> dict[str, object]:
    start, end = location.span.start, location.span.end
    region = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
    uri = quote(encodable(location.path))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
