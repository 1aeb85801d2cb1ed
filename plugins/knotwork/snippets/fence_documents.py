"""One YAML fence becomes pending documents: its text is read, split at `---`, and each document validated."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial

from msgspec.structs import replace

from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.model.note import Fence
from knotwork.model.text import Lines, Span
from knotwork.snippets.above_errors import around_error
from knotwork.snippets.behind_mistakes import with_hidden
from knotwork.snippets.changed_texts import ResultOf, read_again
from knotwork.snippets.classify import document_result, violation_count
from knotwork.snippets.directives import Directive, InvalidDirective, document_directive
from knotwork.snippets.fix_check import ViolationCounts, verified_fixes
from knotwork.snippets.glued_keys import with_causes
from knotwork.snippets.identity import identity
from knotwork.snippets.indented_fences import uneven_column, with_indented_fence
from knotwork.snippets.intent.applied_files import named_file
from knotwork.snippets.intent.around_braces import certain_findings
from knotwork.snippets.intent.more_examples import with_examples
from knotwork.snippets.intent.numbered_listings import as_numbered_listing
from knotwork.snippets.intent.other_programs import as_other_program
from knotwork.snippets.intent.sessions import as_session, in_file
from knotwork.snippets.intent.shown_as_old import shown_as_old
from knotwork.snippets.intent.template_files import with_other_engines
from knotwork.snippets.intent.unfilled import with_placeholders
from knotwork.snippets.intent.writers_intent import as_meant
from knotwork.snippets.intent.written import Written
from knotwork.snippets.lost_indentation import as_lost_indentation
from knotwork.snippets.misplaced_keys import with_misplaced_keys
from knotwork.snippets.moved_together import with_moved_together
from knotwork.snippets.other_documents import with_other_documents
from knotwork.snippets.patch_names import is_patch_file, names_patch
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.rules import RULES
from knotwork.snippets.schema.builtin import schemas_of
from knotwork.snippets.split_items import with_split_items
from knotwork.snippets.stray_dashes import without_stray_dashes
from knotwork.snippets.stuck_remarks import with_stuck_remarks
from knotwork.snippets.text_violations import without_intended
from knotwork.snippets.tried_advice import with_tried_advice
from knotwork.snippets.tried_fixes import with_tried_fixes
from knotwork.snippets.tried_merges import with_tried_merges
from knotwork.snippets.unindented_fields import with_unindented
from knotwork.snippets.validation import Context, Result, with_violations
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Composed, Document
from knotwork.snippets.yaml.elisions import (
    LONE_ELLIPSIS,
    ends_with_elision,
    has_elision,
)
from knotwork.snippets.yaml.other_fields import stands_for_others
from knotwork.snippets.yaml.recovery import Recovered, recovered
from knotwork.snippets.yaml.remarks import for_readers
from knotwork.snippets.yaml.shown_changes import as_shown_change
from knotwork.snippets.yaml.tab_indentation import as_guesses, without_guesses
from knotwork.snippets.yaml.templates import braces

_YAML = (".yaml", ".yml")
_OF_LINES = frozenset((Equivalence.INDENTATION, Equivalence.SEPARATOR, Equivalence.COMMENT))


def fence_documents(
    path: NotePath, index: int, fence: Fence, parts: Sequence[Fence], directive: Directive, context: Context
) -> tuple[list[PendingDocument], list[InvalidDirective]]:
    """The documents of a note's fence, and the directives in them that cannot be understood.

    `index` is that of the fence in the note; `parts` are the YAML in it: the fence itself, or here-documents.
    `directive` is the default for its documents.
    """
    documents: list[PendingDocument] = []
    invalid: list[InvalidDirective] = []
    for part in parts:
        fence_reader = _FenceReader(path, index, fence, part, directive, context)
        documents += fence_reader.documents()
        invalid += fence_reader.invalid
    return documents, invalid


class _FenceReader:
    def __init__(
        self, path: NotePath, index: int, whole: Fence, part: Fence, directive: Directive, context: Context
    ) -> None:
        self.path, self.index, self.whole, self.fence = path, index, whole, part
        self.directive, self.context = directive, context
        self.invalid: list[InvalidDirective] = []
        self.guessed = False  # whether it depends on the width of tabs where a field belongs

    def documents(self) -> list[PendingDocument]:
        read = recovered(self.fence, self._cost)
        documents = read.composed.documents or (Document(None, 0, len(read.composed.text)),)
        same = read.source.lines.text == self.fence.text
        lines = read.source.lines if same else Lines(self.fence.text)
        pending = [
            self._document(read, document, violations, lines)
            for document, violations in zip(documents, _by_document(read.violations, documents), strict=True)
            if document.root is not None or violations
        ]
        custom = {kind for _, kind in self.context.registry.custom}
        pending = as_other_program(pending, schemas_of(self.directive.version), custom)
        if self.guessed:
            return [replace(document, violations=as_guesses(document.violations)) for document in pending]
        return pending

    @cached_property
    def _uneven_column(self) -> int | None:
        return uneven_column(self.fence)

    @cached_property
    def _has_braces(self) -> bool:
        return next(braces(self.fence.text), None) is not None

    def _cost(self, composed: Composed) -> int:
        return sum(violation_count(document.root, self.directive.version) for document in composed.documents)

    def _document(
        self, read: Recovered, document: Document, violations: list[Violation], lines: Lines
    ) -> PendingDocument:
        text = read.composed.text[document.start : document.end]

        def span(start: int, end: int) -> Span:
            return read.source.span(document.start + start, document.start + end)

        directive, invalid = document_directive(text, self.directive, RULES, span)
        self.invalid += invalid
        elided = (
            any(violation.rule is LONE_ELLIPSIS for violation in violations)
            or has_elision(text, file=self.context.file)
            or stands_for_others(text)
            or ends_with_elision(read.composed.text, document.start, document.end)
        )
        patch = names_patch(text)
        result_of = partial(self._result, read, directive, patch=patch, elided=elided)
        whole_text, offsets = read.composed.text, (document.start, document.end)
        if violations:
            violations = with_tried_fixes(violations, whole_text, *offsets, partial(result_of, tried=False))
            known = [shown_as_old(violation, whole_text) for violation in violations]
            known = as_session(known, self.fence, file=self.context.file)
            known = with_other_engines(known, self.fence.options.get("title", ""))
            violations = as_numbered_listing(known, self.fence)
        result = result_of(document, whole_text)
        if document.root is None and not read.template:
            in_part = partial(self._in_part, read, directive, text=whole_text, patch=patch)
            result = replace(result, violations=around_error(violations, document, whole_text, in_part))
        if violations or result.violations:
            merged = partial(result_of, tried=False)
            violations = with_tried_merges(violations, document, whole_text, result, merged)
            context = self.context
            if result.mode in ("syntax", "other") and named_file(self.fence).endswith(_YAML):
                context = replace(context, file=True)
            violations = with_examples(violations, result.mode, whole_text, document.root, context)
            in_notes = not self.context.file
            if in_notes:
                violations = [as_shown_change(for_readers(own), whole_text) for own in violations]
            else:
                violations = in_file(violations, self.fence.text)
            own, of_text = without_intended(result, violations, directive, document)
            own = with_causes(own, whole_text, document.root)
            untried = partial(result_of, tried=False)
            if "#" in text:
                own = with_stuck_remarks(own, document, whole_text, untried)
            count = partial(_violation_counts, result_of=untried)
            violations = [*of_text, *verified_fixes(own, text, document.start, count)]
            violations = as_lost_indentation(violations, whole_text, *offsets)
            if self._uneven_column is not None:
                first = whole_text.count("\n", 0, document.start)
                columns = self.fence.columns[first : first + text.count("\n") + 1]
                violations = with_indented_fence(violations, text, columns, self._uneven_column, count)
            violations = with_misplaced_keys(violations, whole_text, *offsets, untried)
            violations = [*with_other_documents(violations, document.root, whole_text)]
            if (whole := read.template) or self._has_braces:
                violations = [_without_line_repair(violation, whole=whole) for violation in violations]
        result = with_placeholders(result, document.root, text)
        return PendingDocument(
            path=self.path,
            fence=self.index,
            fence_lines=lines,
            first_fence_line=self.fence.first_line - self.whole.first_line,
            first_line=self.whole.first_line,
            document=document,
            source=read.source,
            directive=directive,
            result=result,
            violations=violations,
            identity=identity(document.root),
            block=self.whole,
            is_read=self.context.file,
        )

    def _in_part(
        self, read: Recovered, directive: Directive, document: Document, *, text: str, patch: bool
    ) -> Result:
        """How a document is validated of which the rest cannot be read."""
        if directive.mode is None:
            directive = replace(directive, mode="partial")
        return self._result(read, directive, document, text, patch=patch, elided=False)

    def _result(
        self,
        read: Recovered,
        directive: Directive,
        document: Document,
        text: str,
        *,
        patch: bool,
        elided: bool,
        tried: bool = True,
    ) -> Result:
        """How a document is validated. `text`: that of its offsets; `patch`: a comment in it says so.

        `tried`: whether advice is tried before it is given.
        """
        context, title = self.context, self.fence.options.get("title", "")
        if not context.patch and (patch or is_patch_file(title)):
            context = replace(context, patch=True)
        result = document_result(document, directive, context, template=read.template, elided=elided)
        if result.mode == "template":
            inner = replace(context, in_template=True)
            part = document_result(
                document, replace(directive, mode="partial"), inner, template=False, elided=elided
            )
            certain = certain_findings(document, part.violations, text, self.fence.text)
            result = replace(result, violations=certain)
        if not result.violations:
            return result
        again = partial(
            document_result, directive=directive, context=context, template=read.template, elided=elided
        )
        if tried:
            result = _with_tried_advice(result, document, again)
        meant = partial(_tried_result, again=again) if tried else again
        result = with_hidden(result, document, meant, schemas_of(directive.version))
        if read.source.tabs is not None:
            kept = without_guesses(result.violations, text, self.fence.text)
            self.guessed |= len(kept) < len(result.violations)
            result = with_violations(result, kept)
        written = Written(document, text, self.path, title, self.fence, directive, context, elided)
        return as_meant(result, written)


def _with_tried_advice(result: Result, document: Document, again: Callable[[Document], Result]) -> Result:
    violations = with_split_items(result.violations, document, again)
    violations = with_unindented(violations, document, again)
    violations = with_tried_advice(violations, document, again)
    moved = with_moved_together(without_stray_dashes(violations, document, again))
    return with_violations(result, moved)


def _tried_result(document: Document, *, again: Callable[[Document], Result]) -> Result:
    return _with_tried_advice(again(document), document, again)


def _by_document(violations: Iterable[Violation], documents: Sequence[Document]) -> list[list[Violation]]:
    """The violations of a text, a list for each of its documents."""
    lists: list[list[Violation]] = [[] for _ in documents]
    ends = [document.end for document in documents]
    for violation in violations:
        lists[min(bisect_left(ends, violation.start), len(ends) - 1)].append(violation)
    return lists


def _violation_counts(text: str, result_of: ResultOf) -> ViolationCounts:
    """The violations of another text for the document."""
    _, violations = read_again(text, result_of)
    return Counter((violation.rule, violation.message) for violation in violations)


def _without_line_repair(violation: Violation, *, whole: bool) -> Violation:
    """The violation without a repair that changes lines: braces may stand in them.

    `whole`: the document is a template, and no repair is kept.
    """
    repair = violation.repair
    if repair is not None and (whole or not _OF_LINES.isdisjoint(repair.by) or "\n" in repair.changes[0][2]):
        return replace(violation, repair=None)
    return violation
