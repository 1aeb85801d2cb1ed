"""The findings of a block of code: marks beside its lines, and the list below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from knotwork.model.diagnostics import SEVERITIES, Diagnostic
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.site.addresses import Addresses
from knotwork.site.words import Words, marked

_CODE = lazy_regex("`([^`]+)`")
_LABELS = {
    "expected": marked("expected"),
    "error": marked("error"),
    "warning": marked("warning"),
    "info": marked("info"),
}
_FOLDED_AFTER, LISTED = 10, 100
"""The number of findings that are not folded; and of those that are listed at all."""
_COLUMNS, _LAST_COLUMN = 78, 56
"""The longest line of a block that needs no scrolling, and the longest with a message behind it."""
_TABS = "yaml-tab-indent"
"""The rule that reads tabs as spaces."""


@dataclass(frozen=True, slots=True)
class BlockPosition:
    """Where a block is shown."""

    site: Addresses
    here: str
    words: Words
    block: int
    """1-based, among the fences of its note."""
    own: bool
    """Whether the page is the note's own: elsewhere there are no ids."""
    first_line: int
    """The number of the code's first line: the one beside it where lines are numbered, else the note's."""
    expected: frozenset[Diagnostic]
    """The findings that the note's author meant to have."""


def message_html(text: str) -> str:
    """A message as HTML, what stands in backticks as code."""
    return _CODE.sub(r"<code>\1</code>", escape(text, quote=False))


def line_marks(findings: Sequence[Diagnostic], fence: Fence, position: BlockPosition) -> str:
    """The marks beside the lines: a column of as many lines as the code, so that each stands at its own.

    A mark shows the number of its line, and behind a short line what is wrong with it. It is a link to the
    list below, unless the mark above it is one: neighbouring lines are too close for fingers.
    """
    out, above, linked = [], 1, -1
    widths = [_width(line) for line in fence.text.splitlines()]
    fits = max(widths, default=0) <= _COLUMNS
    numbered = list(enumerate(findings[:LISTED], 1))
    for line, group in groupby(numbered, lambda pair: line_of(pair[1], fence)):
        if line < 1:
            continue
        of_line = list(group)
        severity = min((finding.severity for _, finding in of_line), key=SEVERITIES.index)
        expected = all(finding in position.expected for _, finding in of_line)
        about = "; ".join(
            f"{_severity_label(finding, position)}: {finding.message}" for _, finding in of_line
        )
        out.append("\n" * (line - above))
        above, number = line, of_line[0][0]
        kind = "expected" if expected else severity
        shown = f'class="kw-mark kw-{kind}" data-number="{line + position.first_line - 1}"'
        shown += f' title="{escape(about)}"'
        if fits and line <= len(widths) and widths[line - 1] <= _LAST_COLUMN:
            shown += f' data-before="{" " * (widths[line - 1] + 3)}"'
        if position.own:
            name = escape(f"{_line_name(line, position)}, {about}")
            shown += f' id="{line_id(line, position.block)}" aria-label="{name}"'
            if line - linked > 1:
                linked = line
                out.append(f'<a {shown} href="#{finding_id(number, position.block)}"></a>')
            else:
                out.append(f'<i {shown} role="img"></i>')
        else:
            out.append(f"<i {shown}></i>")
    return f'<span class="kw-marks" data-search-exclude>{"".join(out)}</span>' if out else ""


def findings_list(findings: Sequence[Diagnostic], fence: Fence, position: BlockPosition) -> str:
    """The findings below the code, the first of them in sight."""
    items = [
        _finding_item(number, finding, fence, position) for number, finding in enumerate(findings[:LISTED], 1)
    ]
    if not items:
        return ""
    words = position.words
    shown = _FOLDED_AFTER if len(items) > _FOLDED_AFTER + 1 else len(items)
    rest = len(findings) - shown
    folded = ""
    if rest:
        unlisted = len(findings) - len(items)
        more = f"<p>{words('and {n} more', n=words.number(unlisted))}</p>" if unlisted else ""
        below = f'<ol start="{shown + 1}">{"".join(items[shown:])}</ol>{more}'
        further = words.counted(rest, "more finding")
        folded = f"<details><summary>{further}</summary>{below}</details>"
    listed = f'<ol aria-label="{words("Findings")}">{"".join(items[:shown])}</ol>'
    return f'<div class="kw-findings" data-search-exclude>{listed}{folded}</div>'


def _finding_item(number: int, finding: Diagnostic, fence: Fence, position: BlockPosition) -> str:
    line = line_of(finding, fence)
    where = ""
    if line >= 1:
        name = _line_name(line, position)
        where = f' <a href="#{line_id(line, position.block)}">{name}</a>' if position.own else f" {name}"
    id_ = f' id="{finding_id(number, position.block)}"' if position.own else ""
    severity, kind = _severity_label(finding, position), _kind(finding, position)
    message = f'<span class="kw-severity">{severity}</span>{where}: {message_html(finding.message)}'
    if finding.help:
        stop = "" if finding.message.endswith(("?", ".")) else "."
        message += f'{stop} <span class="kw-help">{message_html(finding.help)}</span>'
    return f'<li class="kw-{kind}"{id_}>{message}</li>'


def _severity_label(finding: Diagnostic, position: BlockPosition) -> str:
    """The severity of a finding in a word; `expected` for one that the author meant to have."""
    return position.words(_LABELS[_kind(finding, position)])


def _kind(finding: Diagnostic, position: BlockPosition) -> str:
    return "expected" if finding in position.expected else finding.severity


def line_of(finding: Diagnostic, fence: Fence) -> int:
    """The 1-based line of the code, 0 for the line above it; behind the code it is the last one."""
    line = finding.location.span.start.line - fence.first_line + 1
    return min(line, fence.text.removesuffix("\n").count("\n") + 1)


def _line_name(line: int, position: BlockPosition) -> str:
    """A line as check and the health page call it; where lines are numbered, by that number."""
    return position.words("line {n}", n=line + position.first_line - 1)


def tab_stop(findings: Sequence[Diagnostic]) -> int | None:
    """How many spaces a block's tabs stand for, as its fix writes them; None when none are written."""
    edits = [
        edit for finding in findings if finding.rule == _TABS and finding.fix for edit in finding.fix.edits
    ]
    stops = (
        len(edit.text) // (edit.end.column - edit.start.column)
        for edit in edits
        if edit.end.column > edit.start.column
    )
    return max(stops, default=0) or None


def _width(line: str) -> int:
    """How many columns a line of code takes."""
    line = line.expandtabs(4)
    return len(line) if line.isascii() else sum(1 + (ord(sign) > 0x2E7F) for sign in line)


def line_id(line: int, block: int) -> str:
    """The id of the mark at a line of a block."""
    return f"block-{block}.line-{line}"


def finding_id(number: int, block: int) -> str:
    """The id of a finding in the list below a block."""
    return f"block-{block}.finding-{number}"
