"""A fenced block as a reader sees it: what each manifest in it is, and what is wrong with which line.

Header and findings stand inside Material's `.highlight`, whose next sibling its annotations look for; the
text of `<code>` is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.body import FenceSlot
from knotwork.model.diagnostics import SEVERITIES, Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.note import Fence, Note
from knotwork.site.addresses import Addresses, relative, snippet_anchor
from knotwork.site.manifests.badges import (
    badge,
    badge_html,
    display_name,
    download,
    has_header,
    shown_findings,
)
from knotwork.site.manifests.code_marks import Mark, marked
from knotwork.site.manifests.field_docs import block_marks, docs_of
from knotwork.snippets.snippet import Snippet
from knotwork.syntax.code import highlighted

_PRE = "<pre><span></span><code>"
"""What opens the code itself; line numbers stand in a `<pre>` of their own before it."""
_ID = re.compile(r'^<div id="[^"]*"')
_CODE = re.compile("`([^`]+)`")
_FIRST_NUMBER = re.compile(r"[1-9]\d{0,8}")
_FOLDED_AFTER, _LISTED = 10, 100
"""So many findings, or documents, are in sight; so many findings are listed at all."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block is shown."""

    site: Addresses
    here: str
    block: int
    """1-based, among the fences of its note."""
    own: bool
    """Whether the page is the note's own: elsewhere there are no ids."""
    expected: frozenset[Diagnostic] = frozenset()
    """What was meant to be found."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is said of a block."""

    told: Sequence[Snippet]
    """Those of its documents that have a header."""
    found: Sequence[Diagnostic]
    expected: frozenset[Diagnostic]
    """Those among them that were meant to be found."""


def fence_html(
    kb: KnowledgeBase, note: Note, slot: FenceSlot, site: Addresses, here: str, *, own: bool
) -> str:
    """The HTML of a fenced block on the page at `here`; `own` says whether that is its note's page."""
    html = code_html(note, slot)
    html = html if own else _ID.sub("<div", html)
    shown, fence = _shown(kb, note, slot.fence), note.fences[slot.fence]
    if shown is None:
        return html
    told, found = shown.told, shown.found
    place = _Place(site, here, slot.fence + 1, own, shown.expected)
    head = _heads([_head(kb, note.path, each, place) for each in told])
    opening, _, rest = html.removesuffix("</div>").partition(">")
    rest = _marked_code(
        rest, _marks(found, fence, place), block_marks(kb, note.path, fence, told, site, here)
    )
    return f"{_opening(opening, docs_of(told), place)}>{head}{rest}{_findings(found, fence, place)}</div>"


def code_html(note: Note, slot: FenceSlot) -> str:
    """A block as code and nothing else."""
    fence = note.fences[slot.fence]
    return highlighted(fence.text, fence.info, plain=slot.plain)


def finding_anchors(kb: KnowledgeBase, note: Note) -> Mapping[Diagnostic, str]:
    """Where a note's page shows each finding in its blocks: the id of the line, if that is marked."""
    anchors: dict[Diagnostic, str] = {}
    slots = (piece for piece in note.body.pieces if isinstance(piece, FenceSlot))
    for slot in slots if kb.snippets.of(note.path).diagnostics else ():
        shown = _shown(kb, note, slot.fence)
        for number, each in enumerate(shown.found[:_LISTED] if shown else (), 1):
            line = _line(each, note.fences[slot.fence])
            block = slot.fence + 1
            anchors[each] = _line_id(line, block) if line >= 1 else _finding_id(number, block)
    return anchors


def message_html(text: str) -> str:
    """A message as HTML, what stands in backticks as code."""
    return _CODE.sub(r"<code>\1</code>", escape(text, quote=False))


def _shown(kb: KnowledgeBase, note: Note, index: int) -> _Shown | None:
    """What a reader is told of a block; None when nothing is worth it."""
    fence, snippets = note.fences[index], _snippets(kb, note.path, index)
    expected = shown_findings(kb, note.path, [one for each in snippets for one in each.expected])
    found = [*_found(kb, note.path, fence), *expected]
    found.sort(key=lambda each: each.location.span)
    told = [each for each in snippets if has_header(each)]
    if not told and all(each.severity == "info" for each in found):
        return None  # hints are for whoever writes the block
    return _Shown(told, found, frozenset(expected))


def _snippets(kb: KnowledgeBase, path: NotePath, fence: int) -> Sequence[Snippet]:
    all_ = kb.snippets.of(path).snippets
    first = bisect_left(all_, fence, key=lambda each: each.fence)
    return all_[first : bisect_right(all_, fence, key=lambda each: each.fence)]


def _found(kb: KnowledgeBase, path: NotePath, fence: Fence) -> list[Diagnostic]:
    """What is wrong with a block, as far as it is shown."""
    found = kb.snippets.of(path).diagnostics
    start = bisect_left(found, fence.span.start, key=lambda each: each.location.span.start)
    end = bisect_left(found, fence.span.end, key=lambda each: each.location.span.start)
    return shown_findings(kb, path, found[start:end])


def _opening(tag: str, docs: str, place: _Place) -> str:
    """The start of the block's element."""
    tag = tag.replace(' highlight"', ' highlight kw-block"', 1)
    if place.own and not _ID.match(tag):
        # Material's copy button goes by the nearest id, and fails at one such as `^a` of a list item around
        tag = tag.replace("<div", f'<div id="block--{place.block}"', 1)
    return f'{tag} data-kw-docs="{escape(docs)}"' if docs else tag


