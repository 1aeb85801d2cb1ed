"""The YAML fences of one note become snippets, with diagnostics at their places in the note."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import is_
from posixpath import normpath

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Diagnostic, Edit, Fix, Location
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath, is_markdown
from knotwork.model.note import Fence, Note
from knotwork.model.text import Position, Span
from knotwork.snippets.checked_objects import CheckedObject, checked_objects
from knotwork.snippets.commands.kubectl import command_violations, has_commands
from knotwork.snippets.commands.kubectl_table import type_names
from knotwork.snippets.commands.patches import patch_violations
from knotwork.snippets.contradicted_definitions import Contradictions, with_contradictions
from knotwork.snippets.directives import UNKNOWN_STATE, InvalidDirective, fence_directive, note_directive
from knotwork.snippets.fence_documents import fence_documents
from knotwork.snippets.fences import (
    UNMARKED_MANIFEST,
    YAML,
    has_commands_for_yaml,
    is_unmarked,
    is_yaml,
    unmarked_message,
    yaml_parts,
)
from knotwork.snippets.filenames import Filenames
from knotwork.snippets.intent.applied_files import applied_files
from knotwork.snippets.kustomizations import KUSTOMIZATION_FILES, Kustomized, kustomized
from knotwork.snippets.kustomize_changes import NO_CHANGES
from knotwork.snippets.patch_names import is_patch_file
from knotwork.snippets.pending import PendingDocument, diagnostic_of
from knotwork.snippets.proposal_paths import is_proposal
from knotwork.snippets.results import final_results
from knotwork.snippets.rules import RULES
from knotwork.snippets.schema.definitions import note_kinds
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.validation import Context
from knotwork.snippets.yaml.source import Source
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_FILES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class NoteSnippets:
    """The snippets of one note."""

    snippets: tuple[Snippet, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """Those of the snippets and of the directives in the note, in the order of their locations."""
    objects: tuple[CheckedObject, ...] = ()
    """Its custom resources that are defined in notes: what they all say of their definitions."""

    def weighed(self, note: Note, contradicted: Contradictions) -> NoteSnippets:
        """The same when definitions are known that most objects of all notes contradict; often itself."""
        snippets = with_contradictions(note, self.snippets, self.objects, contradicted)
        if all(map(is_, self.snippets, snippets)):
            return self
        own = Counter(finding for snippet in self.snippets for finding in snippet.diagnostics)
        others = (Counter(self.diagnostics) - own).elements()
        now = (finding for snippet in snippets for finding in snippet.diagnostics)
        return NoteSnippets(snippets, _in_order((*others, *now)), self.objects)

    @cached_property
    def defined(self) -> Mapping[tuple[str, str], Snippet]:
        """The objects that the note defines, by kind and name; the first of each."""
        objects: dict[tuple[str, str], Snippet] = {}
        for snippet in self.snippets:
            if snippet.kind and snippet.name and snippet.file and snippet.mode != "meant-to-fail":
                objects.setdefault((snippet.kind, snippet.name), snippet)
        return objects


def may_have_snippets(note: Note) -> bool:
    """Whether a note has blocks of YAML, or says how they are validated; a canvas has no lines of its own."""
    if not is_markdown(note.path):
        return False
    return "k8s" in note.front_matter or any(is_yaml(fence) or has_commands(fence) for fence in note.fences)


def sections(note: Note) -> list[int]:
    """For each of a note's fences, how many headings stand above it."""
    headings = [heading.span.start.line for heading in note.headings]
    return [bisect_right(headings, fence.first_line) for fence in note.fences]


def note_snippets(note: Note, registry: SchemaRegistry, settings: Settings) -> NoteSnippets:
    """The snippets of a note. Pure; never raises for any note."""
    if not is_markdown(note.path):
        return NoteSnippets()
    fences = [
        (index, fence, parts) for index, fence in enumerate(note.fences) if (parts := yaml_parts(fence))
    ]
    if not fences and not may_have_snippets(note):
        return NoteSnippets()
    registry = registry.only_of(note_kinds(note)) if is_proposal(note.path) else registry.seen_from(note.path)
    default, invalid = note_directive(note, settings, RULES)
    invalid = list(invalid)
    diagnostics: list[Diagnostic] = []
    documents: list[PendingDocument] = []
    section_of = sections(note)
    files = kustomized(note.fences)
    applied = applied_files(note.fences)
    for index, fence, parts in fences:
        directive, invalid_here = fence_directive(fence, default, RULES)
        for_commands = parts[0] is not fence and not fence.language.startswith("json")
        context = _context(note, fence, registry, settings, section_of[index], files, applied, for_commands)
        in_fence, invalid_in_fence = fence_documents(note.path, index, fence, parts, directive, context)
        invalid += [*invalid_here, *invalid_in_fence]
        documents += in_fence
        if has_commands_for_yaml(fence):
            diagnostics.append(_command(note.path, fence))
        if fence.language not in YAML and is_unmarked(fence):
            readable = all(document.document.root is not None for document in in_fence) and not any(
                violation.rule is YAML_SYNTAX for document in in_fence for violation in document.violations
            )
            diagnostics.append(_unmarked(note.path, fence, readable=readable))
    snippets = tuple(
        document.snippet(index, file, result)
        for index, (document, file, result) in enumerate(
            zip(documents, _files(note.path, documents), final_results(documents), strict=True)
        )
    )
    diagnostics += [_invalid_directive(note.path, directive) for directive in invalid]
    diagnostics += [diagnostic for snippet in snippets for diagnostic in snippet.diagnostics]
    diagnostics += _of_commands(note, snippets, registry, default.version)
    objects = checked_objects(note.path, snippets, registry) if registry.places else ()
    return NoteSnippets(snippets, _in_order(diagnostics), objects)


