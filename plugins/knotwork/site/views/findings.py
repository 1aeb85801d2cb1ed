"""The findings of a note at the top of its page, for its author: only `serve` shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from knotwork.model.diagnostics import HIDES_TEXT, Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.site.manifests.blocks import message_html

_SHOWN = 20
_SHOWN_TO_READERS = frozenset(("bad-encoding", "internal-error"))
"""Rules for which readers get a panel, too."""


def by_note(findings: Iterable[Diagnostic]) -> Mapping[NotePath, Sequence[Diagnostic]]:
    """The findings of each file, in order."""
    grouped: dict[NotePath, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        grouped[finding.location.path].append(finding)
    return grouped


def findings_panel(findings: Sequence[Diagnostic]) -> str:
    """One box with a note's errors; empty when it has none."""
    own = [finding for finding in findings if finding.rule not in _SHOWN_TO_READERS]
    listed = [finding for finding in own if finding.severity == "error" or finding.rule in HIDES_TEXT]
    if not listed:
        return ""
    errors = sum(finding.severity == "error" for finding in listed)
    title = counted(errors, "error") if errors == len(listed) else counted(len(listed), "finding")
    rest = [
        *([f"{len(listed) - _SHOWN:,} more"] if len(listed) > _SHOWN else []),
        *([counted(others, "less severe finding")] if (others := len(own) - len(listed)) else []),
    ]
    more = f"Also {' and '.join(rest)}; <code>knotwork check</code> lists all. " if rest else ""
    return (
        f'<details class="failure kw-problem" open>\n<summary>{title} in this note</summary>\n'
        f"<ul>\n{''.join(map(_item, listed[:_SHOWN]))}</ul>\n"
        f"<p>{more}Only <code>serve</code> shows this.</p>\n</details>\n"
    )


def _item(finding: Diagnostic) -> str:
    help_ = f"<br>{message_html(finding.help)}" if finding.help else ""
    line = finding.location.span.start.line
    return (
        f"<li>Line {line}: {message_html(finding.message)} <code>{escape(finding.rule)}</code>{help_}</li>\n"
    )
