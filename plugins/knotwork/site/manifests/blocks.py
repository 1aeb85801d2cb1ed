"""A fenced block on a page: a header for each manifest, and its findings beside the lines.

Header and findings stand inside Material's `.highlight`, whose next sibling its annotations look for; the
text of `<code>` is left alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from knotwork.config.code_lines import CodeLines
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.body import FenceSlot
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.note import Fence, Note
from knotwork.site.addresses import Addresses, relative, snippet_anchor
from knotwork.site.custom_fences import custom_fence_html
from knotwork.site.manifests.badges import (
    badge,
    badge_html,
    display_name,
    download,
    has_header,
    shown_findings,
)
from knotwork.site.manifests.block_findings import (
    LISTED,
    BlockPosition,
    finding_id,
    findings_list,
    line_id,
    line_marks,
    line_of,
    tab_stop,
)
from knotwork.site.manifests.field_docs import block_marks, docs_of
from knotwork.site.words import Words, words_of
from knotwork.snippets.snippet import Snippet
from knotwork.syntax.code_html import NO_IDS, CodeBlock, LineIds, code_block

_FOLDED_AFTER = 10
"""The number of documents that are not folded."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """The headers and findings of a block."""

    snippets: Sequence[Snippet]
    """Those of its documents that have a header."""
    documented: Sequence[Snippet]
    """Those whose fields show their documentation."""
    findings: Sequence[Diagnostic]
    expected: frozenset[Diagnostic]
    """Those among them that the note's author meant to have."""


def fence_html(
    kb: KnowledgeBase, note: Note, slot: FenceSlot, site: Addresses, here: str, *, own: bool
) -> str:
    """The HTML of a fenced block on the page at `here`; `own` says whether that is its note's page."""
    custom = kb.settings.markdown.fence(note.fences[slot.fence].language)
    if custom is not None:
        return custom_fence_html(custom, note.fences[slot.fence], own=own)
    block, shown = _code_block(note, slot), _shown(kb, note, slot.fence)
    line_ids = _line_ids(kb.settings.markdown.code_lines, note, slot, block) if own else NO_IDS
    if shown is None:
        return block.html(block.anchor if own else None, line_ids=line_ids)
    fence, number = note.fences[slot.fence], slot.fence + 1
    words = words_of(kb.settings.language)
    first_line = block.numbers.first if block.numbers else fence.first_line
    position = BlockPosition(site, here, words, number, own, first_line, shown.expected)
    docs = docs_of(shown.documented)
    stop = tab_stop(shown.findings)
    return block.html(
        # Material's copy button goes by the nearest id, and fails at one such as `^a` of a list item around
        (block.anchor or f"block--{number}") if own else None,
        classes=("kw-block", f"kw-tabs-{stop}") if stop else ("kw-block",),
        data=(("data-kw-docs", docs),) if docs else (),
        head=_headers(words, [_header(kb, note.path, snippet, position) for snippet in shown.snippets]),
        beside=line_marks(shown.findings, fence, position),
        foot=findings_list(shown.findings, fence, position),
        marks=list(
            block_marks(kb, note.path, fence, shown.documented, site, here, references=bool(shown.snippets))
        ),
        line_ids=line_ids,
    )


def _code_block(note: Note, slot: FenceSlot) -> CodeBlock:
    fence = note.fences[slot.fence]
    return code_block(fence.text, fence.info, plain=slot.plain)


def _line_ids(site: CodeLines, note: Note, slot: FenceSlot, block: CodeBlock) -> LineIds:
    """The ids of a block's lines: blocks of code are counted, those with an id of their own have that."""
    if not site.has_ids or note.fences[slot.fence].language in site.uncounted:
        return NO_IDS
    before = slot.fence
    if site.uncounted:
        before -= sum(fence.language in site.uncounted for fence in note.fences[: slot.fence])
    name = block.anchor or str(before)
    return LineIds(
        f"{site.anchors}-{name}" if site.anchors else "",
        site.linked,
        f"{site.spans}-{name}" if site.spans else "",
    )


