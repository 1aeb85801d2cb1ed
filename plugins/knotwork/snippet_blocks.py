"""A fenced block as a reader sees it: what each manifest in it is, and what is wrong with which line.

Header and findings stand inside Material's `.highlight`, whose next sibling its annotations look for; the
text of `<code>` is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Literal

from knotwork.addresses import Addresses, relative, snippet_anchor
from knotwork.compiler import KnowledgeBase
from knotwork.diagnostics import SEVERITIES, Diagnostic
from knotwork.names import NotePath, basename
from knotwork.note import Fence, FenceSlot, Note
from knotwork.rules.suppressions import applied
from knotwork.snippets.codes import ADVICE
from knotwork.snippets.codes import SEVERITIES as DEFAULTS
from knotwork.snippets.snippet import Snippet

_PRE = "<pre><span></span><code>"
"""What opens the code itself; line numbers stand in a `<pre>` of their own before it."""
_ID = re.compile(r'^<div id="[^"]*"')
_FIRST_NUMBER = re.compile(r"[1-9]\d{0,8}")
_FOLDED_AFTER, _LISTED = 10, 100


@dataclass(frozen=True, slots=True)
class Badge:
    """What is to be said of a snippet's state."""

    words: str
    look: Literal["good", "bad", "plain"]
    group: str = ""
    """The heading in the catalogue for what is not valid: `Invalid`; empty: it is valid."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block is shown."""

    site: Addresses
    here: str
    block: int
    """1-based, among the fences of its note."""
    own: bool
    """Whether the page is the note's own: elsewhere there are no ids."""


def fence_html(
    kb: KnowledgeBase, note: Note, slot: FenceSlot, site: Addresses, here: str, *, own: bool
) -> str:
    """The HTML of a fenced block on the page at `here`; `own` says whether that is its note's page."""
    html = slot.html if own else _ID.sub("<div", slot.html)
    fence, judged = note.fences[slot.fence], kb.judged(note.path)
    first = bisect_left(judged.snippets, slot.fence, key=lambda each: each.fence)
    last = bisect_right(judged.snippets, slot.fence, key=lambda each: each.fence)
    start = bisect_left(judged.diagnostics, fence.span.start, key=lambda each: each.location.span.start)
    end = bisect_left(judged.diagnostics, fence.span.end, key=lambda each: each.location.span.start)
    found = shown_findings(kb, note.path, judged.diagnostics[start:end])
    told = [each for each in judged.snippets[first:last] if _is_told(each)]
    if not told and not found:
        return html
    place = _Place(site, here, slot.fence + 1, own)
    head = "".join(_head(kb, note.path, each, place) for each in told)
    head = f'<div class="kw-snippets" data-search-exclude>{head}</div>' if head else ""
    opening, _, rest = html.removesuffix("</div>").partition(">")
    opening = opening.replace(' highlight"', ' highlight kw-block"', 1)
    rest = rest.replace(_PRE, f"<pre><span></span>{_marks(found, fence, place)}<code>", 1)
    return f"{opening}>{head}{rest}{_findings(found, fence, place)}</div>"


def badge(kb: KnowledgeBase, path: NotePath, snippet: Snippet) -> Badge:
    """What the header of a snippet says of its state."""
    match snippet.mode, snippet.verdict:
        case "meant-to-fail", "valid":
            return Badge("meant to fail", "plain", "Meant to fail")
        case "meant-to-fail", _:
            return Badge("meant to fail, and does not", "bad", "Invalid")
        case _, "invalid":
            found = shown_findings(kb, path, snippet.diagnostics)
            errors = sum(each.severity == "error" for each in found)
            return Badge(f"invalid ({errors})" if errors else "invalid", "bad", "Invalid")
        case _, "no-schema":
            return Badge("no schema", "plain", "No schema")
        case "template", _:
            return Badge("template", "plain", "Template")
        case _, "unchecked":
            return Badge("not checked", "plain", "Not checked")
        case "fragment", _:
            return Badge(f"fragment of {snippet.schema}", "good")
        case ("partial" | "patch") as mode, _:
            return Badge(mode, "good")
        case "syntax", _:
            return Badge("YAML only", "plain")
        case "other", _:
            return Badge(f"valid by {snippet.schema}", "good")
        case _:
            custom = "CustomResourceDefinition" in snippet.schema
            judge = "by its definition" if custom else f"for Kubernetes {snippet.version}"
            return Badge(f"valid {judge}", "good")


def badge_html(said: Badge) -> str:
    """A badge."""
    return f'<span class="kw-badge kw-{said.look}">{escape(said.words)}</span>'


def download(site: Addresses, snippet: Snippet, here: str) -> str:
    """A link to the file of a manifest alone; empty when it has none."""
    url = site.manifest(snippet)
    if url is None:
        return ""
    name, href = escape(basename(snippet.file or "")), escape(relative(url, here))
    return f'<a class="kw-raw" href="{href}" download="{name}" aria-label="Download {name}">Download</a>'


