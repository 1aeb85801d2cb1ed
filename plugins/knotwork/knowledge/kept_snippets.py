"""The validated snippets of notes, kept between runs under all that they depend on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.note import Note
from knotwork.snippets.checked_objects import CheckedObject
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.validate import NoteSnippets, sections
from knotwork.vault.cache import Cache

_KIND = "snippets"
_DIGEST_BYTES = 20


def surroundings(settings: Settings, schema_files: Mapping[str, str], defining: Iterable[Note]) -> bytes:
    """A digest of what notes are validated with; `defining` are those that define custom resources."""
    fences = [(note.path, note.fences) for note in defining]
    return _digest((repr(replace(settings, language="en")), sorted(schema_files.items()), fences))


def known_snippets(cache: Cache, note: Note, around: bytes) -> NoteSnippets | None:
    """The snippets of a note as an earlier run has validated them; None when there are none."""
    data = cache.get(_KIND, _key(note, around))
    if data is None:
        return None
    try:
        return NoteSnippets(*_decode(data))
    except (MsgspecError, ValueError):
        return None


def keep_snippets(cache: Cache, note: Note, around: bytes, snippets: NoteSnippets) -> None:
    """Keep the snippets of a note."""
    cache.put(_KIND, _key(note, around), _encode((snippets.snippets, snippets.diagnostics, snippets.objects)))


def _key(note: Note, around: bytes) -> bytes:
    front_matter = repr(note.front_matter.get("k8s")), note.properties.get("k8s")
    return _digest((around, note.path, note.fences, sections(note), front_matter))


def _digest(value: object) -> bytes:
    return blake2b(_encode(value), digest_size=_DIGEST_BYTES).digest()


_encode = Encoder().encode
_decode = Decoder(tuple[tuple[Snippet, ...], tuple[Diagnostic, ...], tuple[CheckedObject, ...]]).decode
