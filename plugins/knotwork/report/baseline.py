"""A baseline: the findings that a vault had when it was written, which are not reported again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import Struct, ValidationError, convert

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.fingerprints import fingerprints
from knotwork.report.json import json_text
from knotwork.report.paths import prefixed_path, prefixed_sources, with_prefix

BASELINE_NAME = "knotwork-baseline.json"
"""The name of the file that is read when none is named."""
_VERSION = 1

Baseline = Mapping[str, Mapping[str, Sequence[str]]]
"""The fingerprints of findings, by path and rule."""


class _File(Struct):
    version: int
    findings: dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Compared:
    """The findings of a check beside a baseline."""

    new: tuple[Diagnostic, ...]
    known: tuple[Diagnostic, ...]
    """Those that the baseline has."""
    current: Baseline
    """What a baseline of all these findings has, and what this check could not tell of the one before."""
    gone: int
    """How many entries of the baseline are of findings that are no longer there."""


def read_baseline(text: str) -> Baseline:
    """The baseline in the text of a file; raises ValueError with a sentence for any other text."""
    try:
        file = convert(json.loads(text), _File)
    except (ValueError, RecursionError, ValidationError) as error:
        raise ValueError(f"it is not a baseline: {error}") from error
    if file.version != _VERSION:
        raise ValueError(f"it is a baseline of version {file.version}, and only {_VERSION} is known")
    return file.findings


def baseline_text(baseline: Baseline) -> str:
    """The text of a file: a line for each fingerprint, all in order, so that changes are easy to merge."""
    findings = {
        path: {rule: sorted(prints) for rule, prints in sorted(rules.items())}
        for path, rules in sorted(baseline.items())
    }
    return json_text({"version": _VERSION, "findings": findings})


def compared(
    baseline: Baseline,
    findings: Sequence[Diagnostic],
    sources: Callable[[NotePath], str | None],
    is_checked: Callable[[str, str], bool] = lambda path, rule: True,
    prefix: str = "",
) -> Compared:
    """Tell the findings that a baseline has from new ones.

    The paths of the baseline are those of the findings behind the prefix. `is_checked` says for a path of the
    baseline and a rule whether that was looked for: other entries stay.
    """
    new: list[Diagnostic] = []
    known: list[Diagnostic] = []
    current: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    before = set(_entries(baseline))
    present = set()
    listed = [with_prefix(finding, prefix) for finding in findings]
    prints = fingerprints(listed, prefixed_sources(findings, sources, prefix))
    for finding, fingerprint in zip(findings, prints, strict=True):
        entry = (prefixed_path(finding.location.path, prefix), finding.rule, fingerprint)
        (known if entry in before else new).append(finding)
        present.add(entry)
    left = {entry for entry in before - present if not is_checked(entry[0], entry[1])}
    for path, rule, fingerprint in sorted(present | left):
        current[path][rule].append(fingerprint)
    return Compared(tuple(new), tuple(known), current, len(before - present - left))


def without_gone(baseline: Baseline, current: Baseline) -> Baseline:
    """The entries of a baseline that a current one has, too."""
    kept: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, rule, fingerprint in sorted(set(_entries(baseline)) & set(_entries(current))):
        kept[path][rule].append(fingerprint)
    return kept


def _entries(baseline: Baseline) -> Iterator[tuple[str, str, str]]:
    for path, rules in baseline.items():
        for rule, prints in rules.items():
            yield from ((path, rule, fingerprint) for fingerprint in prints)
