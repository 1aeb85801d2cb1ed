"""A document that is not a snippet yet: its violations have offsets in its text, not places in the note."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from knotwork.model.diagnostics import Diagnostic, Edit, Fix, Location, Related
from knotwork.model.names import NotePath
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Span
from knotwork.snippets.directives import Directive
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.apis import NO_SCHEMA, UNKNOWN_KIND
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.filenames import Filenames
from knotwork.snippets.identity import Identity
from knotwork.snippets.repeated_findings import together
from knotwork.snippets.snippet import Mode, Snippet, Verdict
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Repair, Violation, severity
from knotwork.snippets.whole_manifests import LIST
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.locate import item_at, path_at
from knotwork.snippets.yaml.source import Source
from knotwork.snippets.yaml.values import value_at

_ABOUT_FIELDS = frozenset(("fields", "manifests", "references", "security"))
"""The families of rules whose findings are about a field."""
_WITHOUT_PATH = frozenset((NO_SCHEMA, UNKNOWN_KIND, REMOVED_API, DEPRECATED_API, UNKNOWN_FIELD))
"""The rules of these families whose messages name what they are about."""
_BREAKS = lazy_regex(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_MASKED = "xxx"
"""A part of the text that the braces of a template are read as."""


class FinalResult(Struct, frozen=True):
    """The mode and verdict of a document, after all documents of its note were compared."""

    mode: Mode
    verdict: Verdict
    reported: Sequence[Violation]
    """Those that become diagnostics."""
    expected: Sequence[Violation] = ()
    """Those that its directive expects."""


class PendingDocument(Struct, eq=False):
    """A document of a fence, validated alone."""

    path: NotePath
    fence: int
    """The index in `Note.fences`."""
    fence_lines: Lines
    """Those from one of the fence on, that the document is among."""
    first_fence_line: int
    """The 0-based number of the first of them in the fence."""
    first_line: int
    """The note's 1-based line of the fence's first line."""
    document: Document
    source: Source
    directive: Directive
    result: Result
    violations: list[Violation]
    identity: Identity
    """What the document states."""
    block: Fence
    """The block of the note that it stands in."""
    is_read: bool = False
    """Whether a file or a command has it."""

    def file(self, files: Filenames) -> str | None:
        """The file it is published as; None: it is not a whole manifest."""
        api_version, kind, name, _ = self.identity
        if not api_version or not kind or self.result.mode in ("template", "other"):
            return None
        return files.name(kind, name)

    def snippet(self, index: int, file: str | None, final: FinalResult) -> Snippet:
        """The snippet, with its place in the note and its file."""
        api_version, kind, name, namespace = self.identity
        if self.result.mode == "template" and name and _MASKED in name:
            name = None  # it holds braces
        span = self.source.span(self.document.start, self.document.end)
        lines = self._lines(span)
        first, last = lines[0] - self.first_fence_line, lines[1] - self.first_fence_line
        return Snippet(
            fence=self.fence,
            index=index,
            line=lines[0] + self.first_line,
            span=span,
            lines=lines,
            text=self.fence_lines.between(first, last),
            mode=final.mode,
            verdict=final.verdict,
            kind=kind,
            api_version=api_version,
            name=name,
            namespace=namespace,
            schema=self.result.schema,
            version=self.directive.version,
            mode_source=self.directive.source or f"by default, because {self.result.why}",
            file=file,
            diagnostics=self._diagnostics(final.reported),
            expected=self._diagnostics(final.expected),
        )

    def _lines(self, span: Span) -> tuple[int, int]:
        first = span.start.line - self.first_line
        # the line that its end is at the start of belongs to the next document
        opens = self.document.end > self.document.start and self.source.at_line_start(self.document.end)
        return first, span.end.line - self.first_line + (0 if opens else 1)

    def _diagnostics(self, violations: Sequence[Violation]) -> tuple[Diagnostic, ...]:
        if not violations:
            return ()
        return together(
            [
                diagnostic_of(self.path, self.source, violation, self._field(violation))
                for violation in violations
            ]
        )

    def _field(self, violation: Violation) -> str:
        """The path of the field that a violation is about; of an item of a List, in the item."""
        rule = violation.rule
        if rule in _WITHOUT_PATH:
            return ""
        if violation.path is not None or rule.family not in _ABOUT_FIELDS:
            return violation.path or ""
        root = self.document.root
        if self.result.schema == LIST:
            root = item_at(value_at(root, "items"), violation.start) or root
        return path_at(root, violation.start, violation.end)


def diagnostic_of(path: NotePath, source: Source, violation: Violation, field: str = "") -> Diagnostic:
    """A violation as a diagnostic, at its place in the note; its message begins with the path `field`."""
    related = tuple(
        Related(Location(path, source.span(start, end)), message) for start, end, message in violation.related
    )
    return Diagnostic(
        violation.rule.code,
        severity(violation),
        Location(path, source.span(violation.start, violation.end)),
        _in_one_line(f"{field}: {violation.message}" if field else violation.message),
        violation.help,
        related,
        _fix(path, source, violation.repair) if violation.repair else None,
    )


def _in_one_line(message: str) -> str:
    """A message without the line breaks of a name or value in it."""
    return message if message.isprintable() else _BREAKS.sub(" ", message)


def _fix(path: NotePath, source: Source, repair: Repair) -> Fix | None:
    edits = source.edits(repair)
    if edits is None:
        return None
    return Fix(repair.title, repair.by, tuple(Edit(path, start, end, text) for start, end, text in edits))
