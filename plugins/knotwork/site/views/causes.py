"""Findings of one cause, such as links to one missing note: said once, with every place where it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.text import FILE_START
from knotwork.report.groups import by_cause
from knotwork.site.manifests.block_findings import message_html
from knotwork.site.views.finding_places import section_of
from knotwork.site.views.page import View

_PLACES = 100
"""Places of one cause that are listed; more are counted."""

AnchorOf = Callable[[Diagnostic], str | None]
"""The id at which a page shows a finding in a block; None for one elsewhere."""


def causes_by_rule(
    by_rule: Mapping[str, Sequence[Diagnostic]],
) -> Mapping[str, Sequence[Sequence[Diagnostic]]]:
    """For each rule its findings by cause, the causes with most findings first."""
    return {
        rule: sorted(by_cause(findings), key=lambda cause: -len(cause)) for rule, findings in by_rule.items()
    }


def cause_id(rule: str, index: int) -> str:
    """The id of a cause of a rule."""
    return f"cause-{rule}-{index + 1}"


def cause_html(view: View, findings: Sequence[Diagnostic], id_: str, anchor_of: AnchorOf, here: str) -> str:
    """The findings of one cause: of one its place and message, of several the message above the places."""
    first = findings[0]
    help_ = f'<p class="kw-help">{message_html(first.help)}</p>' if first.help else ""
    message = message_html(first.message)
    if len(findings) == 1:
        return (
            f'<p id="{id_}">{view.link(first.location.path, here)}{_lines(view, findings, anchor_of, here)}'
            f"{view.where(first.location.path)}</p><div><p>{message}</p>{help_}</div>"
        )
    listed = "".join(
        f"<li>{view.link(path, here)}{_lines(view, list(own), anchor_of, here)}{view.where(path)}</li>\n"
        for path, own in groupby(findings[:_PLACES], lambda finding: finding.location.path)
    )
    rest = len(findings) - _PLACES
    more = view.words.plural(rest, "and {n} more place", "and {n} more places") if rest > 0 else ""
    count = f'<span class="kw-count">{view.words.number(len(findings))}</span>'
    return (
        f'<div class="kw-cause" id="{id_}"><p>{message} {count}</p>{help_}</div>'
        f'<ul class="kw-places">\n{listed}</ul>{f"<p>{more}</p>" if more else ""}'
    )


def _lines(view: View, findings: Sequence[Diagnostic], anchor_of: AnchorOf, here: str) -> str:
    """Links to the lines of findings in one note; nothing for one about the note as a whole."""
    out = ""
    for finding in findings:
        if finding.location.span == FILE_START:
            continue
        path, line = finding.location.path, finding.location.span.start.line
        anchor = anchor_of(finding) or section_of(view, path, line)
        there = view.link(path, here, anchor, view.words("line {n}", n=view.words.number(line)))
        out += f' <span class="kw-line">{there}</span>'
    return out
