"""The files of a vault by all the names that a link may have for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from knotwork.model.names import (
    NOTE_ENDINGS,
    NameKey,
    NotePath,
    basename,
    folders_above,
    is_note,
    name_key,
    page_url,
    without_md,
)
from knotwork.model.note import Note

_Rows = dict[NameKey, tuple[NotePath, ...]]
"""The files of each name, sorted."""


@dataclass(frozen=True)
class Files:
    """The files of a vault. Nothing in it changes: `updated` returns another value."""

    notes: Mapping[NotePath, Note]
    paths: Mapping[NameKey, tuple[NotePath, ...]]
    """All files by their paths."""
    names: Mapping[NameKey, tuple[NotePath, ...]]
    """All files by the last part of their paths."""
    aliases: Mapping[NameKey, tuple[NotePath, ...]]
    """The notes by their aliases."""

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """The endings that the vault's notes have, and `.md`."""
        used = {path[len(without_md(path)) :].lower() for path in self.paths if is_note(path)}
        return tuple(ending for ending in NOTE_ENDINGS if ending == ".md" or ending in used)

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders that notes lie in, each with a slash behind it."""
        return frozenset(f"{above}/" for path in self.notes for above in folders_above(path))

    @cached_property
    def pages(self) -> Mapping[str, NotePath]:
        """The notes by the addresses of their pages."""
        return {page_url(path): path for path in self.notes}

    def holds(self, path: NotePath) -> bool:
        """Whether there is a file of exactly that path."""
        return path in self.paths.get(name_key(path), ())

    def exact(self, path: str) -> tuple[NotePath, ...]:
        """The file of that path: the same spelling first, else those that differ in case or form."""
        candidates = self.paths.get(name_key(path), ())
        if len(candidates) > 1:
            return tuple(sorted(candidates, key=lambda candidate: (candidate != path, candidate)))[:1]
        return candidates

    def ending_in(self, ending: NameKey) -> tuple[NotePath, ...]:
        """The files whose paths end so, the shortest first; `ending` begins with a slash.

        A file at the root is none of them: its path has no slash.
        """
        named = self.names.get(NameKey(ending.rpartition("/")[2]), ())
        candidates = (path for path in named if name_key(path).endswith(ending))
        paths = tuple(candidates)
        return paths if len(paths) < 2 else tuple(sorted(paths, key=lambda path: (len(path), path)))

    def updated(
        self,
        notes: Mapping[NotePath, Note],
        *,
        gone: Collection[NotePath],
        come: Collection[NotePath],
        renamed: Collection[NotePath],
    ) -> Files:
        """The files with other notes: `gone` and `come` are files, `renamed` notes with other aliases."""
        if not (gone or come or renamed):
            same = Files(notes, self.paths, self.names, self.aliases)
            made = vars(self)
            vars(same).update(
                {table: made[table] for table in ("endings", "folders", "pages") if table in made}
            )
            return same
        paths, names, aliases = dict(self.paths), dict(self.names), dict(self.aliases)
        for path in gone:
            _remove(paths, name_key(path), path)
            _remove(names, name_key(basename(path)), path)
        for path in come:
            _add(paths, name_key(path), path)
            _add(names, name_key(basename(path)), path)
        for path in renamed:
            for key in alias_keys(self.notes.get(path)):
                _remove(aliases, key, path)
            for key in alias_keys(notes.get(path)):
                _add(aliases, key, path)
        files = Files(notes, paths, names, aliases)
        if all(path.endswith(".md") for path in (*gone, *come) if is_note(path)):
            vars(files)["endings"] = self.endings
        return files


def files_of(notes: Mapping[NotePath, Note], others: Iterable[NotePath]) -> Files:
    """The files of a vault: notes, and others that links may name."""
    paths: dict[NameKey, list[NotePath]] = defaultdict(list)
    names: dict[NameKey, list[NotePath]] = defaultdict(list)
    for path in sorted({*notes, *others}):
        paths[name_key(path)].append(path)
        names[name_key(basename(path))].append(path)
    aliases: dict[NameKey, list[NotePath]] = defaultdict(list)
    for path, note in sorted(notes.items()):
        for key in alias_keys(note):
            aliases[key].append(path)
    return Files(notes, _rows(paths), _rows(names), _rows(aliases))


def lookups(path: NotePath) -> Iterator[str]:
    """What a link may look for to find a file: its path, and each end of it that begins with a slash."""
    key = name_key(path)
    yield key
    at = len(key)
    while (at := key.rfind("/", 0, at)) >= 0:
        yield key[at:]


def alias_keys(note: Note | None) -> Iterable[NameKey]:
    """The aliases of a note as links look for them, each once; none without a note."""
    return dict.fromkeys(name_key(alias.name.strip()) for alias in note.aliases) if note else ()


def _rows(lists: Mapping[NameKey, list[NotePath]]) -> _Rows:
    return {key: tuple(paths) for key, paths in lists.items()}


def _add(rows: _Rows, key: NameKey, path: NotePath) -> None:
    rows[key] = tuple(sorted({*rows.get(key, ()), path}))


def _remove(rows: _Rows, key: NameKey, path: NotePath) -> None:
    kept = tuple(other for other in rows.get(key, ()) if other != path)
    if kept:
        rows[key] = kept
    else:
        rows.pop(key, None)
