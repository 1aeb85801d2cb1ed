"""Files that a broken link may mean: one with the same name in another spelling, or similar names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from knotwork.knowledge.file_equivalences import (
    file_differences,
    folder_differences,
    note_differences,
    split_extension,
)
from knotwork.knowledge.files import Files, alias_keys
from knotwork.knowledge.resolution import SameFile
from knotwork.model.equivalences import Equivalence, equivalences, name_form, plural_forms
from knotwork.model.names import NameKey, NotePath, basename, is_note, name_key, without_md
from knotwork.model.nearest import Candidates, Nearest, is_near
from knotwork.model.note import Link

_ALIKE = 200
"""How many files of nearly the same name are compared; among more, none is suggested as safe."""


class SimilarFiles:
    """The files of a vault, found by name whatever the spelling."""

    def __init__(self, files: Files, hidden: Files, nearest: Nearest) -> None:
        """`hidden` are the files that are not published."""
        self._files, self._hidden, self._nearest = files, hidden, nearest
        self._notes = files.notes
        self._similar: dict[NameKey, tuple[NotePath, ...]] = {}
        self._similar_files: dict[NameKey, tuple[NotePath, ...]] = {}

    def similar_notes(self, name: str, looked_for: list[str]) -> tuple[NotePath, ...]:
        """The notes whose names or aliases are nearest to a name, nearest first, at most three."""
        key = name_key(without_md(basename(name)))
        looked_for.append(_near_note(key))
        if key not in self._similar:
            self._similar[key] = self._nearest_files(key, self._note_names)
        return self._similar[key]

    def similar_files(self, name: str, looked_for: list[str]) -> tuple[NotePath, ...]:
        """The attachments whose names are nearest to a name, nearest first, at most three."""
        key = name_key(basename(name))
        looked_for.append(_near_file(key))
        if key not in self._similar_files:
            self._similar_files[key] = self._nearest_files(key, self._file_names)
        return self._similar_files[key]

    def same(
        self, source: NotePath, link: Link, looked_for: list[str]
    ) -> tuple[SameFile | None, frozenset[NotePath]]:
        """The one file that has the target's name under the table of equivalences, when it is published.

        Notes that are not published, and notes with such an alias, are candidates like any other. Second,
        all files of that name; of very many only some.
        """
        own = basename(link.target.rstrip("/") if link.kind == "markdown" else link.target)
        same_files: dict[NotePath, tuple[Equivalence, ...]] = {}
        for form in plural_forms(name_form(split_extension(own)[0])):
            looked_for.append(_form(form))
            if len(self._forms.get(form, ())) > _ALIKE:
                return None, frozenset(path for path, _ in self._forms[form][:_ALIKE])
            for path, name in self._forms.get(form, ()):
                if path in self._notes or (self._is_hidden(path) and is_note(path)):
                    differences = note_differences(own, name)
                else:
                    differences = file_differences(own, name, shown=link.kind == "embed" or link.image)
                folders = folder_differences(path, source, link)
                if differences is not None and folders is not None and path not in same_files:
                    same_files[path] = tuple(dict.fromkeys((*folders, *differences)))
        forms = list(plural_forms(name_form(own)))
        looked_for += map(_form, forms)
        aliases = {
            path
            for form in forms
            for path, alias in self._alias_forms.get(form, ())[:_ALIKE]
            if alias == own or equivalences(own, alias)
        }
        if len(same_files.keys() | aliases) != 1 or not same_files:
            return None, frozenset(same_files)
        (path, by), *_ = same_files.items()
        return (SameFile(path, by) if by and not self._is_hidden(path) else None), frozenset(same_files)

    def of(self, files: Files, hidden: Files) -> SimilarFiles:
        """The same for files that have the same names."""
        similar = SimilarFiles(files, hidden, self._nearest)
        similar._similar, similar._similar_files = self._similar, self._similar_files
        tables = ("_forms", "_alias_forms", "_note_names", "_file_names")
        vars(similar).update({table: made for table, made in vars(self).items() if table in tables})
        return similar

    def updated(
        self, files: Files, hidden: Files, *, moved: Collection[NotePath], renamed: Collection[NotePath]
    ) -> tuple[SimilarFiles, set[str]]:
        """The same for other files, and the names that were looked for and may find something else now.

        `moved` and `renamed` are those of `Resolver.updated`.
        """
        similar = SimilarFiles(files, hidden, self._nearest)
        both = (self, similar)
        forms = {form for of in both for path in moved for form, _ in of._named(path)}
        alias_forms = {form for of in both for path in renamed for form, _ in of._named_alias(path)}
        if "_forms" in vars(self):
            rows = (row for path in moved for row in similar._named(path))
            kept = {form: [row for row in self._forms.get(form, ()) if row[0] not in moved] for form in forms}
            vars(similar)["_forms"] = {**self._forms, **_with_rows(kept, rows, similar._rank)}
        if "_alias_forms" in vars(self):
            alias_rows = (row for path in renamed for row in similar._named_alias(path))
            kept_aliases = {
                form: [row for row in self._alias_forms.get(form, ()) if row[0] not in renamed]
                for form in alias_forms
            }
            table = {**self._alias_forms, **_with_rows(kept_aliases, alias_rows, similar._rank)}
            vars(similar)["_alias_forms"] = table
        note_names = {name for of in both for path in {*moved, *renamed} for name, _ in of._named_note(path)}
        file_names = {name for of in both for path in moved for name, _ in of._named_attachment(path)}
        if "_note_names" in vars(self):
            vars(similar)["_note_names"] = self._note_names.updated(
                similar._named_note, {*moved, *renamed}, note_names
            )
        if "_file_names" in vars(self):
            vars(similar)["_file_names"] = self._file_names.updated(
                similar._named_attachment, moved, file_names
            )
        similar._similar, near_notes = _without_near(self._similar, note_names)
        similar._similar_files, near_files = _without_near(self._similar_files, file_names)
        touched = {
            *map(_form, forms | alias_forms),
            *map(_near_note, near_notes),
            *map(_near_file, near_files),
        }
        return similar, touched

    @cached_property
    def _forms(self) -> Mapping[str, Sequence[tuple[NotePath, str]]]:
        """The files and their names, by what the spellings of a name have in common."""
        paths = (path for of in (self._files, self._hidden) for paths in of.paths.values() for path in paths)
        return _with_rows({}, (row for path in paths for row in self._named(path)), self._rank)

    @cached_property
    def _alias_forms(self) -> Mapping[str, Sequence[tuple[NotePath, str]]]:
        """The notes and their aliases, in the same way."""
        return _with_rows({}, (row for path in self._notes for row in self._named_alias(path)), self._rank)

    def _named(self, path: NotePath) -> Iterator[tuple[str, tuple[NotePath, str]]]:
        """The form of a file's name, with the file and its name."""
        if self._files.holds(path) or self._is_hidden(path):
            name = without_md(basename(path)) if path in self._notes else basename(path)
            yield name_form(split_extension(name)[0]), (path, name)

    def _named_alias(self, path: NotePath) -> Iterator[tuple[str, tuple[NotePath, str]]]:
        """The forms of a note's aliases, each with the note and the alias."""
        note = self._notes.get(path)
        for alias in note.aliases if note else ():
            yield name_form(alias.name), (path, alias.name.strip())

    def _rank(self, row: tuple[NotePath, str]) -> tuple[bool, NotePath]:
        """The order of files with similar names: published ones first."""
        return self._is_hidden(row[0]), row[0]

    def _is_hidden(self, path: NotePath) -> bool:
        return self._hidden.holds(path)

    def _named_note(self, path: NotePath) -> Iterator[tuple[str, _Row]]:
        """What a note is looked for by when a name is missing, its own name first."""
        if path in self._notes:
            yield name_key(without_md(basename(path))), (False, path)
            yield from ((alias, (True, path)) for alias in alias_keys(self._notes[path]))

    def _named_attachment(self, path: NotePath) -> Iterator[tuple[str, _Row]]:
        if path not in self._notes and self._files.holds(path):
            yield name_key(basename(path)), (False, path)

    def _nearest_files(self, name: str, known: _Named) -> tuple[NotePath, ...]:
        names = self._nearest.names(name, known.names, 6)
        return tuple(dict.fromkeys(path for near in names for _, path in known.files[near]))[:3]

    @cached_property
    def _note_names(self) -> _Named:
        return _Named(row for path in self._notes for row in self._named_note(path))

    @cached_property
    def _file_names(self) -> _Named:
        paths = (path for paths in self._files.paths.values() for path in paths)
        return _Named(row for path in paths for row in self._named_attachment(path))


