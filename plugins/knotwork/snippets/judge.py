"""The fences of one note become snippets, each with what is wrong with it at its place in the note."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knotwork.diagnostics import Diagnostic, Edit, Fix, Location, Related, Severity
from knotwork.names import NotePath
from knotwork.note import Fence, Note
from knotwork.settings import Settings
from knotwork.snippets.codes import ADVICE, SEVERITIES
from knotwork.snippets.fences import is_unmarked, is_yaml
from knotwork.snippets.filenames import Filenames
from knotwork.snippets.library import Library
from knotwork.snippets.lints import lint_note
from knotwork.snippets.nodes import Document
from knotwork.snippets.recovery import Recovered, recovered
from knotwork.snippets.snippet import Mode, Snippet, Verdict
from knotwork.snippets.source import Source
from knotwork.snippets.states import Misspelt, State, state_of_document, state_of_fence, state_of_note
from knotwork.snippets.verdicts import Bench, Judgement, faults, judgement, names
from knotwork.snippets.violation import Repair, Violation
from knotwork.text import Position, Span

_OMISSION = re.compile(r"^[ \t]*(?:- )?#?[ \t]*(?:\.\.\.|…)[ \t]*$", re.MULTILINE)
_MASKED = "xxx"
"""What stands for the braces of a template."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TEXT_ONLY = frozenset(code for code in SEVERITIES if code.startswith(("yaml-", "duplicate-key")))


