"""The health page: the findings of `knotwork check` by rule and by note, and how notes are linked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from html import escape

from knotwork.knowledge.resolution import MissingAnchor
from knotwork.model.diagnostics import Diagnostic, severity_rank
from knotwork.model.names import NotePath, slug
from knotwork.rules import RULES
from knotwork.site.addresses import HEALTH, relative
from knotwork.site.manifests.block_findings import message_html
from knotwork.site.manifests.blocks import finding_anchors
from knotwork.site.views.causes import cause_html, cause_id, causes_by_rule
from knotwork.site.views.counts import vault_counts
from knotwork.site.views.folders import shadowed
from knotwork.site.views.page import Entry, GeneratedPage, View
from knotwork.site.views.sections import Section, entry_page, section_addresses, section_pages
from knotwork.site.words import Words, marked

_FINDINGS, _BY_NOTE = marked("Findings"), marked("Findings by note")
_CAUSES = marked("Most shared causes")
_LINKS = marked("Links between notes")
_ORPHANS, _DEAD_ENDS = marked("Linked from nowhere"), marked("Linking to no other note")
_MOST_LINKED = marked("Most linked")
_ORPHAN = "orphan-note"
"""The rule whose findings have a list of their own."""
_RANKED = 20
_COLUMNS = (marked("Rule"), marked("Severity"), _FINDINGS, marked("What it finds"))
_UNPUBLISHED = ("unpublished-link",)
"""Rules whose messages name unpublished files."""
_SUMMARIES = {rule.code: rule.summary for rule in RULES}


@dataclass(frozen=True, slots=True)
class _ShownFindings:
    """The findings that may be shown."""

    by_rule: Mapping[str, Sequence[Diagnostic]]
    """Most severe first."""
    causes: Mapping[str, Sequence[Sequence[Diagnostic]]]
    """The same, those of one cause together."""
    by_note: Mapping[NotePath, Sequence[Diagnostic]]
    hidden: int
    """How many further findings there are in unpublished text."""


def health_pages(view: View) -> Iterator[GeneratedPage]:
    """The health page and its later pages; none without notes."""
    if not view.kb.notes:
        return
    shown = _shown_findings(view)
    listed = [*_by_rule(view, shown), *_by_note(view, shown), *_links(view, shown)]
    sections = [*_shared_causes(view, shown, lambda code, index: page_of(code, index)), *listed]

    def page_of(code: str, index: int) -> str:
        return entry_page(view, HEALTH, sections, _anchor(code), index)

    intro = partial(_intro, view, shown, section_addresses(view, HEALTH, sections))
    for page in section_pages(view, HEALTH, view.words("Health"), intro, sections):
        yield replace(page, entry=page.source == HEALTH, searched=False)


def _shown_findings(view: View) -> _ShownFindings:
    shown = [finding for finding in view.diagnostics if _is_public(view, finding)]
    by_rule: dict[str, list[Diagnostic]] = defaultdict(list)
    by_note: dict[NotePath, list[Diagnostic]] = defaultdict(list)
    for finding in sorted(shown, key=lambda finding: (severity_rank(finding), finding.rule)):
        by_rule[finding.rule].append(finding)
        by_note[finding.location.path].append(finding)
    return _ShownFindings(by_rule, causes_by_rule(by_rule), by_note, len(view.diagnostics) - len(shown))


def _is_public(view: View, finding: Diagnostic) -> bool:
    """Whether a finding is only about published text."""
    note = view.kb.notes.get(finding.location.path)
    return (
        note is not None
        and not note.is_protected
        and not _is_about_protected(view, finding)
        and finding.rule not in _UNPUBLISHED
        and not any(link.span == finding.location.span for link in note.links if not link.published)
    )


def _is_about_protected(view: View, finding: Diagnostic) -> bool:
    """Whether a finding is about a link to a protected note, whose headings it may list."""
    path = finding.location.path
    return any(
        link.span == finding.location.span
        and isinstance(resolution, MissingAnchor)
        and view.kb.notes[resolution.target].is_protected
        for link, resolution in zip(view.kb.notes[path].links, view.kb.resolutions[path], strict=True)
    )


# -- the opening


def _intro(view: View, shown: _ShownFindings, addresses: Mapping[str, str], here: str) -> str:
    if here != view.site.generated(HEALTH):
        return ""
    counts = vault_counts(view, here, by_severity=True)
    return f"{counts}{_sentence(view.words, shown)}{_table(view, shown, addresses, here)}"


def _sentence(words: Words, shown: _ShownFindings) -> str:
    if not shown.by_rule and not shown.hidden:
        return f"<p>{words('The check finds nothing to fix.')}</p>\n"
    hidden = ""
    if shown.hidden:
        one, many = "{n} more finding in unpublished text.", "{n} more findings in unpublished text."
        hidden = f"<p>{words.plural(shown.hidden, one, many)}</p>\n"
    total = sum(map(len, shown.by_rule.values()))
    listed, notes = words.counted(total, "finding"), words.counted(len(shown.by_note), "note")
    sentence = words("{findings} in {notes}.", findings=listed, notes=notes)
    return (f"<p>{sentence}</p>\n" if total else "") + hidden


def _table(view: View, shown: _ShownFindings, addresses: Mapping[str, str], here: str) -> str:
    """The number of findings of each rule."""
    rows = []
    for code, findings in shown.by_rule.items():
        url = addresses[slug(_ORPHANS) if code == _ORPHAN else _anchor(code)]
        rows.append(
            f'<tr><th scope="row">{view.to(url, here, code)}</th>'
            f"<td>{_severity(view.words, findings[0])}</td>"
            f"<td>{view.words.number(len(findings))}</td><td>{_about(code)}</td></tr>\n"
        )
    if not rows:
        return ""
    headers = "".join(f'<th scope="col">{view.words(name)}</th>' for name in _COLUMNS)
    return (
        f'<table class="kw-rules">\n<thead><tr>{headers}</tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody>\n</table>\n"
    )


# -- the findings


def _by_rule(view: View, shown: _ShownFindings) -> Iterator[Section]:
    anchors = cache(lambda path: finding_anchors(view.kb, view.kb.notes[path]))
    for code, causes in shown.causes.items():
        if code != _ORPHAN:
            entries = [
                partial(
                    cause_html,
                    view,
                    findings,
                    cause_id(code, index),
                    lambda finding: anchors(finding.location.path).get(finding),
                )
                for index, findings in enumerate(causes)
            ]
            intro = f"<p>{_severity(view.words, causes[0][0])} {_about(code)}</p>\n"
            yield Section(_FINDINGS, code, _anchor(code), entries, "kw-found", intro)


def _shared_causes(
    view: View, shown: _ShownFindings, address: Callable[[str, int], str]
) -> Iterator[Section]:
    """What most findings have in common; `address` gives the page that lists a cause of a rule."""
    shared = [
        (findings, code, index)
        for code, causes in shown.causes.items()
        for index, findings in enumerate(causes)
        if code != _ORPHAN and len(findings) > 1
    ]
    shared.sort(key=lambda cause: (severity_rank(cause[0][0]), -len(cause[0])))
    entries = [partial(_cause_line, view, *cause, address) for cause in shared[:_RANKED]]
    if entries:
        yield Section(_CAUSES, "", slug(_CAUSES), entries, "kw-list kw-shared")


def _cause_line(
    view: View,
    findings: Sequence[Diagnostic],
    code: str,
    index: int,
    address: Callable[[str, int], str],
    here: str,
) -> str:
    first, url = findings[0], f"{address(code, index)}#{cause_id(code, index)}"
    count = f'<span class="kw-count">{view.words.number(len(findings))}</span>'
    rule = f'<span class="kw-where">{_severity(view.words, first)} {code}</span>'
    return f'<a href="{escape(relative(url, here))}">{message_html(first.message)}</a> {count} {rule}'


def _by_note(view: View, shown: _ShownFindings) -> Iterator[Section]:
    ordered = sorted(shown.by_note.items(), key=lambda item: (-len(item[1]), item[0]))
    entries: list[Entry] = [partial(_note_line, view, path, findings) for path, findings in ordered]
    if entries:
        yield Section(_BY_NOTE, "", "by-note", entries, "kw-list")


def _note_line(view: View, path: NotePath, findings: Sequence[Diagnostic], here: str) -> str:
    rules = Counter(finding.rule for finding in findings)
    listed = ", ".join(f"{view.words.number(count)} {rule}" for rule, count in rules.items())
    return f"{_plain(view, path, here)}: {listed}"


# -- how the notes are linked


def _links(view: View, shown: _ShownFindings) -> Iterator[Section]:
    orphans = [finding.location.path for finding in shown.by_rule.get(_ORPHAN, ())]
    for title, paths in ((_ORPHANS, orphans), (_DEAD_ENDS, _dead_ends(view))):
        if paths:
            yield Section(
                _LINKS, view.words(title), slug(title), [partial(_plain, view, path) for path in paths]
            )
    most = view.kb.graph.most_linked(_RANKED, view.is_listed)
    if most:
        entries = [partial(_counted_note, view, path, count) for path, count in most]
        yield Section(_LINKS, view.words(_MOST_LINKED), slug(_MOST_LINKED), entries)


def _dead_ends(view: View) -> list[NotePath]:
    notes, outlinks = view.kb.notes, view.kb.graph.outlinks
    return [
        path
        for path in notes
        if not any(edge.target in notes and edge.target != path for edge in outlinks.get(path, ()))
        and not shadowed(notes, path)
    ]


def _plain(view: View, path: NotePath, here: str) -> str:
    return view.link(path, here) + view.where(path)


def _counted_note(view: View, path: NotePath, count: int, here: str) -> str:
    return (
        f'{view.link(path, here)}{view.where(path)} <span class="kw-count">{view.words.number(count)}</span>'
    )


def _severity(words: Words, finding: Diagnostic) -> str:
    return f'<span class="kw-severity kw-{finding.severity}">{words(finding.severity)}</span>'


def _about(code: str) -> str:
    return message_html(_SUMMARIES[code])


def _anchor(code: str) -> str:
    return f"rule-{code}"
