"""What findings need of the notes of a vault, on disk: neighbouring notes stand together.

They are a fifth of the whole notes, and what stands together is packed and unpacked at once.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder

from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.vault.cache import Cache
from knotwork.vault.note_encoding import decoded, encoded

_KIND = "facts"
_DIGEST_BYTES = 20
_USUAL, _MOST = 32, 256
"""How many notes stand together: about, and at most."""

Read = tuple[NotePath, bytes, Note]
"""A note with its path and the digest of its file's bytes."""


class KeptFacts:
    """Those of one vault, under a key that has to do with how its notes are read."""

    def __init__(self, cache: Cache, key: bytes) -> None:
        self._cache, self._key = cache, key
        index = self._index_on_disk()
        self._firsts = [first for first, _ in index]
        """The first path of each group of notes, in order."""
        self._digests = dict(index)
        """By it, what tells whether a group is as it was written."""
        self._group: tuple[int, dict[NotePath, tuple[bytes, bytes]]] = (-1, {})
        """The group that was looked at last, and its number."""

    def note(self, path: NotePath, content: bytes) -> Note | None:
        """The facts of a file with those bytes; None when they are not there. Quick for one after another."""
        number = bisect_right(self._firsts, path) - 1
        if number < 0:
            return None
        if number != self._group[0]:
            self._group = number, self._group_on_disk(self._firsts[number])
        known, data = self._group[1].get(path, (b"", b""))
        note = decoded(data) if known == content else None
        return note if note is not None and note.path == path else None

    def keep(self, notes: Iterable[Read]) -> None:
        """Keep the facts of all notes of the vault, which are given in the order of their paths."""
        before, self._digests, self._group = self._digests, {}, (-1, {})
        for group in _groups(notes):
            first = group[0][0]
            digest = _digest(group)
            self._digests[first] = digest
            if before.get(first) != digest:
                packed = {path: (content, data) for path, content, note in group if (data := encoded(note))}
                self._cache.put(_KIND, self._group_key(first), _encode(packed))
        self._firsts = list(self._digests)
        if self._digests != before:
            self._cache.put(_KIND, self._key, _encode([*self._digests.items()]))

    def _group_key(self, first: NotePath) -> bytes:
        return b"".join((self._key, b"\0", first.encode("utf-8", "surrogatepass")))

    def _index_on_disk(self) -> list[tuple[NotePath, bytes]]:
        data = self._cache.get(_KIND, self._key)
        try:
            return [] if data is None else _decode_index(data)
        except MsgspecError:
            return []

    def _group_on_disk(self, first: NotePath) -> dict[NotePath, tuple[bytes, bytes]]:
        data = self._cache.get(_KIND, self._group_key(first))
        try:
            if data is not None:
                return _decode_group(data)
        except MsgspecError:
            pass
        self._digests[first] = b""  # it is written anew
        return {}


def _groups(notes: Iterable[Read]) -> Iterator[list[Read]]:
    """Neighbouring notes; a note that comes or goes changes one group, or two."""
    group: list[Read] = []
    for read in notes:
        group.append(read)
        path = read[0].encode("utf-8", "surrogatepass")
        if len(group) == _MOST or blake2b(path, digest_size=1).digest()[0] % _USUAL == 0:
            yield group
            group = []
    if group:
        yield group


def _digest(group: Iterable[Read]) -> bytes:
    values = [
        (path, content, [(os.fsencode(file.path), file.digest) for file in note.inserted])
        for path, content, note in group
    ]
    return blake2b(_encode(values), digest_size=_DIGEST_BYTES).digest()


_encode = Encoder().encode
_decode_index = Decoder(list[tuple[NotePath, bytes]]).decode
_decode_group = Decoder(dict[NotePath, tuple[bytes, bytes]]).decode
