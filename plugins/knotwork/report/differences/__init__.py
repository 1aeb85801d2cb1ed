"""Differences between two states of a vault written down, one file a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from knotwork.model.differences import Difference
from knotwork.report.differences.github import github_differences
from knotwork.report.differences.grouped import Compared, difference_summary
from knotwork.report.differences.json import json_differences
from knotwork.report.differences.markdown import markdown_differences
from knotwork.report.differences.text import text_differences

__all__ = ["DIFFERENCE_FORMATS", "Compared", "difference_report", "difference_summary"]

_REPORTS: Mapping[str, Callable[[Sequence[Difference], Compared], str]] = {
    "text": text_differences,
    "json": json_differences,
    "markdown": markdown_differences,
    "github": github_differences,
}
DIFFERENCE_FORMATS = (*_REPORTS,)
"""The values of `--output-format`."""


def difference_report(format: str, differences: Sequence[Difference], compared: Compared) -> str:
    """The differences in one of the formats."""
    return _REPORTS[format](differences, compared)
