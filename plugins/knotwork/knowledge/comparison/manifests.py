"""Manifests that came, went, or differ in some fields; YAML that is invalid and was not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator

from msgspec import Struct

from knotwork.knowledge.comparison.states import States
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Location
from knotwork.model.differences import Difference, DifferenceKind
from knotwork.model.names import NotePath
from knotwork.model.text import Position, Span
from knotwork.snippets.field_changes import field_changes
from knotwork.snippets.snippet import Snippet

_MOST_FIELDS = 40
"""Fields of a manifest that are listed one by one."""


class _Manifest(Struct, frozen=True):
    """A snippet, the note it stands in, and the path of that note in the state after."""

    path: NotePath
    now: NotePath
    snippet: Snippet


def manifest_differences(states: States) -> Iterator[Difference]:
    """The changes of each manifest, in the order of paths; then the YAML that is invalid by the change."""
    before = list(_snippets(states.before, states.path_after))
    after = list(_snippets(states.after, lambda path: path))
    pairs = _paired(before, after)
    known = {id(old): None for old, _ in pairs}
    new = {id(manifest): old for old, manifest in pairs}
    for manifest in after:
        if manifest.snippet.is_manifest:
            yield from _of_manifest(new.get(id(manifest)), manifest)
    for old in before:
        if old.snippet.is_manifest and id(old) not in known:
            message = f"{_name(old.snippet)} is gone"
            yield _difference("removed-manifest", old, message, "before", _name(old.snippet))
    yield from _invalid(before, after, new)


def _snippets(kb: KnowledgeBase, now: Callable[[NotePath], NotePath]) -> Iterator[_Manifest]:
    for path, snippets in kb.snippets.by_note.items():
        yield from (_Manifest(path, now(path), snippet) for snippet in snippets)


def _paired(before: list[_Manifest], after: list[_Manifest]) -> list[tuple[_Manifest, _Manifest]]:
    """Each manifest with what it was: by text, name and kind in its note; by name anywhere."""
    pairs: list[tuple[_Manifest, _Manifest]] = []
    olds = [manifest for manifest in before if manifest.snippet.is_manifest]
    news = [manifest for manifest in after if manifest.snippet.is_manifest]
    for key in (_text_in_note, _name_in_note, _name_anywhere, _kind_in_note):
        waiting: dict[Hashable, list[_Manifest]] = defaultdict(list)
        for old in olds:
            waiting[key(old)].append(old)
        for new in news:
            same = waiting.get(key(new))
            if same:
                pairs.append((same.pop(0), new))
        done = {id(manifest) for pair in pairs for manifest in pair}
        olds = [manifest for manifest in olds if id(manifest) not in done]
        news = [manifest for manifest in news if id(manifest) not in done]
    return pairs


def _text_in_note(manifest: _Manifest) -> Hashable:
    return manifest.now, manifest.snippet.text


def _name_in_note(manifest: _Manifest) -> Hashable:
    return manifest.now, _name_anywhere(manifest)


def _name_anywhere(manifest: _Manifest) -> Hashable:
    snippet = manifest.snippet
    # of those without a name only the text says which is which
    unnamed = "" if snippet.name else snippet.text
    return _group(snippet), snippet.kind, snippet.namespace, snippet.name, unnamed


def _kind_in_note(manifest: _Manifest) -> Hashable:
    return manifest.now, _group(manifest.snippet), manifest.snippet.kind


def _group(snippet: Snippet) -> str:
    group, slash, _ = (snippet.api_version or "").partition("/")
    return group if slash else ""


def _of_manifest(old: _Manifest | None, manifest: _Manifest) -> Iterator[Difference]:
    name = _name(manifest.snippet)
    if old is None:
        yield _difference("added-manifest", manifest, f"{name} is new", after=name)
        return
    if old.snippet.text == manifest.snippet.text:
        return
    changes = field_changes(old.snippet.text, manifest.snippet.text)
    if changes is None:
        yield _difference("changed-manifest", manifest, f"{name}: its text differs")
        return
    for change in changes[:_MOST_FIELDS]:
        message = f"{name}: {change.text}"
        yield _difference("changed-manifest", manifest, message, "after", change.before, change.after)
    if len(changes) > _MOST_FIELDS:
        message = f"{name}: {len(changes) - _MOST_FIELDS:,} more fields differ"
        yield _difference("changed-manifest", manifest, message)


def _invalid(
    before: Iterable[_Manifest], after: Iterable[_Manifest], pairs: dict[int, _Manifest]
) -> Iterator[Difference]:
    """The snippets that are invalid and were not, or are new."""
    broken = {_text_in_note(old) for old in before if old.snippet.verdict == "invalid"}
    for manifest in after:
        snippet = manifest.snippet
        if snippet.verdict != "invalid" or _text_in_note(manifest) in broken:
            continue
        old = pairs.get(id(manifest))
        if old is not None and old.snippet.verdict == "invalid":
            continue
        error = next((finding for finding in snippet.diagnostics if finding.severity == "error"), None)
        name = _name(snippet) or "a block of YAML"
        message = f"{name}: {error.message}" if error else f"{name} is invalid"
        place = error.location if error else _location(manifest)
        yield Difference("invalid-manifest", place, "after", message, help=error.help if error else None)


def _name(snippet: Snippet) -> str:
    """`Deployment web`, or `Deployment prod/web` with its namespace."""
    named = "/".join(part for part in (snippet.namespace, snippet.name) if part)
    return " ".join(part for part in (snippet.kind, named) if part)


def _location(manifest: _Manifest) -> Location:
    start = manifest.snippet.span.start
    line = Position(manifest.snippet.line, start.column) if start.line != manifest.snippet.line else start
    return Location(manifest.path, Span(line, line))


def _difference(
    kind: DifferenceKind,
    manifest: _Manifest,
    message: str,
    state: str = "after",
    before: str | None = None,
    after: str | None = None,
) -> Difference:
    return Difference(kind, _location(manifest), state, message, before, after)  # type: ignore[arg-type]
