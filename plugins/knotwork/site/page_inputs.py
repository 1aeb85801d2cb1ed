"""What the page of a note is made from: what it looked up, and the values that a site has for that.

Rendering is a pure function of what it looks up in a view. As long as all that a page looked up has the same
values, it would look up the same again and be the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import blake2b
from typing import Any

from msgspec.msgpack import Encoder

from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.site.compiled_site import CompiledSite
from knotwork.snippets.schema.definitions import defines_kinds
from knotwork.vault.note_encoding import encoded

Inputs = Mapping[str, list[str]]
"""What was looked up: kinds of look-ups (`title`, `backlinks`) and, for each, what was looked up, sorted."""

_encode = Encoder(order="deterministic").encode
_DIGEST_BYTES = 16


class InputValues:
    """The values that a site has for what its pages look up."""

    def __init__(self, site: CompiledSite) -> None:
        self._view, self._generated = site.view, site.generated
        self._digests = {kind: _Digests(partial(value, self)) for kind, value in _VALUES.items()}

    def digest(self, inputs: Inputs) -> bytes:
        """A digest of the values of those look-ups; raises when one of them cannot be done."""
        whole = blake2b(digest_size=_DIGEST_BYTES)
        for kind in sorted(inputs):
            whole.update(b"".join(map(self._digests[kind].__getitem__, inputs[kind])))
        return whole.digest()

    def _note(self, path: str) -> bytes:
        note = self._view.kb.notes.get(NotePath(path))
        return b"" if note is None else _note_digest(note)

    def _title(self, path: str) -> bytes:
        note = self._view.kb.notes.get(NotePath(path))
        return b"" if note is None else _encode((note.title, note.title_from, note.is_protected))

    def _headings(self, path: str) -> bytes:
        note = self._view.kb.notes.get(NotePath(path))
        return b"" if note is None else _digest(note.headings)

    def _resolutions(self, path: str) -> bytes:
        resolutions = self._view.kb.resolutions.get(NotePath(path), ())
        typed = [
            (type(one).__name__, type(getattr(one, "anchor", None)).__name__, one) for one in resolutions
        ]
        return _digest(typed)

    def _schemas(self, _: str) -> bytes:
        """What manifests are validated by, beside the settings: files, and definitions in notes."""
        notes = self._view.kb.notes.values()
        defining = [_note_digest(note) for note in notes if defines_kinds(note)]
        return _digest((defining, dict(self._view.kb.vault.schema_files)))

    def _manifests_of(self, kind: str) -> bytes:
        notes = self._generated.kind_usage.manifests[kind]
        return _digest([(path, self._note(path), len(snippets)) for path, snippets in notes.items()])

    def _neighbours(self, path: str) -> bytes:
        return _encode(self._view.kb.graph.neighbours(NotePath(path)))

    def _query(self, name: str) -> bytes:
        return _digest(self._view.kb.queries.answers(*query_named(name)))

    def _backlinks(self, path: str) -> bytes:
        edges = self._view.kb.graph.backlinks.get(NotePath(path), ())
        return _digest([(edge.source, edge.target, edge.link) for edge in edges])


class _Digests(dict[str, bytes]):
    """The digests of the values of one kind, all of one length, by what is looked up; each is made once."""

    def __init__(self, value: Callable[[str], bytes]) -> None:
        super().__init__()
        self._value = value

    def __missing__(self, name: str) -> bytes:
        digest = self[name] = blake2b(self._value(name), digest_size=_DIGEST_BYTES).digest()
        return digest


_VALUES: Mapping[str, Callable[[Any, Any], bytes]] = {
    "note": InputValues._note,
    "title": InputValues._title,
    "headings": InputValues._headings,
    "resolutions": InputValues._resolutions,
    "backlinks": InputValues._backlinks,
    "neighbours": InputValues._neighbours,
    "query": InputValues._query,
    "mentions": lambda values, path: _digest(values._view.kb.mentions.get(path, ())),
    "has tag": lambda values, key: _encode(key in values._view.kb.tags.occurrences),
    "has attachment": lambda values, path: _encode(path in values._view.kb.vault.attachments),
    "embedded at most": lambda values, _: _encode(values._view.kb.embeds.page_limit),
    "schemas": InputValues._schemas,
    "git dates": lambda values, path: _digest(values._view.git_dates.get(path)),
    "page": lambda values, path: _encode(values._view.site.notes.get(path)),
    "has page": lambda values, path: _encode(values._view.site.owner(path) == path),
    "owner": lambda values, source: _encode(values._view.site.owner(source)),
    "file": lambda values, path: _encode(values._view.site.file(path)),
    "generated": lambda values, source: _encode(values._view.site.generated(source)),
    "tag": lambda values, key: _encode(values._view.site.tag(key)),
    "wanted": lambda values, key: _encode(values._view.site.wanted(key)),
    "manifest": lambda values, file: _digest(values._view.site.manifests.get(file)),
    "about": lambda values, kind: _encode(values._view.site.about.get(kind)),
    "appended": lambda values, path: _digest(values._generated.appended(path)),
    "kinds": lambda values, _: _digest(dict(values._generated.kind_usage.spellings)),
    "manifests of": InputValues._manifests_of,
    "section of": lambda values, kind: _encode(values._generated.kind_usage.sections().get(kind)),
}


def query_named(name: str) -> tuple[str, str, NotePath]:
    """The language, text and note of a query that was recorded."""
    language, text, path = json.loads(name)
    return language, text, NotePath(path)


def _note_digest(note: Note) -> bytes:
    data = encoded(note)
    if data is None:
        raise ValueError("a note with a value that cannot be encoded")
    return blake2b(data, digest_size=_DIGEST_BYTES).digest()


def _digest(value: object) -> bytes:
    return blake2b(_encode(value), digest_size=_DIGEST_BYTES).digest()