def _marked_code(html: str, beside: str, within: Iterable[Mark]) -> str:
    """The code with marks beside its lines, and in it; its text stays as it is."""
    before, opening, rest = html.partition(_PRE)
    code, closing, after = rest.rpartition("</code></pre>")
    if not opening or not closing:
        return html
    return f"{before}<pre><span></span>{beside}<code>{marked(code, list(within))}{closing}{after}"


# -- the parts of a block


def _heads(heads: Sequence[str]) -> str:
    """The headers of a block's documents, a line each."""
    if not heads:
        return ""
    shown, rest = "".join(heads[:_FOLDED_AFTER]), heads[_FOLDED_AFTER:]
    folded = f"<details><summary>{len(rest):,} more</summary>{''.join(rest)}</details>" if rest else ""
    return f'<div class="kw-snippets" data-search-exclude>{shown}{folded}</div>'


def _head(kb: KnowledgeBase, path: NotePath, snippet: Snippet, place: _Place) -> str:
    name = f" <strong>{escape(snippet.name)}</strong>" if snippet.kind and snippet.name else ""
    id_ = f' id="{escape(snippet_anchor(snippet))}"' if place.own else ""
    kind = escape(display_name(snippet))
    about = place.site.about.get(snippet.kind or "")
    if about is not None and about != path:
        kind = f'<a href="{escape(relative(place.site.note(about), place.here))}">{kind}</a>'
    return (
        f'<p{id_}><span class="kw-kind">{kind}{name}</span> '
        f"{badge_html(badge(kb, path, snippet))} {download(place.site, snippet, place.here)}</p>"
    )


def _marks(found: Sequence[Diagnostic], fence: Fence, place: _Place) -> str:
    """The marks beside the lines: a column of as many lines as the code, so that each stands at its own.

    A mark shows the number of its finding in the list below the code.
    """
    out, above = [], 1
    numbered = list(enumerate(found[:_LISTED], 1))
    for line, group in groupby(numbered, lambda each: _line(each[1], fence)):
        if line < 1:
            continue
        there = list(group)
        gravest: str = min((each.severity for _, each in there), key=SEVERITIES.index)
        gravest = "expected" if all(each in place.expected for _, each in there) else gravest
        about = "; ".join(f"{_said(each, place)}: {each.message}" for _, each in there)
        out.append("\n" * (line - above))
        above, number = line, there[0][0]
        shown = f'class="kw-mark kw-{gravest}" data-number="{number}" title="{escape(about)}"'
        if place.own:
            name = escape(f"{_line_name(line, fence)}, {about}")
            ends = f'id="{_line_id(line, place.block)}" href="#{_finding_id(number, place.block)}"'
            out.append(f'<a {shown} {ends} aria-label="{name}"></a>')
        else:
            out.append(f"<i {shown}></i>")
    return f'<span class="kw-marks" data-search-exclude>{"".join(out)}</span>' if out else ""


def _findings(found: Sequence[Diagnostic], fence: Fence, place: _Place) -> str:
    items = [_finding(number, each, fence, place) for number, each in enumerate(found[:_LISTED], 1)]
    if not items:
        return ""
    shown = _FOLDED_AFTER if len(items) > _FOLDED_AFTER + 1 else len(items)
    rest = len(found) - shown
    folded = ""
    if rest:
        unlisted = len(found) - len(items)
        left = f"<p>and {unlisted:,} more</p>" if unlisted else ""
        below = f'<ol start="{shown + 1}">{"".join(items[shown:])}</ol>{left}'
        folded = f"<details><summary>{rest:,} more findings</summary>{below}</details>"
    listed = f'<ol aria-label="Findings">{"".join(items[:shown])}</ol>'
    return f'<div class="kw-findings" data-search-exclude>{listed}{folded}</div>'


def _finding(number: int, found: Diagnostic, fence: Fence, place: _Place) -> str:
    line = _line(found, fence)
    where = ""
    if line >= 1:
        where = _line_name(line, fence)
        where = f' <a href="#{_line_id(line, place.block)}">{where}</a>' if place.own else f" {where}"
    id_ = f' id="{_finding_id(number, place.block)}"' if place.own else ""
    severity = _said(found, place)
    message = f'<span class="kw-severity">{severity}</span>{where}: {message_html(found.message)}'
    if found.help:
        stop = "" if found.message.endswith(("?", ".")) else "."
        message += f'{stop} <span class="kw-help">{message_html(found.help)}</span>'
    return f'<li class="kw-{severity}"{id_}>{message}</li>'


def _said(found: Diagnostic, place: _Place) -> str:
    """How grave a finding is, in a word."""
    return "expected" if found in place.expected else found.severity


def _line(found: Diagnostic, fence: Fence) -> int:
    """The 1-based line of the code; 0 for the line above it. What is found behind its end is in the last."""
    line = found.location.span.start.line - fence.first_line + 1
    return min(line, fence.text.removesuffix("\n").count("\n") + 1)


def _line_name(line: int, fence: Fence) -> str:
    """A line as the reader counts it: where lines are numbered, by that number."""
    numbers = _FIRST_NUMBER.match(fence.options.get("linenums", ""))
    return f"line {line + (int(numbers[0]) - 1 if numbers else 0)}"


def _line_id(line: int, block: int) -> str:
    return f"block-{block}.line-{line}"


def _finding_id(number: int, block: int) -> str:
    return f"block-{block}.finding-{number}"
