"""Findings written down, one file a format: each is a pure function from findings to text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from msgspec.structs import replace

from knotwork.model.diagnostics import Diagnostic, Silenced
from knotwork.model.names import TextOf
from knotwork.model.rule_info import RuleInfo
from knotwork.report.paths import prefixed_sources, with_prefix
from knotwork.report.summary import summary

__all__ = ["FORMATS", "GROUPS", "report", "summary"]

FORMATS = ("text", "concise", "json", "markdown", "github", "gitlab", "sarif", "rdjson", "junit")
"""The values of `--output-format`: each is a module with a function, which is loaded when it is needed."""
GROUPS = ("target", "rule", "file")
"""The values of `--group-by`."""


def report(
    format: str,
    diagnostics: Sequence[Diagnostic],
    sources: TextOf,
    rules: Iterable[RuleInfo] = (),
    *,
    prefix: str = "",
    silenced: Sequence[Silenced] = (),
    group_by: str | None = None,
    colour: bool = False,
) -> str:
    """The findings in one of the formats, with the paths of the vault behind a prefix.

    `rules` are described and `silenced` findings listed in formats that do so; `group_by` and `colour` are
    for `text`. `sources` takes paths of the vault.
    """
    written: Callable[..., str] = _function(format)
    if format == "json":
        return written(diagnostics, prefix)
    listed = [with_prefix(diagnostic, prefix) for diagnostic in diagnostics]
    others = [replace(hidden, finding=with_prefix(hidden.finding, prefix)) for hidden in silenced]
    if prefix:
        sources = prefixed_sources([*diagnostics, *(hidden.finding for hidden in silenced)], sources, prefix)
    if format == "text":
        return _function("groups")(listed, group_by, colour) if group_by else written(listed, sources, colour)
    if format == "sarif":
        return written(listed, sources, rules, others)
    return written(listed, sources)


def _function(format: str) -> Callable[..., str]:
    """`json_report` of `json.py`."""
    function: Callable[..., str] = getattr(import_module(f"{__name__}.{format}"), f"{format}_report")
    return function
