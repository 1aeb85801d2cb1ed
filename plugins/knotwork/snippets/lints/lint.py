"""What a lint is: a check of one manifest, with the kinds it runs for; or of all manifests of a note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Violation

EVERY_KIND = "every kind"
PODS = "pods"
"""Every kind that makes pods, and the Pod."""

Check = Callable[[Manifest], Iterable[Violation]]
NoteCheck = Callable[[Sequence[tuple[int, Manifest]]], Iterable[tuple[int, Violation]]]
"""Each manifest comes with the index of its snippet, each violation with that of the snippet it stands in."""


class Lint(Struct, frozen=True):
    """A check of one manifest. It never raises."""

    check: Check
    kinds: frozenset[str]
    """`apps/Deployment`, `Service`; EVERY_KIND, PODS."""
    advice: bool
    """Whether its rules are off by default."""
    fields: frozenset[str] = frozenset()
    """It finds nothing in a manifest without any of these fields, at whatever place; empty: in any."""

    def runs_for(self, group: str, kind: str, *, pods: bool) -> bool:
        """Whether it is for manifests of a group and kind; `pods`: that make some."""
        named = f"{group}/{kind}" if group else kind
        return EVERY_KIND in self.kinds or named in self.kinds or (pods and PODS in self.kinds)


class NoteLint(Struct, frozen=True):
    """A check of the manifests of one note against each other. It never raises."""

    check: NoteCheck
    rules: frozenset[SnippetRule]
    """Those that it finds."""


def lint(*kinds: str, fields: Iterable[str] = ()) -> Callable[[Check], Lint]:
    """Make a generator of violations a lint for manifests of these kinds, if they have one of the fields."""
    return lambda check: Lint(check, frozenset(kinds), advice=False, fields=frozenset(fields))


def advice(*kinds: str) -> Callable[[Check], Lint]:
    """Make a generator of violations advice, which is off by default."""
    return lambda check: Lint(check, frozenset(kinds), advice=True)


def note_lint(*rules: SnippetRule) -> Callable[[NoteCheck], NoteLint]:
    """Make a generator of violations a check of all manifests of a note."""
    return lambda check: NoteLint(check, frozenset(rules))