_Row = tuple[bool, NotePath]
"""A file, and whether an alias of it is meant; notes of a name stand before those with such an alias."""


class _Named:
    """Files by their names."""

    def __init__(self, named: Iterable[tuple[str, _Row]]) -> None:
        files: dict[str, list[_Row]] = defaultdict(list)
        for name, row in named:
            files[name].append(row)
        self.files = {name: sorted(rows) for name, rows in files.items()}
        self.names = Candidates(self.files)

    def updated(
        self,
        named: Callable[[NotePath], Iterable[tuple[str, _Row]]],
        paths: Collection[NotePath],
        names: Collection[str],
    ) -> _Named:
        """The same when some files are called otherwise; `names` are all that they were and are called."""
        rows = _Named(row for path in paths for row in named(path)).files
        updated = _Named(())
        updated.files = dict(self.files)
        for name in names:
            kept = [row for row in self.files.get(name, ()) if row[1] not in paths]
            updated.files[name] = sorted((*kept, *rows.get(name, ())))
            if not updated.files[name]:
                del updated.files[name]
        updated.names = Candidates(updated.files, self.names)
        return updated


def _with_rows(
    kept: Mapping[str, list[tuple[NotePath, str]]],
    rows: Iterable[tuple[str, tuple[NotePath, str]]],
    rank: Callable[[tuple[NotePath, str]], tuple[bool, NotePath]],
) -> dict[str, list[tuple[NotePath, str]]]:
    """A table with more rows, those of one form in order."""
    table = defaultdict(list, kept)
    for form, row in rows:
        table[form].append(row)
    return {form: sorted(of_form, key=rank) for form, of_form in table.items()}


def _without_near(
    similar: Mapping[NameKey, tuple[NotePath, ...]], names: Collection[str]
) -> tuple[dict[NameKey, tuple[NotePath, ...]], list[NameKey]]:
    """The similar files of those names that are near to none of others, and the names that are."""
    candidates = Candidates(names)
    near = {name for name in similar if is_near(name, candidates)} if names else set()
    return {name: paths for name, paths in similar.items() if name not in near}, list(near)


def _form(form: str) -> str:
    return f"form:{form}"


def _near_note(key: NameKey) -> str:
    return f"near note:{key}"


def _near_file(key: NameKey) -> str:
    return f"near file:{key}"
