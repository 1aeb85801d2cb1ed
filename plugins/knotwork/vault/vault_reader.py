"""Reads a folder's vault, and reads again only what changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pathspec import GitIgnoreSpec

from knotwork.config.settings import Settings
from knotwork.model.names import NotePath, is_note
from knotwork.model.note import Note
from knotwork.vault.cache import Cache
from knotwork.vault.default_exclusions import MKDOCS_LEAVES_OUT, folders_left_out
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.held_back import HeldBack, Reason, held_back
from knotwork.vault.known_notes import KnownNotes, NoteFile, content_digest, has_content
from knotwork.vault.note_files import ReadNotes, notes_of_files, text_as_read
from knotwork.vault.parallel_reading import read_notes
from knotwork.vault.scan import FileProblem, Scan, file_problem
from knotwork.vault.schema_files import schema_files, unreadable_schema
from knotwork.vault.single_changes import SingleChanges, is_as_scanned, may_collide, single_changes
from knotwork.vault.vault import Vault, vault_of_notes
from knotwork.vault.walk import Published, Walk, published_files


class VaultReader:
    """Reads the vault in a folder; `update` gives the same value as reading it anew."""

    def __init__(
        self,
        root: Path,
        settings: Settings,
        exclusions: Exclusions | None = None,
        read: ReadNotes | None = None,
        *,
        as_docs: bool = True,
        cache: Cache | None = None,
        last: VaultReader | None = None,
        for_findings: bool = False,
    ) -> None:
        """`read` reads notes that are neither in the cache nor among those of the `last` reader.

        `for_findings`: notes have only those facts that findings need; the cache has all of them.

        `as_docs`: without what MkDocs leaves out by default, a folder `templates` at the root, unless
        `exclusions.exclude` takes it back (`!templates/`). When notes are hidden by it, that is a finding.
        """
        self.root = root
        self._settings = settings
        self._configured = exclusions or Exclusions()
        self._unasked = folders_left_out(settings) if as_docs else {}
        self._exclusions = replace(self._configured, exclude=(*self._unasked, *self._configured.exclude))
        self._read = read or partial(read_notes, dialect=settings.dialect, jobs=settings.jobs)
        known = last._known if last else None
        self._known: KnownNotes = KnownNotes(
            root, settings, cache or Cache(), known, for_findings=for_findings
        )
        self._files: dict[NotePath, NoteFile] = {}
        self._held: dict[NotePath, tuple[Note, HeldBack | None]] = {}
        self._inserting: dict[NotePath, Sequence[str]] = {}
        """The real paths of the files that notes insert, by the notes that do."""
        self._naming: dict[NotePath, Note] = {}
        """The notes that name files of schemas."""
        self._texts: dict[NotePath, str] = {}
        """The texts of notes without a file."""
        self._walk: Walk | None = None
        self._published: Published | None = None
        self._last = Vault()
        """The vault as it was read last."""
        self._unreadable: Mapping[str, str] = {}
        """Why files of schemas that the settings name could not be read, by name."""

    def read(self) -> Vault:
        """The vault in the folder.

        Nothing outside the folder and the settings' `extra_roots` is opened. A file that cannot be read
        becomes a problem, never an exception; only a root that is no folder raises (`NotADirectoryError`).
        """
        if not self.root.is_dir():
            raise NotADirectoryError(f"{self.root} is not a folder")
        walk = self._walk = self._walked()
        files = dict(self._opened(walk.scan, walk.notes))
        self._files, self._inserting, self._naming = {}, {}, {}
        for path, file in files.items():
            self._take(path, file)
        self._published = published_files(walk, self._notes(walk), self._exclusions, self._settings)
        self._held = {path: held for path, held in self._held.items() if path in self._files}
        self._known.keep_reading(self._files)
        return self._vault(walk, self._published)

    def update(self, paths: Iterable[NotePath]) -> Vault:
        """The vault in the folder, when only files with these paths changed since it was read.

        As long as they are notes that concern no other file, only they are opened.
        """
        walk, published = self._walk, self._published
        if walk is None or published is None:
            return self.read()
        given = {path for given in paths for path in (given, *walk.linked.get(given, ()))}
        given |= self._inserting_any(given)
        changes = single_changes(walk.scan, self._files.keys(), given)
        if changes is None or not self._is_alone(walk, published, changes):
            return self.read()
        problems, is_plain = list(walk.scan.problems), True
        for path, file in self._opened(walk.scan, sorted(changes.edited | changes.added)):
            known = self._files.get(path)
            was_unread = known is not None and known.note is None
            if (file.note is None) != was_unread:
                return self.read()
            is_plain = is_plain and known is not None and not (known.problems or file.problems)
            self._take(path, file)
            self._known.keep_file(path, file)
        walk.scan.problems[:] = problems
        if changes.added or changes.removed:
            walk = self._walk = self._with_notes(walk, changes)
        elif is_plain and (vault := self._edited(published, changes.edited)) is not None:
            self._last = vault
            return vault
        return self._vault(walk, published)

    def _edited(self, published: Published, paths: Iterable[NotePath]) -> Vault | None:
        """The vault when nothing but the facts of some notes differs; None when more may."""
        notes = dict(self._last.notes)
        for path in paths:
            note = self._files[path].note
            if path not in notes or note is None or self._held_back(note, self._settings):
                return None
            notes[path] = note
        files, failed = self._schema_files(notes, published)
        if failed != self._unreadable:
            return None
        return replace(self._last, notes=notes, schema_files=files)

    def is_as_read(self, path: NotePath) -> bool:
        """Whether a file is as it was when it was read: a note with those bytes, a copy that is left out, or
        nothing at all.
        """
        if self._walk is None:
            return False
        if path not in self._files:
            return is_as_scanned(self._walk.scan, path)
        return has_content(self.root / path, self.content(path), self._settings.max_note_bytes)

    def _is_alone(self, walk: Walk, published: Published, changes: SingleChanges) -> bool:
        """Whether notes that came and went leave all others as they are."""
        added, removed = changes.added, changes.removed
        if not added and not removed:
            return True
        reasons = published.left_out.items()
        if removed and (published.collided or any(why == "collision" for _, why in reasons)):
            return False
        if any(path in walk.drafts for path in removed) or any(map(walk.is_left, added)):
            return False
        others = {*published.attachments, *(path for path, why in reasons if why in ("active", "collision"))}
        return not may_collide(added, others, self._exclusions.site, self._exclusions.named)

    def _with_notes(self, walk: Walk, changes: SingleChanges) -> Walk:
        """The walk when some notes came and others went."""
        for path in changes.removed:
            for known in (self._files, self._inserting, self._naming, self._held):
                known.pop(path, None)
            self._known.forget(path)
        walk.scan.files.difference_update(changes.removed)
        walk.scan.files.update(changes.added)
        notes = tuple(sorted((*changes.added, *(path for path in walk.notes if path not in changes.removed))))
        self._files = {path: self._files[path] for path in notes}
        return replace(walk, notes=notes)

    def read_texts(self, texts: Iterable[tuple[NotePath, str]]) -> Iterator[Note]:
        """The facts of notes that have no file, in order, from their paths and texts."""
        given = dict(texts)
        contents = {path: content_digest(text.encode("utf-8", "replace")) for path, text in given.items()}
        known = {path: self._known.note(path, content) for path, content in contents.items()}
        for note in self._read((path, text) for path, text in given.items() if known[path] is None):
            known[note.path] = self._known.keep(note.path, contents[note.path], note)
        self._texts.update(given)
        yield from (note for note in known.values() if note is not None)

    def text(self, path: NotePath) -> str:
        """The text of a note as it was read; empty when its file is another by now, and for other paths."""
        if path in self._texts:
            return self._texts[path]
        file = self._files.get(path)
        return text_as_read(self.root, path, file.content) if file and file.content else ""

    def content(self, path: NotePath) -> bytes:
        """The digest of the bytes of a note's file as it was read; empty for other paths."""
        file = self._files.get(path)
        return file.content if file else b""

    def _inserting_any(self, changed: Collection[NotePath]) -> set[NotePath]:
        """The notes that insert one of the files."""
        files = {os.path.realpath(self.root / path) for path in changed}
        return {path for path, inserted in self._inserting.items() if not files.isdisjoint(inserted)}

    def _take(self, path: NotePath, file: NoteFile) -> None:
        """Take what was read from a file."""
        self._inserting.pop(path, None)
        self._naming.pop(path, None)
        self._files[path] = file
        if file.note is not None and file.note.inserted:
            self._inserting[path] = [insertion.path for insertion in file.note.inserted]
        if file.note is not None and any("schema" in fence.options for fence in file.note.fences):
            self._naming[path] = file.note

    def _walked(self) -> Walk:
        scan = Scan(self.root, self._settings, self._exclusions.exclude)
        is_draft, is_other = _matcher(self._exclusions.drafts), _matcher(self._settings.exclude)
        # a note that is left to MkDocs can still be linked to
        notes = tuple(path for path in sorted(scan.files) if is_note(path) and not is_other(path))
        linked: dict[NotePath, tuple[NotePath, ...]] = {}
        for path, real in scan.linked.items():
            linked[real] = (*linked.get(real, ()), path)
        return Walk(
            scan,
            notes,
            frozenset(path for path in notes if is_draft(path) or is_draft(scan.linked.get(path, path))),
            linked,
            tuple(scan.problems),
            lambda path: is_draft(path) or is_other(path),
        )

    def _opened(self, scan: Scan, paths: Iterable[NotePath]) -> Iterator[tuple[NotePath, NoteFile]]:
        return notes_of_files(scan, paths, self._read, self._settings, self._known)

    def _notes(self, walk: Walk) -> dict[NotePath, Note]:
        """The notes that are no drafts."""
        return {
            path: file.note
            for path, file in self._files.items()
            if file.note is not None and path not in walk.drafts
        }

    def _held_back(self, note: Note, settings: Settings) -> HeldBack | None:
        before, held = self._held.get(note.path, (None, None))
        if before is not note:
            held = held_back(note, settings)
            self._held[note.path] = note, held
        return held

    def _vault(self, walk: Walk, published: Published) -> Vault:
        notes = {path: note for path, note in self._notes(walk).items() if path not in published.collided}
        vault = vault_of_notes(notes, published.attachments, self._settings, self._held_back)
        files, failed = self._schema_files(notes, published)
        self._unreadable = failed
        excluded = {path for path, why in published.left_out.items() if why == "excluded" and is_note(path)}
        drafts = {path: self._files[path].note for path in walk.notes if path in walk.drafts}
        unpublished: dict[NotePath, Reason] = {
            **vault.unpublished,
            **dict.fromkeys(drafts, "draft"),
            **dict.fromkeys(sorted(excluded), "excluded"),
        }
        self._last = replace(
            vault,
            unpublished=unpublished,
            left_out={path: why for path, why in sorted(published.left_out.items()) if path not in excluded},
            contents=published.contents,
            named=self._exclusions.named,
            unpublished_links={
                **vault.unpublished_links,
                **{path: note.links if note is not None else () for path, note in drafts.items()},
            },
            problems=(
                *walk.problems,
                *(problem for file in self._files.values() for problem in file.problems),
                *published.problems,
                *(unreadable_schema(name, why) for name, why in sorted(failed.items())),
                *vault.problems,
                *self._hidden_templates(excluded),
            ),
            schema_files=files,
        )
        return self._last

    def _schema_files(
        self, notes: Mapping[NotePath, Note], published: Published
    ) -> tuple[Mapping[str, str], Mapping[str, str]]:
        naming = (note for path, note in self._naming.items() if path in notes)
        return schema_files(self.root, naming, published.attachments, self._settings)

    def _hidden_templates(self, excluded: Collection[str]) -> Iterator[FileProblem]:
        """The findings about folders with notes that are left out, and nobody has asked for that."""
        lines = [*self._configured.exclude, *self._settings.exclude]
        for pattern, (folder, why, example) in self._unasked.items():
            hidden = list(filter(_matcher((pattern,)), excluded))
            if hidden and not all(map(_matcher(lines), hidden)):
                message = f"the folder '{folder}' {why}"
                renamed = "Rename it, or write" if pattern == MKDOCS_LEAVES_OUT else "Write"
                help_ = (
                    f"{renamed} `!{example}` under `exclude_docs` to publish it; "
                    f"`{example}` there leaves it out, and this is not said."
                )
                yield file_problem("unpublished-folder", folder, message, help_)


def _matcher(lines: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path matches lines as in `.gitignore`."""
    return GitIgnoreSpec.from_lines(lines).match_file if lines else lambda path: False