def shown_findings(kb: KnowledgeBase, path: NotePath, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings of a note's snippets as the settings and the note's comments want them."""
    graded = [each for one in found if (each := _graded(kb, path, one))]
    suppressions = kb.notes[path].suppressions
    if graded and suppressions:
        graded, _ = applied(graded, {path: suppressions}, (), lambda path: None)
    return graded


def told(kb: KnowledgeBase) -> Iterator[tuple[NotePath, Snippet]]:
    """The snippets of a vault that have a header, in the order of paths and places."""
    for path, snippets in kb.snippets.items():
        yield from ((path, each) for each in snippets if _is_told(each))


def _graded(kb: KnowledgeBase, path: NotePath, found: Diagnostic) -> Diagnostic | None:
    default = DEFAULTS[found.rule]
    off = found.rule in ADVICE and not kb.settings.security_advice
    severity = kb.settings.severity(found.rule, path, "off" if off else default)
    if severity is None:
        return None
    milder = SEVERITIES.index(found.severity) > SEVERITIES.index(default)
    return found if milder or found.severity == severity else replace(found, severity=severity)


def _is_told(snippet: Snippet) -> bool:
    """Whether a snippet has a header: YAML that is not for Kubernetes only when it is wrong."""
    return (
        snippet.is_manifest or snippet.verdict == "invalid" or snippet.mode not in ("full", "syntax", "other")
    )


# -- the parts of a block


def _head(kb: KnowledgeBase, path: NotePath, snippet: Snippet, place: _Place) -> str:
    name = f" <strong>{escape(snippet.name)}</strong>" if snippet.kind and snippet.name else ""
    id_ = f' id="{escape(snippet_anchor(snippet))}"' if place.own else ""
    return (
        f'<p{id_}><span class="kw-kind">{escape(snippet.kind or "YAML")}{name}</span> '
        f"{badge_html(badge(kb, path, snippet))} {download(place.site, snippet, place.here)}</p>"
    )


def _marks(found: Sequence[Diagnostic], fence: Fence, place: _Place) -> str:
    """The marks beside the lines: a column of as many lines as the code, so that each stands at its own."""
    out, above = [], 1
    numbered = list(enumerate(found[:_LISTED], 1))
    for line, group in groupby(numbered, lambda each: _line(each[1], fence)):
        if line < 1:
            continue
        there = list(group)
        gravest = min((each.severity for _, each in there), key=SEVERITIES.index)
        about = "; ".join(f"{each.severity}: {each.message}" for _, each in there)
        out.append("\n" * (line - above))
        above = line
        if place.own:
            name = escape(f"{_called(line, fence)}, {about}")
            out.append(
                f'<a class="kw-mark kw-{gravest}" id="{_line_id(line, place)}" '
                f'href="#{_finding_id(there[0][0], place)}" title="{escape(about)}" aria-label="{name}"></a>'
            )
        else:
            out.append(f'<i class="kw-mark kw-{gravest}" title="{escape(about)}"></i>')
    return f'<span class="kw-marks" data-search-exclude>{"".join(out)}</span>' if out else ""


def _findings(found: Sequence[Diagnostic], fence: Fence, place: _Place) -> str:
    items = [_finding(number, each, fence, place) for number, each in enumerate(found[:_LISTED], 1)]
    if not items:
        return ""
    rest = len(found) - len(items)
    left = f"<li>and {rest:,} more</li>" if rest else ""
    folded = ""
    if len(items) > _FOLDED_AFTER + 1:
        inner = "".join(items[_FOLDED_AFTER:])
        count = len(found) - _FOLDED_AFTER
        folded = f"<details><summary>{count:,} more findings</summary><ul>{inner}{left}</ul></details>"
        items, left = items[:_FOLDED_AFTER], ""
    return (
        f'<div class="kw-findings" data-search-exclude>'
        f'<ul aria-label="Findings">{"".join(items)}{left}</ul>{folded}</div>'
    )


def _finding(number: int, found: Diagnostic, fence: Fence, place: _Place) -> str:
    line = _line(found, fence)
    where = ""
    if line >= 1:
        called = _called(line, fence)
        linked = f'<a href="#{_line_id(line, place)}">{called}</a>' if place.own else called
        where = f'<span class="kw-line">{linked}</span> '
    id_ = f' id="{_finding_id(number, place)}"' if place.own else ""
    help_ = f' <span class="kw-help">{escape(found.help)}</span>' if found.help else ""
    severity = f'<span class="kw-severity">{found.severity}</span>'
    return f'<li class="kw-{found.severity}"{id_}>{where}{severity} {escape(found.message)}{help_}</li>'


def _line(found: Diagnostic, fence: Fence) -> int:
    """The 1-based line of the code; 0 for the line above it. What is found behind its end is in the last."""
    line = found.location.span.start.line - fence.first_line + 1
    return min(line, fence.text.removesuffix("\n").count("\n") + 1)


def _called(line: int, fence: Fence) -> str:
    """A line as the reader counts it: where lines are numbered, by that number."""
    numbers = _FIRST_NUMBER.match(fence.options.get("linenums", ""))
    return f"line {line + (int(numbers[0]) - 1 if numbers else 0)}"


def _line_id(line: int, place: _Place) -> str:
    return f"block-{place.block}.line-{line}"


def _finding_id(number: int, place: _Place) -> str:
    return f"block-{place.block}.finding-{number}"