@dataclass(frozen=True, slots=True)
class NoteSnippets:
    """The snippets of one note."""

    snippets: tuple[Snippet, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """All of theirs, and what is wrong with what the note says about them; in the order of places."""


def note_snippets(note: Note, library: Library, settings: Settings) -> NoteSnippets:
    """The snippets of a note. Pure; never raises for any note."""
    fences = [(index, fence) for index, fence in enumerate(note.fences) if is_yaml(fence)]
    if not fences and "k8s" not in note.front_matter:
        return NoteSnippets()
    state, misspelt = state_of_note(note, settings)
    loose = [_misspelt(note.path, each) for each in misspelt]
    drafts: list[_Draft] = []
    for index, fence in fences:
        fence_state, misspelt = state_of_fence(fence, state)
        loose += [_misspelt(note.path, each) for each in misspelt]
        reading = _Reading(note.path, index, fence, fence_state, _bench(note, fence, library, settings))
        drafts += reading.drafts()
        loose += reading.loose
        if is_unmarked(fence):
            loose.append(_unmarked(note.path, fence))
    _across(drafts)
    files = Filenames(note.path)
    snippets = tuple(draft.snippet(index, files) for index, draft in enumerate(drafts))
    found = [*loose, *(each for snippet in snippets for each in snippet.diagnostics)]
    return NoteSnippets(snippets, tuple(sorted(found, key=lambda each: (each.location.span, each.rule))))


def _bench(note: Note, fence: Fence, library: Library, settings: Settings) -> Bench:
    advice = settings.security_advice or any(
        code in ADVICE for levels in (settings.rules, *settings.per_path.values()) for code in levels
    )
    return Bench(library, advice, library.json_schema_of(fence, note.path))


@dataclass(slots=True)
class _Draft:
    """A snippet in the making."""

    path: NotePath
    fence: int
    fence_lines: Sequence[str]
    first_line: int
    document: Document
    source: Source
    state: State
    judged: Judgement
    violations: list[Violation]

    def snippet(self, index: int, files: Filenames) -> Snippet:
        mode, verdict, found = self._outcome()
        api_version, kind, name, namespace = names(self.document.root)
        if mode == "template" and name and _MASKED in name:
            name = None  # braces stand in it
        span = self.source.span(self.document.start, self.document.end)
        lines = self._lines(span)
        whole = api_version is not None and kind is not None and mode not in ("template", "other")
        return Snippet(
            fence=self.fence,
            index=index,
            line=lines[0] + self.first_line,
            span=span,
            lines=lines,
            text="".join(self.fence_lines[slice(*lines)]),
            mode=mode,
            verdict=verdict,
            kind=kind,
            api_version=api_version,
            name=name,
            namespace=namespace,
            schema=self.judged.schema,
            version=self.state.version,
            said=self.state.said or f"no one says; {self.judged.why}",
            file=files.name(kind or "", name) if whole else None,
            diagnostics=tuple(_diagnostic(self.path, self.source, each) for each in found),
        )

    def _lines(self, span: Span) -> tuple[int, int]:
        first = span.start.line - self.first_line
        opens = self.document.end > self.document.start and self.source.at_line_start(self.document.end)
        return first, span.end.line - self.first_line + (0 if opens else 1)

    def _outcome(self) -> tuple[Mode, Verdict, list[Violation]]:
        """Its mode and verdict, and what is to be reported."""
        found = sorted(set(self.violations), key=lambda each: (each.start, each.rule))
        grave = [each for each in found if _severity(each) == "error"]
        if self.state.word != "meant-to-fail":
            # what is missing between two documents is no fault of either
            grave = [each for each in grave if each.rule != "missing-separator"]
            verdict = "invalid" if grave and self.judged.mode != "skip" else self.judged.verdict
            return self.judged.mode, verdict, found
        codes = self.state.codes
        missed = sorted(codes - {each.rule for each in found})
        if (codes and not missed) or (not codes and grave):
            return "meant-to-fail", "valid", [each for each in found if codes and each.rule not in codes]
        message = f"this was meant to fail with {', '.join(missed)}" if codes else "this was meant to fail"
        start = self.document.start
        passed = Violation(
            "unexpected-pass", start, start, f"{message}, and does not", "Change the block, or its state."
        )
        return "meant-to-fail", "invalid", [passed, *(each for each in found if each.rule not in codes)]


class _Reading:
    """One fence read into drafts."""

    def __init__(self, path: NotePath, index: int, fence: Fence, state: State, bench: Bench) -> None:
        self.path, self.index, self.fence, self.state, self.bench = path, index, fence, state, bench
        self.loose: list[Diagnostic] = []

    def drafts(self) -> list[_Draft]:
        minor = self.state.version
        read = recovered(
            self.fence, lambda composed: sum(faults(each.root, minor) for each in composed.documents)
        )
        documents = read.composed.documents or (Document(None, 0, len(read.composed.text)),)
        theirs = _shared_out(read.violations, documents)
        lines = _LINE.findall(self.fence.text)
        drafts = []
        for document, found in zip(documents, theirs, strict=True):
            if document.root is not None or found:
                drafts.append(self._draft(read, document, found, lines))
        return drafts

    def _draft(
        self, read: Recovered, document: Document, found: list[Violation], lines: Sequence[str]
    ) -> _Draft:
        text = read.composed.text[document.start : document.end]

        def place(start: int, end: int) -> Span:
            return read.source.span(document.start + start, document.start + end)

        state, misspelt = state_of_document(text, self.state, place)
        self.loose += [_misspelt(self.path, each) for each in misspelt]
        omits = any(each.rule == "lone-ellipsis" for each in found) or bool(_OMISSION.search(text))
        judged = judgement(document.root, state, self.bench, template=read.template, omits=omits)
        if judged.mode == "skip":
            found = []
        elif judged.mode == "partial" and state.word == "partial":
            found = [each for each in found if each.rule != "lone-ellipsis"]
        elif judged.mode == "other":
            found = [each for each in found if each.rule in _TEXT_ONLY]
        found = [
            *found,
            *(
                _moved(each, document.start) if each.rule == "unknown-state" else each
                for each in judged.violations
            ),
        ]
        return _Draft(
            self.path, self.index, lines, self.fence.first_line, document, read.source, state, judged, found
        )


def _moved(found: Violation, by: int) -> Violation:
    return replace(found, start=found.start + by, end=found.end + by)


def _shared_out(found: Iterable[Violation], documents: Sequence[Document]) -> list[list[Violation]]:
    """The violations of a text, for each of its documents."""
    theirs: list[list[Violation]] = [[] for _ in documents]
    ends = [document.end for document in documents]
    for each in found:
        theirs[min(bisect_left(ends, each.start), len(ends) - 1)].append(each)
    return theirs


def _across(drafts: Sequence[_Draft]) -> None:
    """Add what the manifests of a note say about each other."""
    manifests = [(index, each) for index, draft in enumerate(drafts) for each in draft.judged.manifests]
    for index, violation in lint_note(manifests) if manifests else ():
        drafts[index].violations.append(violation)


# -- diagnostics


def _severity(found: Violation) -> Severity:
    return found.severity or SEVERITIES[found.rule]


def _diagnostic(path: NotePath, source: Source, found: Violation) -> Diagnostic:
    related = tuple(
        Related(Location(path, source.span(start, end)), message) for start, end, message in found.related
    )
    return Diagnostic(
        found.rule,
        _severity(found),
        Location(path, source.span(found.start, found.end)),
        found.message,
        found.help,
        related,
        _fix(path, source, found.repair) if found.repair else None,
    )


def _fix(path: NotePath, source: Source, repair: Repair) -> Fix | None:
    edits = source.edits(repair)
    if edits is None:
        return None
    return Fix(repair.title, repair.safe, tuple(Edit(path, start, end, text) for start, end, text in edits))


def _misspelt(path: NotePath, each: Misspelt) -> Diagnostic:
    code = "unknown-state"
    return Diagnostic(code, SEVERITIES[code], Location(path, each.span), each.message, each.help)


def _unmarked(path: NotePath, fence: Fence) -> Diagnostic:
    code = "unmarked-manifest"
    start = fence.span.start
    span = Span(start, Position(start.line, start.column + 3))
    message = "this block holds a manifest and does not say that it is YAML"
    return Diagnostic(
        code, SEVERITIES[code], Location(path, span), message, "Write `yaml` behind its opening marks."
    )
