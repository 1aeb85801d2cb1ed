"""Findings with the paths that their readers know: from the repository's root, or from the current folder."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from knotwork.model.diagnostics import Diagnostic, Fix, Location
from knotwork.model.names import NotePath


def with_prefix(finding: Diagnostic, prefix: str) -> Diagnostic:
    """The finding with all its paths behind the prefix."""
    if not prefix:
        return finding

    def prefixed(location: Location) -> Location:
        return replace(location, path=prefixed_path(location.path, prefix))

    related = tuple(replace(hint, location=prefixed(hint.location)) for hint in finding.related)
    fix = finding.fix and _fix_with_prefix(finding.fix, prefix)
    return replace(finding, location=prefixed(finding.location), related=related, fix=fix)


def prefixed_path(path: str, prefix: str) -> NotePath:
    """A path of the vault behind the prefix."""
    return NotePath(posixpath.normpath(prefix + path) if prefix else path)


def prefixed_sources(
    findings: Sequence[Diagnostic], sources: Callable[[NotePath], str | None], prefix: str
) -> Callable[[NotePath], str | None]:
    """The texts of the files of findings, by the paths behind the prefix."""
    paths = {finding.location.path for finding in findings}
    paths |= {edit.path for finding in findings if finding.fix for edit in finding.fix.edits}
    paths |= {hint.location.path for finding in findings for hint in finding.related}
    within = {prefixed_path(path, prefix): path for path in paths}
    return lambda path: sources(within.get(path, path))


def _fix_with_prefix(fix: Fix, prefix: str) -> Fix:
    edits = tuple(replace(edit, path=prefixed_path(edit.path, prefix)) for edit in fix.edits)
    return replace(fix, edits=edits)
