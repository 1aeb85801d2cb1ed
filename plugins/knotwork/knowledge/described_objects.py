"""The Kubernetes objects that the notes of a vault describe, and those that several notes do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knotwork.model.names import NotePath
from knotwork.snippets.snippet import Snippet

ObjectKey = tuple[str, str, str, str]
"""API group, kind, namespace (empty for none) and name."""
SnippetsOf = Mapping[NotePath, tuple[Snippet, ...]]
"""The snippets of the notes that have some."""


@dataclass(frozen=True)
class DescribedObjects:
    """For each object that a whole manifest describes, the notes that have one."""

    notes: Mapping[ObjectKey, tuple[NotePath, ...]]
    """Sorted by path."""
    shared: frozenset[ObjectKey]
    """Those of several notes."""

    def updated(self, before: SnippetsOf, after: SnippetsOf, paths: Iterable[NotePath]) -> DescribedObjects:
        """The same when the snippets of some notes differ."""
        notes, shared = dict(self.notes), set(self.shared)
        for path in paths:
            old, new = ({key for key, _ in described(of.get(path, ()))} for of in (before, after))
            for key in old ^ new:
                kept = {other for other in notes.get(key, ()) if other != path}
                named = tuple(sorted(kept | {path} if key in new else kept))
                if named:
                    notes[key] = named
                else:
                    del notes[key]
                if len(named) > 1:
                    shared.add(key)
                else:
                    shared.discard(key)
        return DescribedObjects(notes, frozenset(shared))


def described_objects(snippets: SnippetsOf) -> DescribedObjects:
    """The objects that those snippets describe."""
    notes: dict[ObjectKey, dict[NotePath, None]] = defaultdict(dict)
    for path in sorted(snippets):
        for key, _ in described(snippets[path]):
            notes[key][path] = None
    shared = frozenset(key for key, paths in notes.items() if len(paths) > 1)
    return DescribedObjects({key: tuple(paths) for key, paths in notes.items()}, shared)


def described(snippets: Iterable[Snippet]) -> Iterator[tuple[ObjectKey, Snippet]]:
    """The whole manifests among a note's snippets, with the object that each describes."""
    for snippet in snippets:
        if snippet.mode == "full" and snippet.verdict != "invalid" and snippet.file and snippet.name:
            group = (snippet.api_version or "").rpartition("/")[0]
            yield (group, snippet.kind or "", snippet.namespace or "", snippet.name), snippet
