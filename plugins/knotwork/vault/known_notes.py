"""The notes that an earlier run has read, by the bytes of their files."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from msgspec import MsgspecError, Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from knotwork.config.settings import Settings
from knotwork.model.dialect import Dialect
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.syntax.inserted_files import MISSING, is_unchanged
from knotwork.vault.cache import Cache
from knotwork.vault.file_stamps import Stamp
from knotwork.vault.finding_facts import finding_facts
from knotwork.vault.kept_facts import KeptFacts
from knotwork.vault.note_encoding import decoded, encoded
from knotwork.vault.scan import FileProblem

_DIGEST_BYTES = 20


@dataclass(frozen=True, slots=True)
class NoteFile:
    """The file of a note, and what was read from it."""

    content: bytes
    """The digest of its bytes; empty when it could not be read."""
    stamp: Stamp | None
    """While its file has this stamp it is unchanged; None when only its bytes can tell."""
    note: Note | None
    """None when it cannot be read or is too large."""
    problems: tuple[FileProblem, ...] = ()
    """Findings about the file, beside those of the note."""


class StampedFile(Struct, frozen=True, array_like=True, gc=False):
    """What a file's bytes were when it had a stamp."""

    stamp: Stamp
    content: bytes
    """Their digest."""


class KnownNotes:
    """The notes of the last reading of a vault in this process, and those on disk."""

    def __init__(
        self,
        root: Path,
        settings: Settings,
        cache: Cache,
        last: KnownNotes | None = None,
        *,
        for_findings: bool = False,
    ) -> None:
        """`last` is what the last reading kept; it may be of other settings.

        `for_findings`: notes have only those facts that findings need.
        """
        self._cache = cache
        self._folder = os.fsencode(os.path.realpath(root))
        self._reading = _digest_of(settings.dialect)
        self._facts = KeptFacts(cache, b"".join((self._reading, self._folder))) if for_findings else None
        self._notes: dict[NotePath, tuple[bytes, Note]] = {}
        self._stamped: dict[NotePath, StampedFile]
        if last is not None and last._folder == self._folder:
            self._stamped = last._stamped
        else:
            self._stamped = self._stamps_on_disk()
        if last is not None and last._reading == self._reading:
            self._notes = last._notes

    def content(self, path: NotePath, stamp: Stamp) -> bytes | None:
        """The digest of the bytes of a file, when its stamp says what they are."""
        file = self._stamped.get(path)
        return file.content if file is not None and file.stamp == stamp else None

    def note(self, path: NotePath, content: bytes) -> Note | None:
        """The facts of a file with those bytes, with the problem of its encoding."""
        known, note = self._notes.get(path, (b"", None))
        if known == content and note is not None and _inserts_the_same(note):
            return note
        if self._facts is not None:
            facts = self._facts.note(path, content)
            if facts is not None and _inserts_the_same(facts):
                return finding_facts(facts)
        data = self._cache.get("note", self._key(path, content))
        note = None if data is None else decoded(data)
        if note is None or note.path != path or not _inserts_the_same(note):
            return None
        return note if self._facts is None else finding_facts(note)

    def keep(self, path: NotePath, content: bytes, note: Note) -> Note:
        """Keep the facts of a file on disk; not of one whose reading failed, which may do so no more.

        Returns the note with the facts that are asked for here.
        """
        data = None if _failed(note) else encoded(note)
        if data is not None:
            self._cache.put("note", self._key(path, content), data)
        return note if self._facts is None else finding_facts(note)

    def keep_reading(self, files: Mapping[NotePath, NoteFile]) -> None:
        """Keep the files of a vault, and no others: the notes in this process alone, the stamps on disk."""
        before, self._stamped, self._notes = self._stamped, {}, {}
        for path, file in files.items():
            self.keep_file(path, file)
        if self._facts is not None:
            self._facts.keep((path, content, note) for path, (content, note) in self._notes.items())
        if self._stamped != before:
            self._cache.put("stamps", self._folder, _encode(self._stamped))

    def keep_file(self, path: NotePath, file: NoteFile) -> None:
        """Keep a file for this process."""
        if file.note is not None and not _failed(file.note):
            self._notes[path] = file.content, file.note
        if file.stamp is not None:
            self._stamped[path] = StampedFile(file.stamp, file.content)
        else:
            self._stamped.pop(path, None)

    def forget(self, path: NotePath) -> None:
        """Keep a file no longer in this process."""
        self._notes.pop(path, None)
        self._stamped.pop(path, None)

    def _key(self, path: NotePath, content: bytes) -> bytes:
        return b"".join((self._reading, path.encode("utf-8", "surrogatepass"), b"\0", content))

    def _stamps_on_disk(self) -> dict[NotePath, StampedFile]:
        data = self._cache.get("stamps", self._folder)
        try:
            return {} if data is None else _decode(data)
        except MsgspecError:
            return {}


def _failed(note: Note) -> bool:
    """Whether reading it failed, or a file that it inserts was not there, which may come."""
    return any(problem.rule in ("internal-error", MISSING) for problem in note.problems)


def _inserts_the_same(note: Note) -> bool:
    """Whether the files that a note inserts are as they were when it was read."""
    return not note.inserted or all(is_unchanged(insertion) for insertion in note.inserted)


def content_digest(data: bytes) -> bytes:
    """The digest of a file's bytes."""
    return blake2b(data, digest_size=_DIGEST_BYTES).digest()


def has_content(file: Path, content: bytes, most: int) -> bool:
    """Whether it is a regular file of at most so many bytes, which have that digest."""
    try:
        status = file.lstat()
        is_readable = stat.S_ISREG(status.st_mode) and status.st_size <= most
        return is_readable and content_digest(file.read_bytes()) == content
    except OSError:
        return False


def _digest_of(dialect: Dialect) -> bytes:
    """A digest of how notes are read; the paths in it need not be text."""
    files = dialect.inserted
    if files is None:
        return content_digest(_encode(dialect))
    paths = [os.fsencode(path) for path in (*files.folders, files.docs_dir)]
    as_read = replace(dialect, inserted=replace(files, folders=(), docs_dir=""))
    return content_digest(_encode((as_read, paths)))


_encode = Encoder().encode
_decode = Decoder(dict[NotePath, StampedFile]).decode
