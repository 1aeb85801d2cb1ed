"""The addresses of a site when its vault changes: those of the state before, where they stay the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from knotwork.knowledge.kinds import kinds_of, spellings
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.differing import differing
from knotwork.model.names import NameKey, NotePath, folders_above, name_key, page_url
from knotwork.model.note import Note
from knotwork.site.addresses import Addresses, encoded, wanted_places
from knotwork.snippets.filenames import FOLDER as SNIPPET_FILES
from knotwork.snippets.snippet import Snippet


def updated_addresses(
    kb: KnowledgeBase, before: KnowledgeBase, known: Addresses, moved: Mapping[NotePath, str]
) -> Addresses | None:
    """The addresses of a vault, from those that are `known` of the state before; `moved` as in `addresses`.

    None when they are to be made anew: manifests, attachments or notes about kinds of objects differ.
    """
    came, went = kb.notes.keys() - before.notes.keys(), before.notes.keys() - kb.notes.keys()
    if (
        known.moved != moved
        or kb.vault.attachments != before.vault.attachments
        or _has_other_manifests(kb, before)
        or any(_is_about_kinds(kb, note) for note in _differing(kb, before))
    ):
        return None
    is_same = kb.links.missing_notes is before.links.missing_notes
    parts, anchors = (known.wanted_parts, known.wanted_anchors) if is_same else wanted_places(kb)
    if not came and not went:
        return replace(known, wanted_parts=parts, wanted_anchors=anchors)
    urls = {path: page_url(path) for path in came | went}
    if moved or not known.directories or any(url.startswith(SNIPPET_FILES) for url in urls.values()):
        return None
    notes = {path: known.notes[path] if path in known.notes else encoded(urls[path]) for path in kb.notes}
    return replace(
        known,
        notes=notes,
        owners=_owners(kb, known.owners, urls.values()),
        wanted_parts=parts,
        wanted_anchors=anchors,
        folders=known.folders.difference(_emptied(kb, notes.values(), (urls[path] for path in went))).union(
            above for path in came for above in folders_above(urls[path])
        ),
    )


def _has_other_manifests(kb: KnowledgeBase, before: KnowledgeBase) -> bool:
    snippets, snippets_before = kb.snippets.by_note, before.snippets.by_note
    return any(
        _files_of(snippets.get(path, ())) != _files_of(snippets_before.get(path, ()))
        for path in differing(snippets_before, snippets)
    )


def _files_of(snippets: Iterable[Snippet]) -> list[tuple[str | None, str, str | None]]:
    return [(snippet.file, snippet.text, snippet.kind) for snippet in snippets]


def _differing(kb: KnowledgeBase, before: KnowledgeBase) -> Iterator[Note]:
    """The notes that came, went, or have other names, as they are and as they were."""
    for path in differing(before.notes, kb.notes):
        old, new = before.notes.get(path), kb.notes.get(path)
        if old is None or new is None or _names(old) != _names(new):
            yield from (note for note in (old, new) if note is not None)


def _names(note: Note) -> tuple[object, ...]:
    """What says which kind of object a note is about."""
    return note.title, [alias.name for alias in note.aliases], note.front_matter.get("kind")


def _is_about_kinds(kb: KnowledgeBase, note: Note) -> bool:
    kinds = {snippet.kind for snippets in kb.snippets.by_note.values() for snippet in snippets}
    return bool(kinds_of(note, spellings(sorted(kind for kind in kinds if kind))))


def _owners(
    kb: KnowledgeBase, known: Mapping[NameKey, NotePath], urls: Iterable[str]
) -> dict[NameKey, NotePath]:
    """The notes by the keys of their addresses, when notes with those addresses came or went."""
    owners = dict(known)
    for key in map(name_key, urls):
        if notes := kb.addresses.get(key):
            owners[key] = notes[-1]
        else:
            owners.pop(key, None)
    return owners


def _emptied(kb: KnowledgeBase, left: Collection[str], gone: Iterable[str]) -> Iterator[str]:
    """The folders above pages that are gone in which there is nothing else; `left` are addresses of notes."""
    for above in {above for url in gone for above in folders_above(url)}:
        beginning, inside = f"{encoded(above)}/", f"{above}/"
        if not any(url.startswith(beginning) for url in left) and not any(
            path.startswith(inside) for path in kb.vault.attachments
        ):
            yield above
