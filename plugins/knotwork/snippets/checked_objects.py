"""The custom resources of notes that are defined in notes, and in what they differ from their definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Span
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.folders_of_tests import is_below
from knotwork.snippets.proposal_paths import is_proposal
from knotwork.snippets.repeated_findings import without_indexes
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.snippet import Snippet

_ABOUT_FIELDS = frozenset(
    rule.code
    for rule in (UNKNOWN_FIELD, MISSING_FIELD, WRONG_TYPE, UNKNOWN_VALUE, INVALID_VALUE, EMPTY_FIELD)
)
"""The rules about what a definition says of its objects."""
_MODES, _VERDICTS = ("full", "partial"), ("valid", "invalid")
"""How an object was validated that counts."""
_OF_EVERY_OBJECT = lazy_regex(r"(?:apiVersion|kind|metadata)\b")

Defined = tuple[NotePath, str, str]
"""The note of a definition, and the apiVersion and kind of its objects."""


class CheckedObject(Struct, frozen=True, array_like=True):
    """An object of a custom resource that a note defines, as far as its definition is concerned."""

    index: int
    """That of its snippet in its note."""
    counts: bool
    """Whether it was validated as a whole, and is none of a test."""
    defined: Defined
    text: str
    """As it stands in its block: what stands twice counts once."""
    differences: tuple[str, ...]
    """The messages of what does not fit, without the numbers of items, each once."""
    location: Location
    """Of the first of them; of its first line when there are none."""


def checked_objects(
    path: NotePath, snippets: Iterable[Snippet], registry: SchemaRegistry
) -> tuple[CheckedObject, ...]:
    """The objects in a note that were validated with a definition in a note; those of tests do not count."""
    return tuple(_checked_objects(path, snippets, registry))


def _checked_objects(
    path: NotePath, snippets: Iterable[Snippet], registry: SchemaRegistry
) -> Iterator[CheckedObject]:
    for snippet in snippets:
        defined = _defined(path, snippet, registry)
        if defined is None or snippet.mode == "meant-to-fail":
            continue
        counts = snippet.mode in _MODES and snippet.verdict in _VERDICTS and not is_below(path, "tests")
        differing = [finding for finding in snippet.diagnostics if differs(finding)]
        messages = dict.fromkeys(without_indexes(finding.message) for finding in differing)
        start = Location(path, Span(snippet.span.start, snippet.span.start))
        location = differing[0].location if differing else start
        yield CheckedObject(snippet.index, counts, defined, snippet.text.strip(), tuple(messages), location)


def _defined(path: NotePath, snippet: Snippet, registry: SchemaRegistry) -> Defined | None:
    """The definition of a snippet's kind, if it stands in a note."""
    if not snippet.kind or not snippet.api_version:
        return None
    kind = (snippet.api_version, snippet.kind)
    note = registry.definition_of(kind, path)
    if note is None or (is_proposal(path) and path != note):
        return None
    return (note, *kind)


def differs(finding: Diagnostic) -> bool:
    """Whether a finding says that an object does not fit its definition; what seems misspelt is a mistake."""
    return (
        finding.rule in _ABOUT_FIELDS
        and finding.severity != "info"
        and finding.fix is None
        and not _OF_EVERY_OBJECT.match(finding.message.removeprefix('unknown field "'))
    )