def finding_anchors(kb: KnowledgeBase, note: Note) -> Mapping[Diagnostic, str]:
    """Where a note's page shows each finding in its blocks: the id of the line, if that is marked."""
    anchors: dict[Diagnostic, str] = {}
    slots = (piece for piece in note.body.pieces if isinstance(piece, FenceSlot))
    for slot in slots if kb.snippets.of(note.path).diagnostics else ():
        shown = _shown(kb, note, slot.fence)
        for number, finding in enumerate(shown.findings[:LISTED] if shown else (), 1):
            line = line_of(finding, note.fences[slot.fence])
            block = slot.fence + 1
            anchors[finding] = line_id(line, block) if line >= 1 else finding_id(number, block)
    return anchors


def _shown(kb: KnowledgeBase, note: Note, index: int) -> _Shown | None:
    """The headers and findings of a block; None when it has neither."""
    fence, snippets = note.fences[index], _snippets(kb, note.path, index)
    shows = partial(kb.settings.shows, properties=note.front_matter)
    expected: list[Diagnostic] = []
    findings: list[Diagnostic] = []
    if shows("snippet_findings"):
        meant = [finding for snippet in snippets for finding in snippet.expected]
        expected = shown_findings(kb, note.path, meant)
        findings = [*_unexpected(kb, note.path, fence), *expected]
        findings.sort(key=lambda finding: finding.location.span)
    described = [snippet for snippet in snippets if has_header(snippet)]
    with_header = described if shows("snippet_headers") else []
    documented = described if shows("field_docs") else []
    if not with_header and not documented and all(finding.severity == "info" for finding in findings):
        return None  # hints are for the author of the block
    return _Shown(with_header, documented, findings, frozenset(expected))


def _snippets(kb: KnowledgeBase, path: NotePath, fence: int) -> Sequence[Snippet]:
    snippets = kb.snippets.of(path).snippets
    first = bisect_left(snippets, fence, key=lambda snippet: snippet.fence)
    return snippets[first : bisect_right(snippets, fence, key=lambda snippet: snippet.fence)]


def _unexpected(kb: KnowledgeBase, path: NotePath, fence: Fence) -> list[Diagnostic]:
    """The findings in a block that its author did not mean to have, as far as they are shown."""
    findings = kb.snippets.of(path).diagnostics
    start = bisect_left(findings, fence.span.start, key=lambda finding: finding.location.span.start)
    end = bisect_left(findings, fence.span.end, key=lambda finding: finding.location.span.start)
    return shown_findings(kb, path, findings[start:end])


# -- the parts of a block


def _headers(words: Words, headers: Sequence[str]) -> str:
    """The headers of a block's documents, a line each."""
    if not headers:
        return ""
    shown, rest = "".join(headers[:_FOLDED_AFTER]), headers[_FOLDED_AFTER:]
    more = words("{n} more", n=words.number(len(rest)))
    folded = f"<details><summary>{more}</summary>{''.join(rest)}</details>" if rest else ""
    return f'<div class="kw-snippets" data-search-exclude>{shown}{folded}</div>'


def _header(kb: KnowledgeBase, path: NotePath, snippet: Snippet, position: BlockPosition) -> str:
    site, here = position.site, position.here
    name = f" <strong>{escape(snippet.name)}</strong>" if snippet.kind and snippet.name else ""
    id_ = f' id="{escape(snippet_anchor(snippet))}"' if position.own else ""
    kind = escape(display_name(position.words, snippet))
    about = site.about.get(snippet.kind or "")
    if about is not None and about != path:
        kind = f'<a href="{escape(relative(site.note(about), here))}">{kind}</a>'
    return (
        f'<p{id_}><span class="kw-kind">{kind}{name}</span> '
        f"{badge_html(badge(kb, path, snippet))} {download(position.words, site, snippet, here)}</p>"
    )
