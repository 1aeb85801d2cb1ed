"""The fences of one note become snippets, each with what is wrong with it at its place in the note."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import yaml

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Diagnostic, Edit, Fix, Location
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.model.note import Fence, Note
from knotwork.model.text import Span
from knotwork.snippets.classify import Context, Result, document_result, violation_count
from knotwork.snippets.directives import (
    UNKNOWN_STATE,
    Directive,
    InvalidDirective,
    document_directive,
    fence_directive,
    note_directive,
)
from knotwork.snippets.fences import UNMARKED_MANIFEST, is_unmarked, is_yaml
from knotwork.snippets.filenames import Filenames
from knotwork.snippets.fix_check import ViolationCounts, verified_fixes
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.results import final_results
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.rules import RULES
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.snippet import Mode, Snippet
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Document, composed
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.elisions import LONE_ELLIPSIS, YAML_ESCAPE, has_elision
from knotwork.snippets.yaml.foreign_tags import YAML_TAG
from knotwork.snippets.yaml.limits import YAML_LIMIT
from knotwork.snippets.yaml.recovery import Recovered, recovered
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX
from knotwork.snippets.yaml.tabs import YAML_TAB_INDENT
from knotwork.snippets.yaml.templates import YAML_TEMPLATE, braces

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_OF_LINES = frozenset((Equivalence.INDENTATION, Equivalence.SEPARATOR, Equivalence.COMMENT))
_TEXT_ONLY = frozenset(
    (YAML_SYNTAX, YAML_TAB_INDENT, YAML_LIMIT, YAML_ESCAPE, YAML_TAG, YAML_TEMPLATE, DUPLICATE_KEY)
)


@dataclass(frozen=True)
class NoteSnippets:
    """The snippets of one note."""

    snippets: tuple[Snippet, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """All of theirs, and what is wrong with what the note says about them; in the order of places."""

    @cached_property
    def defined(self) -> Mapping[tuple[str, str], Snippet]:
        """The objects that the note defines, by kind and name, the first of each."""
        found: dict[tuple[str, str], Snippet] = {}
        for each in self.snippets:
            if each.kind and each.name and each.file and each.mode != "meant-to-fail":
                found.setdefault((each.kind, each.name), each)
        return found


def note_snippets(note: Note, registry: SchemaRegistry, settings: Settings) -> NoteSnippets:
    """The snippets of a note. Pure; never raises for any note."""
    fences = [(index, fence) for index, fence in enumerate(note.fences) if is_yaml(fence)]
    if not fences and "k8s" not in note.front_matter:
        return NoteSnippets()
    directive, invalid = note_directive(note, settings, RULES)
    loose = [_invalid_directive(note.path, each) for each in invalid]
    pending_documents: list[PendingDocument] = []
    for index, fence in fences:
        own_directive, invalid = fence_directive(fence, directive, RULES)
        loose += [_invalid_directive(note.path, each) for each in invalid]
        reading = _Reading(note.path, index, fence, own_directive, _context(note, fence, registry, settings))
        pending_documents += reading.pending_documents()
        loose += reading.loose
        if is_unmarked(fence):
            readable = all(
                each.document.root is not None for each in pending_documents if each.fence == index
            )
            loose.append(_unmarked(note.path, fence, readable=readable))
    results = zip(
        pending_documents, _files(note.path, pending_documents), final_results(pending_documents), strict=True
    )
    snippets = tuple(
        pending.snippet(index, file, outcome) for index, (pending, file, outcome) in enumerate(results)
    )
    found = [*loose, *(each for snippet in snippets for each in snippet.diagnostics)]
    return NoteSnippets(snippets, tuple(sorted(found, key=lambda each: (each.location.span, each.rule))))


def _files(path: NotePath, pending_documents: Sequence[PendingDocument]) -> list[str | None]:
    """The files of the manifests; one that is meant to fail leaves its name to another that is not."""
    files = Filenames(path)
    order = sorted(range(len(pending_documents)), key=lambda index: pending_documents[index].directive.fails)
    named = {index: pending_documents[index].file(files) for index in order}
    return [named[index] for index in range(len(pending_documents))]


def _context(note: Note, fence: Fence, registry: SchemaRegistry, settings: Settings) -> Context:
    advice = settings.security_advice or any(
        RULES[code].off
        for levels in (settings.rules, *settings.per_path.values())
        for code in levels.keys() & RULES.keys()
    )
    return Context(registry, advice, registry.json_schema_of(fence, note.path))


class _Reading:
    """One fence read into drafts."""

    def __init__(
        self, path: NotePath, index: int, fence: Fence, directive: Directive, context: Context
    ) -> None:
        self.path, self.index, self.fence, self.directive, self.context = (
            path,
            index,
            fence,
            directive,
            context,
        )
        self.loose: list[Diagnostic] = []

    def pending_documents(self) -> list[PendingDocument]:
        minor = self.directive.version
        read = recovered(
            self.fence, lambda composed: sum(violation_count(each.root, minor) for each in composed.documents)
        )
        documents = read.composed.documents or (Document(None, 0, len(read.composed.text)),)
        theirs = _shared_out(read.violations, documents)
        lines = _LINE.findall(self.fence.text)
        pending_documents = []
        for document, found in zip(documents, theirs, strict=True):
            if document.root is not None or found:
                pending_documents.append(self._pending_document(read, document, found, lines))
        return pending_documents

    def _pending_document(
        self, read: Recovered, document: Document, found: list[Violation], lines: Sequence[str]
    ) -> PendingDocument:
        text = read.composed.text[document.start : document.end]

        def place(start: int, end: int) -> Span:
            return read.source.span(document.start + start, document.start + end)

        directive, invalid = document_directive(text, self.directive, RULES, place)
        self.loose += [_invalid_directive(self.path, each) for each in invalid]
        elided = any(each.rule is LONE_ELLIPSIS for each in found) or has_elision(text)

        def result_of(root: yaml.Node | None) -> Result:
            return document_result(root, directive, self.context, template=read.template, elided=elided)

        result = result_of(document.root)
        own = [
            _moved(each, document.start) if each.rule is UNKNOWN_STATE else each for each in result.violations
        ]
        if result.schema and result.mode in ("full", "partial", "patch", "fragment"):
            found = [_for_the_server(each) for each in found]
        found = [
            *(each for each in found if not _is_agreed(each.rule, directive, result.mode)),
            *verified_fixes(own, text, document.start, lambda other: _violation_counts(other, result_of)),
        ]
        if read.template or next(braces(self.fence.text), None):
            found = [_unrepaired(each, whole=read.template) for each in found]
        return PendingDocument(
            self.path,
            self.index,
            lines,
            self.fence.first_line,
            document,
            read.source,
            directive,
            result,
            found,
        )


def _for_the_server(found: Violation) -> Violation:
    """The violation in a document for Kubernetes."""
    if found.rule is not DUPLICATE_KEY:
        return found
    return replace(found, help="Keep one: the API server refuses both, kubectl alone takes the last.")


def _unrepaired(found: Violation, *, whole: bool) -> Violation:
    """The violation without a repair that changes the lines of a template; all repairs, if it is all one."""
    repair = found.repair
    if repair is not None and (whole or not _OF_LINES.isdisjoint(repair.by) or "\n" in repair.changes[0][2]):
        return replace(found, repair=None)
    return found


def _violation_counts(text: str, result_of: Callable[[yaml.Node | None], Result]) -> ViolationCounts:
    """What is wrong with a text in a document's place."""
    read = composed(text)
    found = [*read.violations, *(one for each in read.documents for one in result_of(each.root).violations)]
    return Counter((each.rule, each.message) for each in found)