def _in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda diagnostic: (diagnostic.location.span, diagnostic.rule)))


def _of_commands(
    note: Note, snippets: Sequence[Snippet], registry: SchemaRegistry, version: str
) -> Iterator[Diagnostic]:
    """What does not exist in the lines of kubectl in a note."""
    fences = [*filter(has_commands, note.fences)]
    if not fences:
        return
    names: dict[str, set[str]] = {}
    for snippet in snippets:
        if snippet.kind and snippet.name and snippet.mode != "meant-to-fail":
            names.setdefault(snippet.kind, set()).add(snippet.name)
    custom = {name for _, kind in registry.kinds for name in type_names(kind)}
    texts = "\n".join(fence.text for fence in fences)
    for fence in fences:
        source = Source(fence, fence.text)
        for violation in (
            *command_violations(fence.text, names, custom, texts),
            *patch_violations(fence.text, version, registry.kinds),
        ):
            yield diagnostic_of(note.path, source, violation)


def _files(path: NotePath, documents: Sequence[PendingDocument]) -> list[str | None]:
    """The files of the manifests; those that must not fail choose their names first."""
    files = Filenames(path)
    chosen: list[str | None] = [None] * len(documents)
    for fails in (False, True):
        for index, document in enumerate(documents):
            if document.directive.fails is fails:
                chosen[index] = document.file(files)
    return chosen


def _context(
    note: Note,
    fence: Fence,
    registry: SchemaRegistry,
    settings: Settings,
    section: int,
    files: Kustomized,
    applied: frozenset[str],
    for_commands: bool,
) -> Context:
    title = fence.options.get("title", "")
    path = normpath(title or "/")
    advice = settings.security_advice or any(
        RULES[code].off
        for levels in (settings.rules, *settings.per_path.values())
        for code in levels.keys() & RULES.keys()
    )
    return Context(
        registry,
        advice,
        registry.json_schema_of(fence, note.path),
        settings.k8s_next,
        section,
        patch=is_patch_file(title) or path in files.patches,
        file=title.endswith(_FILES) or for_commands,
        applied=applied,
        kustomized=path in files.resources,
        applied_patch=path in files.patches,
        labels=files.labels.get(path, frozenset()),
        unlisted_labels=files.unlisted.get(path, frozenset()),
        selectors=path in files.selectors,
        changes=files.changes.get(path, NO_CHANGES),
        kustomization=title.endswith(KUSTOMIZATION_FILES),
        proposal=is_proposal(note.path),
    )


def _invalid_directive(path: NotePath, directive: InvalidDirective) -> Diagnostic:
    location = Location(path, directive.span)
    return Diagnostic(UNKNOWN_STATE.code, UNKNOWN_STATE.severity, location, directive.message, directive.help)


def _command(path: NotePath, fence: Fence) -> Diagnostic:
    """The finding of a block of YAML that is a shell command with manifests in it."""
    lines = fence.text.split("\n")
    first = next(number for number, line in enumerate(lines) if line.strip())
    column = (fence.columns[first] if first < len(fence.columns) else 0) + 1
    line = abs(fence.lines[first]) if fence.lines else fence.first_line + first
    span = Span(Position(line, column), Position(line, column + len(lines[first])))
    message = "not valid YAML: a shell command, with a manifest for it to read"
    help_ = "Name `sh` as the language of the block: the manifest in it is checked all the same."
    return Diagnostic(YAML_SYNTAX.code, "info", Location(path, span), message, help_)


def _unmarked(path: NotePath, fence: Fence, *, readable: bool) -> Diagnostic:
    start = fence.span.start
    end = Position(start.line, start.column + len(fence.marks))
    fix = None
    if readable and not fence.info.strip():
        edit = Edit(path, end, end, "yaml")
        fix = Fix("Write `yaml` after its opening marks", (Equivalence.LANGUAGE,), (edit,))
    message, help_ = unmarked_message(fence)
    location = Location(path, Span(start, end))
    return Diagnostic(UNMARKED_MANIFEST.code, UNMARKED_MANIFEST.severity, location, message, help_, fix=fix)
