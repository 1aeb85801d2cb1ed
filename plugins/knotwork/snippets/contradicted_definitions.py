"""Definitions of custom resources that most objects of the notes do not fit: it is not known which is wrong.

An object that differs from its definition has a mistake. Where most objects differ, and in the same way, the
definition may as well be older or newer than they are, or a stub: one finding stands at the definition, and
those of the objects are infos.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.diagnostics import Diagnostic, Location, Related
from knotwork.model.note import Note
from knotwork.model.text import Position, Span
from knotwork.snippets.checked_objects import CheckedObject, Defined, differs
from knotwork.snippets.identity import defined_kind
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.yaml.compose import composed

CONTRADICTED_DEFINITION = snippet_rule(
    "contradicted-definition",
    "warning",
    "manifests",
    """
    Most objects of a custom resource do not fit its definition.

    One object that differs from its CustomResourceDefinition has a mistake. Where two thirds of the objects
    in the notes differ from it, three at least, and half of all in the same way, the definition may be
    older or newer than they are, or show only a part. Which of the two is right is not known: this is
    reported once, at the definition, and what the objects differ in is an info at each of them.

    Bad:

    ````markdown
    ```yaml
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: backups.example.com}
    spec:
      group: example.com
      scope: Namespaced
      names: {kind: Backup, plural: backups, singular: backup}
      versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec: {type: object, properties: {path: {type: string}}}
    ```

    ```yaml
    apiVersion: example.com/v1
    kind: Backup
    metadata: {name: hourly}
    spec: {volume: logs}
    ---
    apiVersion: example.com/v1
    kind: Backup
    metadata: {name: daily}
    spec: {volume: data}
    ---
    apiVersion: example.com/v1
    kind: Backup
    metadata: {name: weekly}
    spec: {volume: archive}
    ```
    ````

    Good:

    ````markdown
    ```yaml
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: backups.example.com}
    spec:
      group: example.com
      scope: Namespaced
      names: {kind: Backup, plural: backups, singular: backup}
      versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec: {type: object, properties: {volume: {type: string}}}
    ```

    ```yaml
    apiVersion: example.com/v1
    kind: Backup
    metadata: {name: hourly}
    spec: {volume: logs}
    ---
    apiVersion: example.com/v1
    kind: Backup
    metadata: {name: daily}
    spec: {volume: data}
    ---
    apiVersion: example.com/v1
    kind: Backup
    metadata: {name: weekly}
    spec: {volume: archive}
    ```
    ````

    A misspelt field is reported as before. So is whatever differs from a definition that the setting
    `crds` names: that one counts.

    Bring the definition up to date, or the objects; if it shows only a part, say so: `{k8s=partial}` on its
    block.
    """,
)

_LEAST = 3
"""So many objects at least must differ: fewer may have one mistake by one hand."""
_NAMED = 3
"""The most objects that are shown beside a definition."""


class Contradiction(Struct, frozen=True):
    """A definition that most objects do not fit."""

    kind: str
    differing: int
    """How many objects differ from it."""
    of: int
    """How many there are."""
    common: str
    """What most of them have in common: `unknown field "spec.size"`."""
    alike: int
    """In how many it is."""
    places: tuple[Location, ...]
    """The first objects that differ so."""

    def text(self, where: str) -> str:
        """A sentence without its full stop: how many objects do not fit the definition that stands there."""
        if self.differing == self.of:
            return f"none of the {self.of} objects of kind {self.kind} fits {where}"
        return f"{self.differing} of the {self.of} objects of kind {self.kind} do not fit {where}"


Contradictions = Mapping[Defined, Contradiction]


def contradictions(objects: Iterable[CheckedObject]) -> Contradictions:
    """The definitions that most of the objects do not fit, and half of all in the same way."""
    by_definition: dict[Defined, dict[str, CheckedObject]] = defaultdict(dict)
    for checked in objects:
        if checked.counts:
            by_definition[checked.defined].setdefault(checked.text, checked)
    weighed = ((defined, _contradiction([*of.values()])) for defined, of in by_definition.items())
    return {defined: contradiction for defined, contradiction in weighed if contradiction is not None}


def _contradiction(objects: Sequence[CheckedObject]) -> Contradiction | None:
    differing = [checked for checked in objects if checked.differences]
    if len(differing) < _LEAST or 3 * len(differing) < 2 * len(objects):
        return None
    counts = Counter(message for checked in differing for message in checked.differences)
    common, count = counts.most_common(1)[0]
    if count < _LEAST or 2 * count < len(objects):
        return None
    places = [checked.location for checked in differing if common in checked.differences]
    kind = objects[0].defined[2]
    return Contradiction(kind, len(differing), len(objects), common, count, tuple(places[:_NAMED]))


def with_contradictions(
    note: Note, snippets: Sequence[Snippet], objects: Iterable[CheckedObject], contradicted: Contradictions
) -> tuple[Snippet, ...]:
    """The snippets of a note, of which `objects` are: what does not fit a contradicted definition is an info.

    The definition has a finding.
    """
    defined = {checked.index: checked.defined for checked in objects if checked.defined in contradicted}
    shown: list[Snippet] = []
    for snippet in snippets:
        if snippet.kind == "CustomResourceDefinition":
            shown.append(_defining(note, snippet, contradicted))
        elif snippet.index in defined:
            of = defined[snippet.index]
            place = "this note" if of[0] == note.path else of[0]
            shown.append(_object(snippet, place, contradicted[of]))
        else:
            shown.append(snippet)
    return tuple(shown)


def _object(snippet: Snippet, place: str, contradiction: Contradiction) -> Snippet:
    """An object whose definition stands at a place, and is contradicted."""
    counts = contradiction.text(f"its definition in {place}")
    help_ = f"{counts[0].upper()}{counts[1:]}: it is not known which is out of date."
    findings = tuple(
        replace(finding, severity="info", help=help_) if differs(finding) else finding
        for finding in snippet.diagnostics
    )
    fails = any(finding.severity == "error" for finding in findings)
    verdict = snippet.verdict if fails or snippet.verdict != "invalid" else "unchecked"
    return replace(snippet, diagnostics=findings, verdict=verdict)


def _defining(note: Note, snippet: Snippet, contradicted: Contradictions) -> Snippet:
    own = [(*defined[1:], of) for defined, of in contradicted.items() if defined[0] == note.path]
    root = next((document.root for document in composed(snippet.text).documents), None) if own else None
    names = defined_kind(root)
    if snippet.mode == "meant-to-fail":
        return snippet
    findings = [
        _finding(note, snippet, contradiction)
        for api_version, kind, contradiction in own
        if (api_version.partition("/")[0], kind) == names
    ]
    return replace(snippet, diagnostics=(*snippet.diagnostics, *findings)) if findings else snippet


def _finding(note: Note, snippet: Snippet, contradiction: Contradiction) -> Diagnostic:
    """The finding at the first line of a definition."""
    first = snippet.text.split("\n", 1)[0].rstrip("\r")
    start = snippet.span.start
    end = Position(start.line, start.column + len(first))
    alike = "all" if contradiction.alike == contradiction.differing else f"{contradiction.alike}"
    message = f"{contradiction.text('this definition')}; in {alike} of them: {contradiction.common}"
    help_ = (
        "Bring the definition up to date, or the objects: it is not known which is right. If the definition "
        "shows only a part, say so: `{k8s=partial}`."
    )
    related = tuple(Related(place, "this object, for one") for place in contradiction.places)
    rule = CONTRADICTED_DEFINITION
    return Diagnostic(
        rule.code, rule.severity, Location(note.path, Span(start, end)), message, help_, related
    )