def _is_agreed(rule: SnippetRule, directive: Directive, mode: Mode) -> bool:
    """Whether the writer has said so, or it does not matter for what the document is."""
    match mode:
        case "skip":
            return True
        case "other":
            return rule not in _TEXT_ONLY or rule is YAML_TAG
        case "partial":
            return rule is LONE_ELLIPSIS and directive.mode == "partial"
        case "template" | "syntax":
            agreed = directive.mode in ("template", "syntax")
            return rule is YAML_TAG or (rule is YAML_TEMPLATE and agreed)
        case _:
            return False


def _moved(found: Violation, by: int) -> Violation:
    return replace(found, start=found.start + by, end=found.end + by)


def _shared_out(found: Iterable[Violation], documents: Sequence[Document]) -> list[list[Violation]]:
    """The violations of a text, for each of its documents."""
    theirs: list[list[Violation]] = [[] for _ in documents]
    ends = [document.end for document in documents]
    for each in found:
        theirs[min(bisect_left(ends, each.start), len(ends) - 1)].append(each)
    return theirs


# -- diagnostics


def _invalid_directive(path: NotePath, each: InvalidDirective) -> Diagnostic:
    place = Location(path, each.span)
    return Diagnostic(UNKNOWN_STATE.code, UNKNOWN_STATE.severity, place, each.message, each.help)


def _unmarked(path: NotePath, fence: Fence, *, readable: bool) -> Diagnostic:
    start = fence.span.start
    behind = start._replace(column=start.column + len(fence.marks))
    fix = None
    if readable and not fence.info.strip():
        fix = Fix(
            "Write `yaml` after its opening marks",
            (Equivalence.LANGUAGE,),
            (Edit(path, behind, behind, "yaml"),),
        )
    message = "this block holds a manifest and does not say that it is YAML"
    help_ = "Write `yaml` after its opening marks."
    place = Location(path, Span(start, behind))
    return Diagnostic(UNMARKED_MANIFEST.code, UNMARKED_MANIFEST.severity, place, message, help_, fix=fix)
