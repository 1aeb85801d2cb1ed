"""Findings as test results: a suite for each file, for CI servers.

Elements and attributes are those of the schema that Jenkins checks, `junit-10.xsd` of its xUnit plugin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.terminal import harmless
from knotwork.report.text import place

_NOT_XML = re.compile("[\ufffe\uffff]")
"""Characters that XML does not allow, beside control characters."""


def junit_report(diagnostics: Sequence[Diagnostic], sources: Callable[[NotePath], str | None]) -> str:
    """Errors and warnings are failed tests, infos passed ones; without findings one test has passed."""
    files = groupby(sorted(diagnostics, key=_path), key=_path)
    suites = [_suite(path, list(group)) for path, group in files]
    clean = (
        '<testsuite name="knotwork" tests="1" failures="0" errors="0">'
        '<testcase name="no findings"/></testsuite>\n'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="knotwork">\n{"".join(suites) or clean}</testsuites>\n'
    )


def _suite(path: str, diagnostics: Sequence[Diagnostic]) -> str:
    failures = sum(diagnostic.severity != "info" for diagnostic in diagnostics)
    cases = "".join(map(_case, diagnostics))
    return (
        f'<testsuite name="{_xml(path)}" tests="{len(diagnostics)}" failures="{failures}" errors="0">\n'
        f"{cases}</testsuite>\n"
    )


def _case(diagnostic: Diagnostic) -> str:
    start = diagnostic.location.span.start
    body = _xml("\n".join(filter(None, (place(diagnostic.location), diagnostic.message, diagnostic.help))))
    outcome = (
        f"<system-out>{body}</system-out>"
        if diagnostic.severity == "info"
        else f'<failure type="{diagnostic.severity}" message="{_xml(diagnostic.message)}">{body}</failure>'
    )
    name = _xml(f"{diagnostic.rule} ({start.line}:{start.column})")
    return f'<testcase classname="{_xml(diagnostic.location.path)}" name="{name}">{outcome}</testcase>\n'


def _path(diagnostic: Diagnostic) -> str:
    return diagnostic.location.path


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", harmless(text)))
