"""What a document is validated with, and how it was validated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from knotwork.snippets.kustomize_changes import NO_CHANGES, Changes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.snippet import Mode, Verdict
from knotwork.snippets.violation import Violation, is_error


class Context(Struct, frozen=True):
    """What documents are validated with."""

    registry: SchemaRegistry
    advice: bool
    """Whether advice about security is enabled."""
    json_schema: str | None
    """The JSON Schema that the settings have for the fence."""
    following: str = ""
    """The minor up to which removals of APIs are reported; empty: only those that are deprecated."""
    section: int = 0
    """How many headings of the note stand above the fence."""
    patch: bool = False
    """Whether the title of the fence is the name of a patch."""
    file: bool = False
    """Whether its manifests are whole: its title is the name of a file of them, or a command reads them."""
    applied: frozenset[str] = frozenset()
    """The files that commands of the note apply as they stand."""
    labels: frozenset[tuple[str, str]] = frozenset()
    """The labels that a kustomization beside the file gives to its pods."""
    unlisted_labels: frozenset[tuple[str, str]] = frozenset()
    """Those that it would give if the line that lists the file were no comment."""
    selectors: bool = False
    """Whether that kustomization gives them to selectors, too."""
    kustomized: bool = False
    """Whether a kustomization of the note lists that file."""
    kustomization: bool = False
    """Whether the title is that of a kustomization, which needs neither apiVersion nor kind."""
    changes: Changes = NO_CHANGES
    """What the kustomizations that list the file change in it."""
    in_template: bool = False
    """Whether the manifest is read from a template, whose braces may write what it lacks."""
    applied_patch: bool = False
    """Whether a kustomization of the note lists that file as a patch."""
    proposal: bool = False
    """Whether the note proposes how kinds may look one day."""
    excerpts: bool = True
    """Whether a manifest without what it is about counts as shown in part."""


class Result(Struct, frozen=True):
    """How a document was validated, and its violations."""

    mode: Mode
    verdict: Verdict
    violations: tuple[Violation, ...] = ()
    schema: str = ""
    """The schema it was validated with, for people."""
    manifests: tuple[Manifest, ...] = ()
    """The manifests in it that others of the note may refer to."""
    why: str = ""
    """The reason for the mode when there is no directive."""


def verdict_of(violations: Iterable[Violation]) -> Verdict:
    """Whether a document with these violations is valid."""
    return "invalid" if any(map(is_error, violations)) else "valid"


def with_violations(result: Result, kept: Sequence[Violation]) -> Result:
    """A result with these of its violations, or with less severe ones: without errors it is valid."""
    if [*kept] == [*result.violations]:
        return result
    invalid = any(map(is_error, result.violations)) and not any(map(is_error, kept))
    return replace(result, violations=tuple(kept), verdict="valid" if invalid else result.verdict)


def shown_in_part(part: Result, left_out: Violation, why: str) -> Result:
    """The result of a document that lacks what it is about: not valid, invalid by its other violations."""
    violations = (left_out, *part.violations)
    verdict: Verdict = "invalid" if verdict_of(violations) == "invalid" else "unchecked"
    return replace(part, verdict=verdict, violations=violations, why=why)
